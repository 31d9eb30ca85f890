using Google.Protobuf.Reflection;
using Vim.Contracts.Admin.V1;
using Vim.Rpc;

namespace Vim.Cli.Client;

/// <summary>The operators' calls that vimctl makes.</summary>
internal static class Admin
{
    private static readonly ServiceDescriptor Hosts =
        AdminReflection.Descriptor.Services.Single(service => service.Name == "HostService");

    private static readonly ServiceDescriptor Repacking =
        AdminReflection.Descriptor.Services.Single(service => service.Name == "RepackingService");

    private static readonly ServiceDescriptor Reservations =
        AdminReflection.Descriptor.Services.Single(service => service.Name == "ReservationService");

    private static readonly ServiceDescriptor Policies =
        AdminReflection.Descriptor.Services.Single(service => service.Name == "PlacementPolicyService");

    private static readonly ServiceDescriptor Members =
        AdminReflection.Descriptor.Services.Single(service => service.Name == "MemberService");

    public static RpcMethod<ListHostsRequest, ListHostsResponse> ListHosts { get; } =
        RpcMethod.Of<ListHostsRequest, ListHostsResponse>(Hosts, "ListHosts");

    public static RpcMethod<GetHostRequest, GetHostResponse> GetHost { get; } =
        RpcMethod.Of<GetHostRequest, GetHostResponse>(Hosts, "GetHost");

    public static RpcMethod<EnableHostRequest, EnableHostResponse> EnableHost { get; } =
        RpcMethod.Of<EnableHostRequest, EnableHostResponse>(Hosts, "EnableHost");

    public static RpcMethod<EnterMaintenanceRequest, EnterMaintenanceResponse> EnterMaintenance { get; } =
        RpcMethod.Of<EnterMaintenanceRequest, EnterMaintenanceResponse>(Hosts, "EnterMaintenance");

    public static RpcMethod<RemoveHostRequest, RemoveHostResponse> RemoveHost { get; } =
        RpcMethod.Of<RemoveHostRequest, RemoveHostResponse>(Hosts, "RemoveHost");

    public static RpcMethod<AddHostToAggregateRequest, AddHostToAggregateResponse> AddHostToAggregate { get; } =
        RpcMethod.Of<AddHostToAggregateRequest, AddHostToAggregateResponse>(Hosts, "AddHostToAggregate");

    public static RpcMethod<RemoveHostFromAggregateRequest, RemoveHostFromAggregateResponse>
        RemoveHostFromAggregate { get; } =
        RpcMethod.Of<RemoveHostFromAggregateRequest, RemoveHostFromAggregateResponse>(Hosts, "RemoveHostFromAggregate");

    public static RpcMethod<CreateReservationRequest, CreateReservationResponse> CreateReservation { get; } =
        RpcMethod.Of<CreateReservationRequest, CreateReservationResponse>(Reservations, "CreateReservation");

    public static RpcMethod<ListReservationsRequest, ListReservationsResponse> ListReservations { get; } =
        RpcMethod.Of<ListReservationsRequest, ListReservationsResponse>(Reservations, "ListReservations");

    public static RpcMethod<GetReservationRequest, GetReservationResponse> GetReservation { get; } =
        RpcMethod.Of<GetReservationRequest, GetReservationResponse>(Reservations, "GetReservation");

    public static RpcMethod<DeleteReservationRequest, DeleteReservationResponse> DeleteReservation { get; } =
        RpcMethod.Of<DeleteReservationRequest, DeleteReservationResponse>(Reservations, "DeleteReservation");

    public static RpcMethod<GetStatusRequest, GetStatusResponse> GetStatus { get; } =
        RpcMethod.Of<GetStatusRequest, GetStatusResponse>(Members, "GetStatus");

    public static RpcMethod<BackupRequest, BackupProgress> Backup { get; } =
        RpcMethod.Of<BackupRequest, BackupProgress>(Members, "Backup");

    public static RpcMethod<PlanRepackingRequest, PlanRepackingResponse> PlanRepacking { get; } =
        RpcMethod.Of<PlanRepackingRequest, PlanRepackingResponse>(Repacking, "PlanRepacking");

    public static RpcMethod<WhatIfRequest, WhatIfResponse> WhatIf { get; } =
        RpcMethod.Of<WhatIfRequest, WhatIfResponse>(WhatIfReflection.Descriptor.Services.Single(), "WhatIf");

    public static RpcMethod<GetFragmentationRequest, GetFragmentationResponse> GetFragmentation { get; } =
        RpcMethod.Of<GetFragmentationRequest, GetFragmentationResponse>(
            FragmentationReflection.Descriptor.Services.Single(), "GetFragmentation");

    public static RpcMethod<GetPlacementPolicyRequest, GetPlacementPolicyResponse> GetPlacementPolicy { get; } =
        RpcMethod.Of<GetPlacementPolicyRequest, GetPlacementPolicyResponse>(Policies, "GetPlacementPolicy");

    public static RpcMethod<RestoreRequest, RestoreResponse> Restore { get; } =
        RpcMethod.Of<RestoreRequest, RestoreResponse>(Members, "Restore");
}

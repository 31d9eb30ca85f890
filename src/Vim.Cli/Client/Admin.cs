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

    public static readonly RpcMethod<ListHostsRequest, ListHostsResponse> ListHosts =
        RpcMethod.Of<ListHostsRequest, ListHostsResponse>(Hosts, "ListHosts");

    public static readonly RpcMethod<GetHostRequest, GetHostResponse> GetHost =
        RpcMethod.Of<GetHostRequest, GetHostResponse>(Hosts, "GetHost");

    public static readonly RpcMethod<EnableHostRequest, EnableHostResponse> EnableHost =
        RpcMethod.Of<EnableHostRequest, EnableHostResponse>(Hosts, "EnableHost");

    public static readonly RpcMethod<EnterMaintenanceRequest, EnterMaintenanceResponse> EnterMaintenance =
        RpcMethod.Of<EnterMaintenanceRequest, EnterMaintenanceResponse>(Hosts, "EnterMaintenance");

    public static readonly RpcMethod<RemoveHostRequest, RemoveHostResponse> RemoveHost =
        RpcMethod.Of<RemoveHostRequest, RemoveHostResponse>(Hosts, "RemoveHost");

    public static readonly RpcMethod<AddHostToAggregateRequest, AddHostToAggregateResponse> AddHostToAggregate =
        RpcMethod.Of<AddHostToAggregateRequest, AddHostToAggregateResponse>(Hosts, "AddHostToAggregate");

    public static readonly RpcMethod<RemoveHostFromAggregateRequest, RemoveHostFromAggregateResponse>
        RemoveHostFromAggregate =
        RpcMethod.Of<RemoveHostFromAggregateRequest, RemoveHostFromAggregateResponse>(Hosts, "RemoveHostFromAggregate");

    public static readonly RpcMethod<CreateReservationRequest, CreateReservationResponse> CreateReservation =
        RpcMethod.Of<CreateReservationRequest, CreateReservationResponse>(Reservations, "CreateReservation");

    public static readonly RpcMethod<ListReservationsRequest, ListReservationsResponse> ListReservations =
        RpcMethod.Of<ListReservationsRequest, ListReservationsResponse>(Reservations, "ListReservations");

    public static readonly RpcMethod<GetReservationRequest, GetReservationResponse> GetReservation =
        RpcMethod.Of<GetReservationRequest, GetReservationResponse>(Reservations, "GetReservation");

    public static readonly RpcMethod<DeleteReservationRequest, DeleteReservationResponse> DeleteReservation =
        RpcMethod.Of<DeleteReservationRequest, DeleteReservationResponse>(Reservations, "DeleteReservation");

    public static readonly RpcMethod<GetStatusRequest, GetStatusResponse> GetStatus =
        RpcMethod.Of<GetStatusRequest, GetStatusResponse>(Members, "GetStatus");

    public static readonly RpcMethod<BackupRequest, BackupProgress> Backup =
        RpcMethod.Of<BackupRequest, BackupProgress>(Members, "Backup");

    public static readonly RpcMethod<PlanRepackingRequest, PlanRepackingResponse> PlanRepacking =
        RpcMethod.Of<PlanRepackingRequest, PlanRepackingResponse>(Repacking, "PlanRepacking");

    public static readonly RpcMethod<WhatIfRequest, WhatIfResponse> WhatIf =
        RpcMethod.Of<WhatIfRequest, WhatIfResponse>(WhatIfReflection.Descriptor.Services.Single(), "WhatIf");

    public static readonly RpcMethod<GetFragmentationRequest, GetFragmentationResponse> GetFragmentation =
        RpcMethod.Of<GetFragmentationRequest, GetFragmentationResponse>(
            FragmentationReflection.Descriptor.Services.Single(), "GetFragmentation");

    public static readonly RpcMethod<GetPlacementPolicyRequest, GetPlacementPolicyResponse> GetPlacementPolicy =
        RpcMethod.Of<GetPlacementPolicyRequest, GetPlacementPolicyResponse>(Policies, "GetPlacementPolicy");

    public static readonly RpcMethod<RestoreRequest, RestoreResponse> Restore =
        RpcMethod.Of<RestoreRequest, RestoreResponse>(Members, "Restore");
}

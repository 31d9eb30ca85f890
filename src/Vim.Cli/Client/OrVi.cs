using Google.Protobuf;
using Google.Protobuf.Reflection;
using Nfv.OrVi.V1;
using Vim.Rpc;

namespace Vim.Cli.Client;

/// <summary>The Or-Vi calls that vimctl makes.</summary>
internal static class OrVi
{
    private static readonly ServiceDescriptor Compute = ComputeManagementReflection.Descriptor.Services.Single();
    private static readonly ServiceDescriptor Network = NetworkManagementReflection.Descriptor.Services.Single();
    private static readonly ServiceDescriptor Flavour = ComputeFlavourManagementReflection.Descriptor.Services.Single();
    private static readonly ServiceDescriptor Image = SoftwareImageManagementReflection.Descriptor.Services.Single();
    private static readonly ServiceDescriptor Capacity =
        ComputeCapacityManagementReflection.Descriptor.Services.Single();
    private static readonly ServiceDescriptor Change = ComputeChangeNotificationReflection.Descriptor.Services.Single();
    private static readonly ServiceDescriptor Explanation = PlacementExplanationReflection.Descriptor.Services.Single();

    public static RpcMethod<AllocateVirtualisedComputeResourceRequest, AllocateVirtualisedComputeResourceResponse>
        AllocateCompute { get; } = Of<AllocateVirtualisedComputeResourceRequest,
            AllocateVirtualisedComputeResourceResponse>(Compute, "AllocateVirtualisedComputeResource");

    public static RpcMethod<QueryVirtualisedComputeResourceRequest, QueryVirtualisedComputeResourceResponse>
        QueryCompute { get; } = Of<QueryVirtualisedComputeResourceRequest,
            QueryVirtualisedComputeResourceResponse>(Compute, "QueryVirtualisedComputeResource");

    public static RpcMethod<TerminateVirtualisedComputeResourceRequest, TerminateVirtualisedComputeResourceResponse>
        TerminateCompute { get; } = Of<TerminateVirtualisedComputeResourceRequest,
            TerminateVirtualisedComputeResourceResponse>(Compute, "TerminateVirtualisedComputeResource");

    public static RpcMethod<OperateVirtualisedComputeResourceRequest, OperateVirtualisedComputeResourceResponse>
        OperateCompute { get; } = Of<OperateVirtualisedComputeResourceRequest,
            OperateVirtualisedComputeResourceResponse>(Compute, "OperateVirtualisedComputeResource");

    public static RpcMethod<MigrateVirtualisedComputeResourceRequest, MigrateVirtualisedComputeResourceResponse>
        MigrateCompute { get; } = Of<MigrateVirtualisedComputeResourceRequest,
            MigrateVirtualisedComputeResourceResponse>(Compute, "MigrateVirtualisedComputeResource");

    public static RpcMethod<
        CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
        CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse> CreateGroup { get; } =
        Of<CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
            Compute, "CreateComputeResourceAffinityOrAntiAffinityConstraintsGroup");

    public static RpcMethod<
        QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
        QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse> QueryGroup { get; } =
        Of<QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
            Compute, "QueryComputeResourceAffinityOrAntiAffinityConstraintsGroup");

    public static RpcMethod<
        DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
        DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse> DeleteGroup { get; } =
        Of<DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
            Compute, "DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroup");

    public static RpcMethod<AllocateVirtualisedNetworkResourceRequest, AllocateVirtualisedNetworkResourceResponse>
        AllocateNetwork { get; } = Of<AllocateVirtualisedNetworkResourceRequest,
            AllocateVirtualisedNetworkResourceResponse>(Network, "AllocateVirtualisedNetworkResource");

    public static RpcMethod<QueryVirtualisedNetworkResourceRequest, QueryVirtualisedNetworkResourceResponse>
        QueryNetwork { get; } = Of<QueryVirtualisedNetworkResourceRequest,
            QueryVirtualisedNetworkResourceResponse>(Network, "QueryVirtualisedNetworkResource");

    public static RpcMethod<TerminateVirtualisedNetworkResourceRequest, TerminateVirtualisedNetworkResourceResponse>
        TerminateNetwork { get; } = Of<TerminateVirtualisedNetworkResourceRequest,
            TerminateVirtualisedNetworkResourceResponse>(Network, "TerminateVirtualisedNetworkResource");

    public static RpcMethod<CreateComputeFlavourRequest, CreateComputeFlavourResponse> CreateFlavour { get; } =
        Of<CreateComputeFlavourRequest, CreateComputeFlavourResponse>(Flavour, "CreateComputeFlavour");

    public static RpcMethod<QueryComputeFlavourRequest, QueryComputeFlavourResponse> QueryFlavour { get; } =
        Of<QueryComputeFlavourRequest, QueryComputeFlavourResponse>(Flavour, "QueryComputeFlavour");

    public static RpcMethod<DeleteComputeFlavourRequest, DeleteComputeFlavourResponse> DeleteFlavour { get; } =
        Of<DeleteComputeFlavourRequest, DeleteComputeFlavourResponse>(Flavour, "DeleteComputeFlavour");

    public static RpcMethod<AddImageRequest, AddImageResponse> AddImage { get; } =
        Of<AddImageRequest, AddImageResponse>(Image, "AddImage");

    public static RpcMethod<QueryImagesRequest, QueryImagesResponse> QueryImages { get; } =
        Of<QueryImagesRequest, QueryImagesResponse>(Image, "QueryImages");

    public static RpcMethod<DeleteImageRequest, DeleteImageResponse> DeleteImage { get; } =
        Of<DeleteImageRequest, DeleteImageResponse>(Image, "DeleteImage");

    public static RpcMethod<QueryComputeCapacityRequest, QueryComputeCapacityResponse> QueryCapacity { get; } =
        Of<QueryComputeCapacityRequest, QueryComputeCapacityResponse>(Capacity, "QueryComputeCapacity");

    public static RpcMethod<QueryComputeResourceZoneRequest, QueryComputeResourceZoneResponse> QueryZone { get; } =
        Of<QueryComputeResourceZoneRequest, QueryComputeResourceZoneResponse>(Capacity, "QueryComputeResourceZone");

    public static RpcMethod<ComputeChangeSubscribeRequest, ComputeChangeSubscribeResponse> Subscribe { get; } =
        Of<ComputeChangeSubscribeRequest, ComputeChangeSubscribeResponse>(Change, "Subscribe");

    public static RpcMethod<ComputeChangeNotifyRequest, ComputeChangeNotifyResponse> Notify { get; } =
        Of<ComputeChangeNotifyRequest, ComputeChangeNotifyResponse>(Change, "Notify");

    public static RpcMethod<ComputeChangeTerminateSubscriptionRequest, ComputeChangeTerminateSubscriptionResponse>
        TerminateSubscription { get; } = Of<ComputeChangeTerminateSubscriptionRequest,
            ComputeChangeTerminateSubscriptionResponse>(Change, "TerminateSubscription");

    public static RpcMethod<ExplainRequest, ExplainResponse> Explain { get; } =
        Of<ExplainRequest, ExplainResponse>(Explanation, "Explain");

    private static RpcMethod<TRequest, TResponse> Of<TRequest, TResponse>(ServiceDescriptor service, string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => RpcMethod.Of<TRequest, TResponse>(service, name);
}

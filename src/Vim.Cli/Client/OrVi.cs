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

    public static readonly RpcMethod<
        AllocateVirtualisedComputeResourceRequest,
        AllocateVirtualisedComputeResourceResponse> AllocateCompute =
        Of<AllocateVirtualisedComputeResourceRequest, AllocateVirtualisedComputeResourceResponse>(
            Compute, "AllocateVirtualisedComputeResource");

    public static readonly RpcMethod<
        QueryVirtualisedComputeResourceRequest,
        QueryVirtualisedComputeResourceResponse> QueryCompute =
        Of<QueryVirtualisedComputeResourceRequest, QueryVirtualisedComputeResourceResponse>(
            Compute, "QueryVirtualisedComputeResource");

    public static readonly RpcMethod<
        TerminateVirtualisedComputeResourceRequest,
        TerminateVirtualisedComputeResourceResponse> TerminateCompute =
        Of<TerminateVirtualisedComputeResourceRequest, TerminateVirtualisedComputeResourceResponse>(
            Compute, "TerminateVirtualisedComputeResource");

    public static readonly RpcMethod<
        OperateVirtualisedComputeResourceRequest,
        OperateVirtualisedComputeResourceResponse> OperateCompute =
        Of<OperateVirtualisedComputeResourceRequest, OperateVirtualisedComputeResourceResponse>(
            Compute, "OperateVirtualisedComputeResource");

    public static readonly RpcMethod<
        MigrateVirtualisedComputeResourceRequest,
        MigrateVirtualisedComputeResourceResponse> MigrateCompute =
        Of<MigrateVirtualisedComputeResourceRequest, MigrateVirtualisedComputeResourceResponse>(
            Compute, "MigrateVirtualisedComputeResource");

    public static readonly RpcMethod<
        CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
        CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse> CreateGroup =
        Of<
            CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
            Compute, "CreateComputeResourceAffinityOrAntiAffinityConstraintsGroup");

    public static readonly RpcMethod<
        QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
        QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse> QueryGroup =
        Of<
            QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
            Compute, "QueryComputeResourceAffinityOrAntiAffinityConstraintsGroup");

    public static readonly RpcMethod<
        DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
        DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse> DeleteGroup =
        Of<
            DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
            Compute, "DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroup");

    public static readonly RpcMethod<
        AllocateVirtualisedNetworkResourceRequest,
        AllocateVirtualisedNetworkResourceResponse> AllocateNetwork =
        Of<AllocateVirtualisedNetworkResourceRequest, AllocateVirtualisedNetworkResourceResponse>(
            Network, "AllocateVirtualisedNetworkResource");

    public static readonly RpcMethod<
        QueryVirtualisedNetworkResourceRequest,
        QueryVirtualisedNetworkResourceResponse> QueryNetwork =
        Of<QueryVirtualisedNetworkResourceRequest, QueryVirtualisedNetworkResourceResponse>(
            Network, "QueryVirtualisedNetworkResource");

    public static readonly RpcMethod<
        TerminateVirtualisedNetworkResourceRequest,
        TerminateVirtualisedNetworkResourceResponse> TerminateNetwork =
        Of<TerminateVirtualisedNetworkResourceRequest, TerminateVirtualisedNetworkResourceResponse>(
            Network, "TerminateVirtualisedNetworkResource");

    public static readonly RpcMethod<CreateComputeFlavourRequest, CreateComputeFlavourResponse> CreateFlavour =
        Of<CreateComputeFlavourRequest, CreateComputeFlavourResponse>(Flavour, "CreateComputeFlavour");

    public static readonly RpcMethod<QueryComputeFlavourRequest, QueryComputeFlavourResponse> QueryFlavour =
        Of<QueryComputeFlavourRequest, QueryComputeFlavourResponse>(Flavour, "QueryComputeFlavour");

    public static readonly RpcMethod<DeleteComputeFlavourRequest, DeleteComputeFlavourResponse> DeleteFlavour =
        Of<DeleteComputeFlavourRequest, DeleteComputeFlavourResponse>(Flavour, "DeleteComputeFlavour");

    public static readonly RpcMethod<AddImageRequest, AddImageResponse> AddImage =
        Of<AddImageRequest, AddImageResponse>(Image, "AddImage");

    public static readonly RpcMethod<QueryImagesRequest, QueryImagesResponse> QueryImages =
        Of<QueryImagesRequest, QueryImagesResponse>(Image, "QueryImages");

    public static readonly RpcMethod<DeleteImageRequest, DeleteImageResponse> DeleteImage =
        Of<DeleteImageRequest, DeleteImageResponse>(Image, "DeleteImage");

    public static readonly RpcMethod<QueryComputeCapacityRequest, QueryComputeCapacityResponse> QueryCapacity =
        Of<QueryComputeCapacityRequest, QueryComputeCapacityResponse>(Capacity, "QueryComputeCapacity");

    public static readonly RpcMethod<QueryComputeResourceZoneRequest, QueryComputeResourceZoneResponse> QueryZone =
        Of<QueryComputeResourceZoneRequest, QueryComputeResourceZoneResponse>(Capacity, "QueryComputeResourceZone");

    public static readonly RpcMethod<ComputeChangeSubscribeRequest, ComputeChangeSubscribeResponse> Subscribe =
        Of<ComputeChangeSubscribeRequest, ComputeChangeSubscribeResponse>(Change, "Subscribe");

    public static readonly RpcMethod<ComputeChangeNotifyRequest, ComputeChangeNotifyResponse> Notify =
        Of<ComputeChangeNotifyRequest, ComputeChangeNotifyResponse>(Change, "Notify");

    public static readonly RpcMethod<
        ComputeChangeTerminateSubscriptionRequest,
        ComputeChangeTerminateSubscriptionResponse> TerminateSubscription =
        Of<ComputeChangeTerminateSubscriptionRequest, ComputeChangeTerminateSubscriptionResponse>(
            Change, "TerminateSubscription");

    public static readonly RpcMethod<ExplainRequest, ExplainResponse> Explain =
        Of<ExplainRequest, ExplainResponse>(Explanation, "Explain");

    private static RpcMethod<TRequest, TResponse> Of<TRequest, TResponse>(ServiceDescriptor service, string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => RpcMethod.Of<TRequest, TResponse>(service, name);
}

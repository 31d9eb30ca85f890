using Nfv.OrVi.V1;
using Vim.Contracts.Admin.V1;
using Vim.Rpc;
using Vim.Rpc.Client;

namespace Vim.Server.Tests.Members;

/// <summary>The few calls that the tests make, typed. What a foreign orchestrator would write for itself.</summary>
internal sealed class VimClient(Uri server, RpcChannelOptions? options = null) : IDisposable
{
    public const string Tenant = "tenant-1";

    private static readonly RpcMethod<
        AllocateVirtualisedComputeResourceRequest,
        AllocateVirtualisedComputeResourceResponse> AllocateMethod =
        Compute<AllocateVirtualisedComputeResourceRequest, AllocateVirtualisedComputeResourceResponse>(
            "AllocateVirtualisedComputeResource");

    private static readonly RpcMethod<
        TerminateVirtualisedComputeResourceRequest,
        TerminateVirtualisedComputeResourceResponse> TerminateMethod =
        Compute<TerminateVirtualisedComputeResourceRequest, TerminateVirtualisedComputeResourceResponse>(
            "TerminateVirtualisedComputeResource");

    private static readonly RpcMethod<
        QueryVirtualisedComputeResourceRequest,
        QueryVirtualisedComputeResourceResponse> QueryMethod =
        Compute<QueryVirtualisedComputeResourceRequest, QueryVirtualisedComputeResourceResponse>(
            "QueryVirtualisedComputeResource");

    private static readonly RpcMethod<CreateComputeFlavourRequest, CreateComputeFlavourResponse> FlavourMethod =
        RpcMethod.Of<CreateComputeFlavourRequest, CreateComputeFlavourResponse>(
            ComputeFlavourManagementReflection.Descriptor.Services[0], "CreateComputeFlavour");

    private static readonly RpcMethod<ListHostsRequest, ListHostsResponse> ListHostsMethod =
        Admin<ListHostsRequest, ListHostsResponse>("ListHosts");

    private static readonly RpcMethod<RemoveHostRequest, RemoveHostResponse> RemoveHostMethod =
        Admin<RemoveHostRequest, RemoveHostResponse>("RemoveHost");

    private static readonly RpcMethod<GetHostRequest, GetHostResponse> GetHostMethod =
        Admin<GetHostRequest, GetHostResponse>("GetHost");

    private readonly RpcChannel _channel = new(server, options);

    public RpcChannel Channel => _channel;

    public Task<CreateComputeFlavourResponse> CreateFlavourAsync(VirtualComputeFlavour flavour) =>
        CallAsync(
            FlavourMethod,
            new CreateComputeFlavourRequest { Flavour = flavour, IdempotencyKey = flavour.FlavourId });

    public Task<AllocateVirtualisedComputeResourceResponse> AllocateAsync(
        string key, string flavour, ReturnWhen when, TimeSpan timeout) =>
        CallAsync(
            AllocateMethod,
            new AllocateVirtualisedComputeResourceRequest
            {
                ComputeName = key,
                ComputeFlavourId = flavour,
                ResourceGroupId = Tenant,
                IdempotencyKey = key,
                ReturnWhen = when,
            },
            timeout);

    public Task TerminateAsync(string key, string compute, TimeSpan timeout) => CallAsync(
        TerminateMethod,
        new TerminateVirtualisedComputeResourceRequest { ComputeId = { compute }, IdempotencyKey = key },
        timeout);

    public async Task<IReadOnlyList<VirtualCompute>> ListComputesAsync()
    {
        var all = new List<VirtualCompute>();
        var token = "";
        do
        {
            var page = await CallAsync(QueryMethod, new QueryVirtualisedComputeResourceRequest
            {
                QueryComputeFilter = new Filter(),
                Page = new PageRequest { PageSize = 1000, PageToken = token },
            });
            all.AddRange(page.QueryResult);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return all;
    }

    public async Task<IReadOnlyList<HostSummary>> ListHostsAsync() =>
        [.. (await CallAsync(ListHostsMethod, new ListHostsRequest { PageSize = 1000 })).Hosts];

    public Task<RemoveHostResponse> RemoveHostAsync(string id) =>
        CallAsync(RemoveHostMethod, new RemoveHostRequest { HostId = id });

    public Task<GetHostResponse> GetHostAsync(string id) =>
        CallAsync(GetHostMethod, new GetHostRequest { HostId = id });

    public void Dispose() => _channel.Dispose();

    private static RpcMethod<TRequest, TResponse> Compute<TRequest, TResponse>(string name)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>
        where TResponse : class, Google.Protobuf.IMessage<TResponse> =>
        RpcMethod.Of<TRequest, TResponse>(ComputeManagementReflection.Descriptor.Services[0], name);

    private static RpcMethod<TRequest, TResponse> Admin<TRequest, TResponse>(string name)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>
        where TResponse : class, Google.Protobuf.IMessage<TResponse> =>
        RpcMethod.Of<TRequest, TResponse>(
            AdminReflection.Descriptor.Services.Single(service => service.Name == "HostService"), name);

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, TimeSpan? timeout = null)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>
        where TResponse : class, Google.Protobuf.IMessage<TResponse> =>
        _channel.UnaryAsync(method, request, new RpcCallOptions { Timeout = timeout ?? TimeSpan.FromSeconds(30) });
}

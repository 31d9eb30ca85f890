using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Nfv.OrVi.V1;
using Vim.Rpc;
using Vim.Rpc.Client;

namespace Vim.Northbound.OrVi.Tests.World;

/// <summary>A consumer: finds the call by the type of the request, and makes it over the wire.</summary>
internal sealed class OrViClient(Uri server) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The proto files of Or-Vi that have a service.</summary>
    public static IReadOnlyList<FileDescriptor> ServiceFiles { get; } =
    [
        .. typeof(Nfv.OrVi.V1.Filter).Assembly.GetTypes()
            .Where(type => type.Namespace == "Nfv.OrVi.V1")
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static))
            .Where(property => property?.PropertyType == typeof(FileDescriptor))
            .Select(property => (FileDescriptor)property!.GetValue(null)!)
            .Where(file => file.Services.Count > 0),
    ];

    private static readonly Dictionary<Type, MethodDescriptor> Methods = ServiceFiles
        .SelectMany(file => file.Services)
        .SelectMany(service => service.Methods)
        .ToDictionary(method => method.InputType.ClrType);

    private readonly RpcChannel _channel = new(server);

    public Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request, TimeSpan? timeout = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.UnaryAsync(Find<TRequest, TResponse>(), request, new() { Timeout = timeout ?? Limit });

    public RpcServerStreamingCall<ComputeChangeNotifyResponse> Notify(ComputeChangeNotifyRequest request) =>
        _channel.ServerStreaming(Find<ComputeChangeNotifyRequest, ComputeChangeNotifyResponse>(), request);

    public Task<AllocateVirtualisedComputeResourceResponse> AllocateAsync(
        AllocateVirtualisedComputeResourceRequest request, TimeSpan? timeout = null) =>
        AskAsync<AllocateVirtualisedComputeResourceRequest, AllocateVirtualisedComputeResourceResponse>(
            request, timeout);

    public Task<TerminateVirtualisedComputeResourceResponse> TerminateAsync(params string[] computes) =>
        AskAsync<TerminateVirtualisedComputeResourceRequest, TerminateVirtualisedComputeResourceResponse>(
            new() { ComputeId = { computes } });

    public Task<QueryVirtualisedComputeResourceResponse> QueryAsync(string filter, int size = 0, string token = "") =>
        AskAsync<QueryVirtualisedComputeResourceRequest, QueryVirtualisedComputeResourceResponse>(new()
        {
            QueryComputeFilter = new() { Expression = filter },
            Page = new() { PageSize = size, PageToken = token },
        });

    public Task<OperateVirtualisedComputeResourceResponse> OperateAsync(string compute, ComputeOperation operation) =>
        AskAsync<OperateVirtualisedComputeResourceRequest, OperateVirtualisedComputeResourceResponse>(
            new() { ComputeId = compute, ComputeOperation = operation });

    public Task<MigrateVirtualisedComputeResourceResponse> MigrateAsync(
        MigrateVirtualisedComputeResourceRequest request) =>
        AskAsync<MigrateVirtualisedComputeResourceRequest, MigrateVirtualisedComputeResourceResponse>(request);

    public async Task<string> CreateFlavourAsync(VirtualComputeFlavour flavour) =>
        (await AskAsync<CreateComputeFlavourRequest, CreateComputeFlavourResponse>(new() { Flavour = flavour }))
            .FlavourId;

    public async Task<VirtualNetwork> CreateNetworkAsync(string name, VirtualNetworkData? data = null) =>
        (await AskAsync<AllocateVirtualisedNetworkResourceRequest, AllocateVirtualisedNetworkResourceResponse>(new()
        {
            NetworkResourceName = name,
            NetworkResourceType = NetworkResourceType.Network,
            TypeNetworkData = data ?? new(),
            ResourceGroupId = OrViWorld.Tenant,
        })).NetworkData;

    /// <summary>Whether a call with an empty request gets any answer but UNIMPLEMENTED.</summary>
    public Task<bool> IsServedAsync(MethodDescriptor method) =>
        (Task<bool>)typeof(OrViClient).GetMethod(nameof(TryAsync), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(method.InputType.ClrType, method.OutputType.ClrType)
            .Invoke(this, [method])!;

    public void Dispose() => _channel.Dispose();

    /// <summary>The refusal that a call ends with.</summary>
    public static async Task<RpcException> RefusalAsync(Task call) =>
        await Assert.ThrowsAsync<RpcException>(() => call);

    /// <summary>A typed detail of a refusal.</summary>
    public static T Detail<T>(RpcException refusal)
        where T : class, IMessage, new() =>
        refusal.Status.Details!.Details.Single(any => any.Is(new T().Descriptor)).Unpack<T>();

    public static IEnumerable<string> BadFields(RpcException refusal)
    {
        Assert.Equal(RpcStatusCode.InvalidArgument, refusal.Code);
        return Detail<BadRequest>(refusal).FieldViolations.Select(violation => violation.Field);
    }

    private async Task<bool> TryAsync<TRequest, TResponse>(MethodDescriptor method)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        var call = RpcMethod.Of<TRequest, TResponse>(method.Service, method.Name);
        try
        {
            if (method.IsServerStreaming)
            {
                using var stream = _channel.ServerStreaming(call, new TRequest(), new() { Timeout = Limit });
                await foreach (var message in stream)
                {
                    return message is not null;
                }
            }
            else
            {
                await _channel.UnaryAsync(call, new TRequest(), new() { Timeout = Limit });
            }

            return true;
        }
        catch (RpcException error)
        {
            return error.Code != RpcStatusCode.Unimplemented;
        }
    }

    private static RpcMethod<TRequest, TResponse> Find<TRequest, TResponse>()
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var method = Methods[typeof(TRequest)];
        return RpcMethod.Of<TRequest, TResponse>(method.Service, method.Name);
    }
}

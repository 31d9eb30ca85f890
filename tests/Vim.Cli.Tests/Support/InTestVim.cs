using System.Net;
using Google.Protobuf.Collections;
using Nfv.OrVi.V1;
using Vim.Contracts.Admin.V1;
using Vim.Rpc.Server;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Cli.Tests.Support;

/// <summary>
/// The other end of the wire for tests of how vimctl reacts to answers that a real VIM gives rarely or not on demand
/// (refused in the middle, gone, slow). It keeps what it is told in lists and places nothing; whether vimctl and vimd
/// fit is tested with vimd.
/// </summary>
internal sealed class InTestVim : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private RpcServer? _server;
    private int _nextId;

    public List<VirtualCompute> Computes { get; } = [];

    public List<VirtualComputeFlavour> Flavours { get; } = [];

    public List<VirtualNetwork> Networks { get; } = [];

    public List<NetworkSubnet> Subnets { get; } = [];

    public List<SoftwareImageInformation> Images { get; } = [];

    public List<AffinityOrAntiAffinityConstraintsGroup> Groups { get; } = [];

    /// <summary>Idempotency keys of allocations in the order they came.</summary>
    public List<string> AllocationKeys { get; } = [];

    /// <summary>Decides on an allocation before it is kept: throws to refuse.</summary>
    public Action<AllocateVirtualisedComputeResourceRequest> BeforeAllocation { get; set; } = _ => { };

    /// <summary>The plan of every repacking.</summary>
    public PlanRepackingResponse Plan { get; set; } = new() { Reached = true };

    /// <summary>What becomes of a migration: the compute, or throws to refuse.</summary>
    public Func<MigrateVirtualisedComputeResourceRequest, VirtualCompute> Migration { get; set; } = _ => new();

    public string Address => _server!.Addresses[0].ToString();

    public static async Task<InTestVim> StartAsync()
    {
        var vim = new InTestVim();
        vim._server = await RpcServer.StartAsync(
            new RpcServerOptions { Endpoints = [RpcEndpoint.PlaintextLoopback(new IPEndPoint(IPAddress.Loopback, 0))] },
            vim.ComputeService(),
            vim.RepackingService(),
            vim.FlavourService(),
            vim.NetworkService(),
            vim.ImageService());
        return vim;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private static bool IsMarked(RepeatedField<KeyValuePair> metadata, Filter? filter)
    {
        var text = filter?.Expression ?? "";
        const string Start = "(eq,metadata/deployment,";
        return !text.StartsWith(Start, StringComparison.Ordinal)
            || metadata.Any(pair => pair.Key == "deployment" && pair.Value == text[Start.Length..^1]);
    }

    private static bool Has(Filter? filter, string attribute, string value)
    {
        var text = filter?.Expression ?? "";
        return !text.StartsWith($"(eq,{attribute},", StringComparison.Ordinal) || text == $"(eq,{attribute},{value})";
    }

    private string NewId(string kind) => FormattableString.Invariant($"{kind}-{Interlocked.Increment(ref _nextId)}");

    private RpcService ComputeService() =>
        RpcService.For(ComputeManagementReflection.Descriptor.Services[0])
            .Unary<AllocateVirtualisedComputeResourceRequest, AllocateVirtualisedComputeResourceResponse>(
                "AllocateVirtualisedComputeResource", (request, _) => new(Allocate(request)))
            .Unary<QueryVirtualisedComputeResourceRequest, QueryVirtualisedComputeResourceResponse>(
                "QueryVirtualisedComputeResource",
                (request, _) => Locked(() => new QueryVirtualisedComputeResourceResponse
                {
                    QueryResult = { Computes.Where(one => IsMarked(one.Metadata, request.QueryComputeFilter)) },
                }))
            .Unary<TerminateVirtualisedComputeResourceRequest, TerminateVirtualisedComputeResourceResponse>(
                "TerminateVirtualisedComputeResource", (request, _) => Locked(() =>
                {
                    Computes.RemoveAll(one => request.ComputeId.Contains(one.ComputeId));
                    return new TerminateVirtualisedComputeResourceResponse { ComputeId = { request.ComputeId } };
                }))
            .Unary<CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
                CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
                "CreateComputeResourceAffinityOrAntiAffinityConstraintsGroup", (request, _) => Locked(() =>
                {
                    var group = new AffinityOrAntiAffinityConstraintsGroup
                    {
                        GroupId = NewId("group"),
                        GroupName = request.GroupName,
                        Type = request.Type,
                        Scope = request.Scope,
                    };
                    Groups.Add(group);
                    return new CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse
                    {
                        GroupId = group.GroupId,
                    };
                }))
            .Unary<QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
                QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
                "QueryComputeResourceAffinityOrAntiAffinityConstraintsGroup", (_, _) => Locked(() =>
                    new QueryComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse { Groups = { Groups } }))
            .Unary<DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
                DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(
                "DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroup", (request, _) => Locked(() =>
                {
                    Groups.RemoveAll(one => request.GroupId.Contains(one.GroupId));
                    return new DeleteComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse();
                }))
            .Unary<MigrateVirtualisedComputeResourceRequest, MigrateVirtualisedComputeResourceResponse>(
                "MigrateVirtualisedComputeResource",
                (request, _) => new(new MigrateVirtualisedComputeResourceResponse { ComputeData = Migration(request) }))
            .UnimplementedRest()
            .Build();

    private RpcService RepackingService() =>
        RpcService.For(AdminReflection.Descriptor.Services.Single(service => service.Name == "RepackingService"))
            .Unary<PlanRepackingRequest, PlanRepackingResponse>("PlanRepacking", (_, _) => new(Plan))
            .Build();

    private RpcService FlavourService() =>
        RpcService.For(ComputeFlavourManagementReflection.Descriptor.Services[0])
            .Unary<CreateComputeFlavourRequest, CreateComputeFlavourResponse>(
                "CreateComputeFlavour", (request, _) => Locked(() =>
            {
                request.Flavour.Metadata.AddRange(request.MetaData);
                Flavours.Add(request.Flavour);
                return new CreateComputeFlavourResponse
                {
                    FlavourId = request.Flavour.FlavourId,
                    Flavour = request.Flavour,
                };
            }))
            .Unary<QueryComputeFlavourRequest, QueryComputeFlavourResponse>(
                "QueryComputeFlavour", (request, _) => Locked(() =>
                new QueryComputeFlavourResponse
                {
                    Flavours =
                    {
                        Flavours.Where(one => IsMarked(one.Metadata, request.QueryComputeFlavourFilter)
                            && Has(request.QueryComputeFlavourFilter, "name", one.Name)
                            && Has(request.QueryComputeFlavourFilter, "flavourId", one.FlavourId)),
                    },
                }))
            .Unary<DeleteComputeFlavourRequest, DeleteComputeFlavourResponse>(
                "DeleteComputeFlavour", (request, _) => Locked(() =>
            {
                Flavours.RemoveAll(one => one.FlavourId == request.ComputeFlavourId);
                return new DeleteComputeFlavourResponse();
            }))
            .Build();

    private RpcService NetworkService() =>
        RpcService.For(NetworkManagementReflection.Descriptor.Services[0])
            .Unary<AllocateVirtualisedNetworkResourceRequest, AllocateVirtualisedNetworkResourceResponse>(
                "AllocateVirtualisedNetworkResource", (request, _) => Locked(() => Allocate(request)))
            .Unary<QueryVirtualisedNetworkResourceRequest, QueryVirtualisedNetworkResourceResponse>(
                "QueryVirtualisedNetworkResource",
                (request, _) => Locked(() => new QueryVirtualisedNetworkResourceResponse
                {
                    QueryNetworkResult =
                    {
                        Networks.Where(one => IsMarked(one.Metadata, request.QueryNetworkFilter)
                            && Has(request.QueryNetworkFilter, "networkResourceName", one.NetworkResourceName)),
                    },
                    QuerySubnetResult = { Subnets.Where(one => IsMarked(one.Metadata, request.QueryNetworkFilter)) },
                }))
            .Unary<TerminateVirtualisedNetworkResourceRequest, TerminateVirtualisedNetworkResourceResponse>(
                "TerminateVirtualisedNetworkResource", (request, _) => Locked(() =>
                {
                    Networks.RemoveAll(one => request.NetworkResourceId.Contains(one.NetworkResourceId));
                    Subnets.RemoveAll(one => request.NetworkResourceId.Contains(one.ResourceId));
                    return new TerminateVirtualisedNetworkResourceResponse();
                }))
            .UnimplementedRest()
            .Build();

    private RpcService ImageService() =>
        RpcService.For(SoftwareImageManagementReflection.Descriptor.Services[0])
            .Unary<AddImageRequest, AddImageResponse>("AddImage", (request, _) => Locked(() =>
            {
                var image = new SoftwareImageInformation { SoftwareImageId = NewId("image"), Name = request.Name };
                Images.Add(image);
                return new AddImageResponse { SoftwareImageMetadata = image };
            }))
            .Unary<QueryImagesRequest, QueryImagesResponse>(
                "QueryImages", (request, _) => Locked(() => new QueryImagesResponse
                {
                    SoftwareImagesInformation =
                    {
                        Images.Where(one => Has(request.ImageQueryFilter, "name", one.Name)),
                    },
                }))
            .Unary<DeleteImageRequest, DeleteImageResponse>("DeleteImage", (request, _) => Locked(() =>
            {
                Images.RemoveAll(one => one.SoftwareImageId == request.SoftwareImageId);
                return new DeleteImageResponse();
            }))
            .UnimplementedRest()
            .Build();

    private AllocateVirtualisedComputeResourceResponse Allocate(AllocateVirtualisedComputeResourceRequest request)
    {
        lock (_lock)
        {
            AllocationKeys.Add(request.IdempotencyKey);
            BeforeAllocation(request);
            var compute = new VirtualCompute
            {
                ComputeId = NewId("compute"),
                ComputeName = request.ComputeName,
                FlavourId = request.ComputeFlavourId,
                HostId = "host-1",
                RunningState = ComputeRunningState.Running,
                Metadata = { request.MetaData },
            };
            Computes.Add(compute);
            return new AllocateVirtualisedComputeResourceResponse { ComputeData = compute };
        }
    }

    private AllocateVirtualisedNetworkResourceResponse Allocate(AllocateVirtualisedNetworkResourceRequest request)
    {
        var answer = new AllocateVirtualisedNetworkResourceResponse();
        if (request.NetworkResourceType == NetworkResourceType.Subnet)
        {
            answer.SubnetData = new NetworkSubnet
            {
                ResourceId = NewId("subnet"),
                NetworkId = request.TypeSubnetData.NetworkId,
                NetworkResourceName = request.NetworkResourceName,
                Metadata = { request.MetaData },
            };
            Subnets.Add(answer.SubnetData);
            return answer;
        }

        answer.NetworkData = new VirtualNetwork
        {
            NetworkResourceId = request.NetworkResourceId,
            NetworkResourceName = request.NetworkResourceName,
            Metadata = { request.MetaData },
        };
        Networks.Add(answer.NetworkData);
        return answer;
    }

    private ValueTask<T> Locked<T>(Func<T> answer)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(answer());
        }
    }
}

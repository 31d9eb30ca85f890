using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Tests.World;
using Vim.Rpc;
using AllocateRequest = Nfv.OrVi.V1.AllocateVirtualisedNetworkResourceRequest;
using AllocateResponse = Nfv.OrVi.V1.AllocateVirtualisedNetworkResourceResponse;
using QueryRequest = Nfv.OrVi.V1.QueryVirtualisedNetworkResourceRequest;
using QueryResponse = Nfv.OrVi.V1.QueryVirtualisedNetworkResourceResponse;

namespace Vim.Northbound.OrVi.Tests.Services;

public sealed class NetworkServiceTests(OrViWorld world) : IClassFixture<OrViWorld>
{
    private readonly OrViClient _client = world.Client;

    [Fact]
    public async Task A_network_with_subnet_and_port_is_made_read_and_removed()
    {
        var network = await _client.CreateNetworkAsync("core", new()
        {
            NetworkType = "vlan",
            ProviderNetwork = "physnet1",
            SegmentationId = "101",
            Bandwidth = new() { BitsPerSecond = 1_000_000_000 },
            NetworkQos = { new NetworkQoS { QosName = "latency", QosValue = "5" } },
        });
        Assert.Equal(("core", "vlan", "physnet1", "101"), (
            network.NetworkResourceName, network.NetworkType, network.ProviderNetwork, network.SegmentationId));
        Assert.Equal("5", Assert.Single(network.NetworkQos).QosValue);
        var subnet = (await AllocateAsync(Subnet(network.NetworkResourceId, "192.0.2.0/24"))).SubnetData;
        Assert.Equal(("192.0.2.0/24", IpVersion.Ipv4), (subnet.Cidr, subnet.IpVersion));
        var port = (await AllocateAsync(Port(network.NetworkResourceId, "192.0.2.77"))).NetworkPortData;
        Assert.Equal(["192.0.2.77"], port.IpAddress);
        Assert.Equal("52:54:00:12:34:56", port.MacAddress);

        var found = await QueryAsync($"(eq,networkId,{network.NetworkResourceId})");
        var told = Assert.Single(found.QueryNetworkResult);
        Assert.Equal([subnet.ResourceId], told.Subnet);
        Assert.Equal([port], told.NetworkPort);
        Assert.Equal([subnet], found.QuerySubnetResult);
        Assert.Equal([port], found.QueryNetworkPortResult);

        var inUse = await OrViClient.RefusalAsync(TerminateAsync(network.NetworkResourceId));
        Assert.Equal(RpcStatusCode.FailedPrecondition, inUse.Code);
        var ended = await TerminateAsync(port.ResourceId);
        Assert.Equal([port.ResourceId], ended.NetworkResourceId);
        await TerminateAsync(subnet.ResourceId);
        await TerminateAsync(network.NetworkResourceId);
        Assert.Empty((await QueryAsync($"(eq,networkId,{network.NetworkResourceId})")).QueryNetworkResult);
    }

    [Fact]
    public async Task A_compute_takes_the_addresses_of_its_port()
    {
        var network = await _client.CreateNetworkAsync("ported");
        await AllocateAsync(Subnet(network.NetworkResourceId, "198.51.100.0/24"));
        var port = (await AllocateAsync(Port(network.NetworkResourceId, "198.51.100.9"))).NetworkPortData;
        var flavour = TestFlavours.Control("ported-control");
        flavour.VirtualNetworkInterface.Add(new VirtualNetworkInterfaceData { TypeVirtualNic = TypeVirtualNic.Virtio });
        var answer = await _client.AllocateAsync(new()
        {
            ComputeFlavourId = await _client.CreateFlavourAsync(flavour),
            ResourceGroupId = OrViWorld.Tenant,
            InterfaceData =
            {
                new VirtualInterfaceData { NetworkId = network.NetworkResourceId, NetworkPortId = port.ResourceId },
            },
        });
        var vnic = Assert.Single(answer.ComputeData.VirtualNetworkInterface);
        Assert.Equal((port.ResourceId, port.MacAddress), (vnic.NetworkPortId, vnic.MacAddress));
        Assert.Equal(["198.51.100.9"], vnic.IpAddress);
        await _client.TerminateAsync(answer.ComputeData.ComputeId);
    }

    [Fact]
    public async Task Pages_go_over_networks_subnets_and_ports_alike()
    {
        var network = await _client.CreateNetworkAsync("paged");
        for (var number = 0; number < 4; number++)
        {
            await AllocateAsync(Subnet(network.NetworkResourceId, $"203.0.113.{number * 16}/28"));
        }

        var filter = $"(eq,networkId,{network.NetworkResourceId})";
        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await QueryAsync(filter, 2, token);
            var ids = page.QueryNetworkResult.Select(one => one.NetworkResourceId)
                .Concat(page.QuerySubnetResult.Select(one => one.ResourceId))
                .ToList();
            Assert.InRange(ids.Count, 1, 2);
            seen.AddRange(ids);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public async Task Every_bad_field_is_named_in_one_refusal()
    {
        var subnet = Subnet("", "no prefix");
        subnet.TypeSubnetData.GatewayIp = "nowhere";
        subnet.TypeSubnetData.AddressPool.Add(new AddressPool { FirstAddress = "x", LastAddress = "192.0.2.1" });
        subnet.TypeNetworkData = new() { NetworkType = "pigeon" };
        subnet.ResourceGroupId = "";
        var fields = OrViClient.BadFields(await OrViClient.RefusalAsync(AllocateAsync(subnet))).ToHashSet();
        Assert.Equal(
            [
                "resource_group_id",
                "type_network_data",
                "type_subnet_data.address_pool[0].first_address",
                "type_subnet_data.cidr",
                "type_subnet_data.gateway_ip",
                "type_subnet_data.network_id",
            ],
            fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_field_that_the_engine_finds_bad_has_its_path_in_the_message()
    {
        var network = await _client.CreateNetworkAsync("overlap");
        await AllocateAsync(Subnet(network.NetworkResourceId, "10.0.0.0/8"));
        var refusal = await OrViClient.RefusalAsync(AllocateAsync(Subnet(network.NetworkResourceId, "10.1.0.0/16")));
        Assert.Equal(["type_subnet_data.cidr"], OrViClient.BadFields(refusal));
    }

    [Fact]
    public async Task Trunks_and_routers_are_not_offered_yet()
    {
        var trunk = await OrViClient.RefusalAsync(AllocateAsync(new()
        {
            NetworkResourceType = NetworkResourceType.Trunk,
            TypeTrunkData = new(),
            ResourceGroupId = OrViWorld.Tenant,
        }));
        Assert.Equal(RpcStatusCode.Unimplemented, trunk.Code);
        Assert.Equal(ErrorCodes.NotSupported, OrViClient.Detail<Google.Rpc.ErrorInfo>(trunk).Type);
    }

    private static AllocateRequest Subnet(string network, string cidr) => new()
    {
        NetworkResourceType = NetworkResourceType.Subnet,
        TypeSubnetData = new() { NetworkId = network, Cidr = cidr },
        ResourceGroupId = OrViWorld.Tenant,
    };

    private static AllocateRequest Port(string network, string address) => new()
    {
        NetworkResourceType = NetworkResourceType.NetworkPort,
        TypeNetworkPortData = new()
        {
            NetworkId = network,
            PortType = PortType.Access,
            IpAddress = { address },
            MacAddress = "52:54:00:12:34:56",
        },
        ResourceGroupId = OrViWorld.Tenant,
    };

    private Task<AllocateResponse> AllocateAsync(AllocateRequest request) =>
        _client.AskAsync<AllocateRequest, AllocateResponse>(request);

    private Task<QueryResponse> QueryAsync(string filter, int size = 0, string token = "") =>
        _client.AskAsync<QueryRequest, QueryResponse>(new()
        {
            QueryNetworkFilter = new() { Expression = filter },
            Page = new() { PageSize = size, PageToken = token },
        });

    private Task<TerminateVirtualisedNetworkResourceResponse> TerminateAsync(string id) =>
        _client.AskAsync<TerminateVirtualisedNetworkResourceRequest, TerminateVirtualisedNetworkResourceResponse>(
            new() { NetworkResourceId = { id } });
}

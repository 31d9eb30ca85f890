using Nfv.OrVi.V1;
using Vim.Northbound.OrVi.Tests.World;
using Vim.Rpc;

namespace Vim.Northbound.OrVi.Tests.Services;

/// <summary>Capacity and explanation.</summary>
public sealed class CapacityServiceTests : IAsyncLifetime
{
    private readonly OrViWorld _world = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_allocation_moves_capacity_from_available_to_allocated()
    {
        var before = await CapacityAsync(new());
        Assert.Equal(OrViWorld.HostCount, before.TotalCapacity.HostCount);
        Assert.Equal(OrViWorld.HostCount * TestHosts.DedicatedCpuCount, before.TotalCapacity.DedicatedCpuCount);
        Assert.Equal(before.TotalCapacity.DedicatedCpuCount, before.AvailableCapacity.DedicatedCpuCount);
        Assert.Equal(0, before.AllocatedCapacity.DedicatedCpuCount);
        await AllocateAsync(TestFlavours.Forwarder("capacity"));
        var after = await CapacityAsync(new());
        Assert.Equal(4, after.AllocatedCapacity.DedicatedCpuCount);
        Assert.Equal(before.AvailableCapacity.DedicatedCpuCount - 4, after.AvailableCapacity.DedicatedCpuCount);
        Assert.Equal(4, PagesOf(after.AllocatedCapacity));
        Assert.Equal(PagesOf(before.AvailableCapacity) - 4, PagesOf(after.AvailableCapacity));
        Assert.Equal(1, after.AllocatedCapacity.VirtualFunctionCount);
        Assert.Equal(before.TotalCapacity, after.TotalCapacity);
    }

    [Fact]
    public async Task Only_the_figures_selected_are_given_and_only_of_the_zone_asked()
    {
        var one = await CapacityAsync(new()
        {
            ZoneId = OrViWorld.Zones[1],
            AttributeSelector = { ResourceCapacityType.Total },
        });
        Assert.Equal(OrViWorld.HostCount - OrViWorld.HostsInFirstZone, one.TotalCapacity.HostCount);
        Assert.Null(one.AvailableCapacity);
        Assert.Null(one.AllocatedCapacity);
        Assert.Null(one.ReservedCapacity);
        var unknown = await OrViClient.RefusalAsync(CapacityAsync(new() { ZoneId = "nowhere" }));
        Assert.Equal(RpcStatusCode.NotFound, unknown.Code);
        var unable =
            await OrViClient.RefusalAsync(CapacityAsync(new() { TimePeriod = new(), ResourceCriteria = new() }));
        Assert.Equal(["resource_criteria", "time_period"], OrViClient.BadFields(unable).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task So_many_computes_of_a_resource_type_fit_as_can_be_allocated()
    {
        var flavour = await _world.Client.CreateFlavourAsync(TestFlavours.Forwarder("counted"));
        var before = await FittingAsync(new() { ComputeResourceTypeId = flavour });
        Assert.Equal(OrViWorld.Zones, before.Zones.Select(zone => zone.ZoneId));
        Assert.Equal(before.ComputeCount, before.Zones.Sum(zone => zone.ComputeCount));
        Assert.InRange(before.ComputeCount, OrViWorld.HostCount, 100);
        Assert.False(before.LimitReached);
        await _world.Client.AllocateAsync(Request(flavour));
        var after = await FittingAsync(new() { ComputeResourceTypeId = flavour });
        Assert.Equal(before.ComputeCount - 1, after.ComputeCount);
        var one = await FittingAsync(new() { ComputeResourceTypeId = flavour, ZoneId = OrViWorld.Zones[1] });
        Assert.Equal(after.Zones[1], Assert.Single(one.Zones));
        var unknown = await OrViClient.RefusalAsync(FittingAsync(new() { ComputeResourceTypeId = "none" }));
        Assert.Equal(RpcStatusCode.NotFound, unknown.Code);
    }

    [Fact]
    public async Task A_count_may_bring_groups_a_limit_and_a_flavour_of_its_own()
    {
        var limited = await FittingAsync(new()
        {
            Fitting = new() { Allocation = Request(""), Flavour = TestFlavours.Control("imagined"), MaxCount = 2 },
        });
        Assert.Equal((2, true), (limited.ComputeCount, limited.LimitReached));
        var group = (await _world.Client.AskAsync<
            CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest,
            CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupResponse>(new()
            {
                GroupName = "apart",
                Type = AffinityType.AntiAffinity,
                Scope = AffinityScope.NfviNode,
                ResourceGroupId = OrViWorld.Tenant,
            })).GroupId;
        var apart = Request("");
        apart.AffinityOrAntiAffinityConstraints.Add(new AffinityOrAntiAffinityConstraint
        {
            Type = AffinityType.AntiAffinity,
            Scope = AffinityScope.NfviNode,
            AffinityOrAntiAffinityResourceGroupId = group,
        });
        var counted = await FittingAsync(new()
        {
            Fitting = new() { Allocation = apart, Flavour = TestFlavours.Control("imagined") },
        });
        Assert.Equal((OrViWorld.HostCount, false), (counted.ComputeCount, counted.LimitReached));
    }

    [Fact]
    public async Task Bad_fields_of_a_count_are_told_at_once()
    {
        var allocation = Request("known");
        allocation.InterfaceData.Add(new VirtualInterfaceData { NetworkPortId = "port" });
        allocation.LocationConstraints = new() { ResourceZoneId = { OrViWorld.Zones[0] } };
        var refusal = await OrViClient.RefusalAsync(CapacityAsync(new()
        {
            ZoneId = OrViWorld.Zones[1],
            ComputeResourceTypeId = "known",
            Fitting = new() { Allocation = allocation, MaxCount = 100_001 },
        }));
        Assert.Equal(
            [
                "compute_resource_type_id", "fitting.allocation.interface_data[0].network_port_id",
                "fitting.max_count", "zone_id",
            ],
            OrViClient.BadFields(refusal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Zones_are_listed_with_their_capacity()
    {
        var zones =
            await _world.Client.AskAsync<QueryComputeResourceZoneRequest, QueryComputeResourceZoneResponse>(new());
        Assert.Equal(OrViWorld.Zones, zones.ZoneInfo.Select(zone => zone.ZoneId));
        Assert.Equal(OrViWorld.HostsInFirstZone, zones.ZoneInfo[0].HostCount);
        Assert.Equal(("available", OrViWorld.Pop), (zones.ZoneInfo[0].ZoneState, zones.ZoneInfo[0].NfviPopId));
        Assert.NotEmpty(zones.ZoneInfo[0].ZoneProperty);
        var one = await _world.Client.AskAsync<QueryComputeResourceZoneRequest, QueryComputeResourceZoneResponse>(
            new() { Filter = new() { Expression = $"(eq,zoneId,{OrViWorld.Zones[1]})" } });
        Assert.Equal(OrViWorld.Zones[1], Assert.Single(one.ZoneInfo).ZoneId);
    }

    [Fact]
    public async Task An_explanation_claims_nothing_and_says_what_an_allocation_would_get()
    {
        var flavour = await _world.Client.CreateFlavourAsync(TestFlavours.Forwarder("explain"));
        var explained = await ExplainAsync(flavour);
        Assert.True(explained.Feasible);
        var would = explained.Zones.First(zone => zone.Placement is not null).Placement;
        Assert.Equal(4, would.Pins.Count);
        Assert.Equal(0, (await CapacityAsync(new())).AllocatedCapacity.DedicatedCpuCount);
        Assert.Empty((await _world.Client.QueryAsync("")).QueryResult);
    }

    [Fact]
    public async Task An_explanation_of_what_cannot_fit_is_a_good_answer_with_the_reasons_of_each_zone()
    {
        var flavour = await _world.Client.CreateFlavourAsync(TestFlavours.TooLarge("explain-large"));
        var explained = await ExplainAsync(flavour);
        Assert.False(explained.Feasible);
        Assert.Equal(OrViWorld.Zones, explained.Zones.Select(zone => zone.ZoneId));
        Assert.All(explained.Zones, zone =>
        {
            Assert.Null(zone.Placement);
            Assert.Contains(zone.Infeasible.Shortfalls, shortfall => shortfall.Dimension == Dimension.DedicatedCpus);
        });
    }

    [Fact]
    public async Task An_explanation_may_bring_a_flavour_of_its_own_and_tell_of_hosts_one_by_one()
    {
        var request = Request("");
        var explained = await _world.Client.AskAsync<ExplainRequest, ExplainResponse>(
            new() { Allocation = request, Flavour = TestFlavours.Forwarder("imagined"), MaxHostCount = 2 });
        var zone = explained.Zones[0];
        Assert.Equal(2, zone.Hosts.Count);
        Assert.Equal(zone.Placement, zone.Hosts[0].Placement);
        Assert.True(zone.Hosts[0].Score <= zone.Hosts[1].Score);
        var refused = await _world.Client.AskAsync<ExplainRequest, ExplainResponse>(
            new() { Allocation = request, Flavour = TestFlavours.TooLarge("imagined"), MaxHostCount = 1 });
        var lack =
            Assert.Single(Assert.Single(refused.Zones[0].Hosts).Shortfalls, item => item.Wanted > item.Available);
        Assert.Equal((Dimension.DedicatedCpus, 1), (lack.Dimension, lack.HostsFailed));
        var known = await _world.Client.AskAsync<QueryComputeFlavourRequest, QueryComputeFlavourResponse>(new());
        Assert.Empty(known.Flavours);
    }

    [Fact]
    public async Task A_flavour_of_its_own_is_checked_like_one_to_be_made()
    {
        var flavour = TestFlavours.Forwarder("imagined");
        flavour.VirtualCpu.NumVirtualCpu = 0;
        var refusal = await OrViClient.RefusalAsync(_world.Client.AskAsync<ExplainRequest, ExplainResponse>(
            new() { Allocation = Request("known"), Flavour = flavour, MaxHostCount = 1_001 }));
        var fields = OrViClient.BadFields(refusal);
        Assert.Contains("allocation.compute_flavour_id", fields);
        Assert.Contains("flavour.virtual_cpu.num_virtual_cpu", fields);
        Assert.Contains("max_host_count", fields);
    }

    [Fact]
    public async Task Bad_fields_of_an_explanation_stand_below_its_allocation()
    {
        var refusal = await OrViClient.RefusalAsync(
            _world.Client.AskAsync<ExplainRequest, ExplainResponse>(new() { Allocation = new() }));
        Assert.Equal(
            ["allocation.compute_flavour_id", "allocation.resource_group_id"],
            OrViClient.BadFields(refusal).Order(StringComparer.Ordinal));
    }

    private static long PagesOf(CapacityFigures figures) =>
        figures.HugePages.Single(pages => pages.PageSizeBytes == TestFlavours.GiB).PageCount;

    private async Task<CapacityInformation> CapacityAsync(QueryComputeCapacityRequest request) =>
        (await _world.Client.AskAsync<QueryComputeCapacityRequest, QueryComputeCapacityResponse>(request))
            .CapacityResponse;

    private async Task<FittingComputes> FittingAsync(QueryComputeCapacityRequest request) =>
        (await _world.Client.AskAsync<QueryComputeCapacityRequest, QueryComputeCapacityResponse>(request)).Fitting;

    private Task<ExplainResponse> ExplainAsync(string flavour) =>
        _world.Client.AskAsync<ExplainRequest, ExplainResponse>(new() { Allocation = Request(flavour) });

    private async Task AllocateAsync(VirtualComputeFlavour flavour) =>
        await _world.Client.AllocateAsync(Request(await _world.Client.CreateFlavourAsync(flavour)));

    private static AllocateVirtualisedComputeResourceRequest Request(string flavour) => new()
    {
        ComputeFlavourId = flavour,
        ResourceGroupId = OrViWorld.Tenant,
    };
}

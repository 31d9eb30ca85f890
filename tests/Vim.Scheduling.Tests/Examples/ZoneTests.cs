using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

public sealed class ZoneTests
{
    private readonly Placer _placer = new();

    [Fact]
    public void Pack_fills_one_host_and_spread_goes_around()
    {
        foreach (var (policy, expected) in new[] { (PlacementPolicy.Pack, 1), (PlacementPolicy.Spread, 3) })
        {
            var ledger = Zone(R740xd("a"), R740xd("b"), R740xd("c"));
            for (var index = 0; index < 3; index++)
            {
                Book(ledger, $"c{index}", Pinned(4, 4), policy);
            }

            Assert.Equal(expected, ledger.Hosts().Count(host => host.ClaimCount > 0));
        }
    }

    [Theory]
    [InlineData(AffinityScope.Host, 4)]
    [InlineData(AffinityScope.Rack, 3)]
    [InlineData(AffinityScope.FaultDomain, 2)]
    [InlineData(AffinityScope.Zone, 1)]
    public void Anti_affinity_keeps_members_apart_by_host_rack_fault_domain_or_zone(AffinityScope scope, int most)
    {
        var ledger = Zone(
            R740xd("a") with { FaultDomain = "feed-1" },
            R740xd("b") with { FaultDomain = "feed-2" },
            R740xd("c") with { FaultDomain = "feed-1" },
            R740xd("d") with { FaultDomain = "feed-2", Rack = "rack-c" });
        for (var index = 0; index < most; index++)
        {
            var group = new GroupMembership(new("g"), AffinityType.AntiAffinity, scope);
            Book(ledger, $"c{index}", Pinned(1, 1), PlacementPolicy.Pack, group);
        }

        var request = For("more", Pinned(1, 1)) with { Groups = [new(new("g"), AffinityType.AntiAffinity, scope)] };
        var refusal = _placer.Place(ledger, request, PlacementPolicy.Pack).Infeasible!;
        Assert.Equal(
            [(Dimension.AntiAffinity, $"group g, {scope}", 4)],
            refusal.Shortfalls.Select(item => (item.Dimension, item.Detail, item.HostsFailed)));
        Assert.Equal("fits without AntiAffinity to group g", refusal.Hint);
    }

    [Theory]
    [InlineData(AffinityScope.Rack)]
    [InlineData(AffinityScope.FaultDomain)]
    public void Hosts_of_an_unknown_rack_or_fault_domain_are_proof_of_nothing(AffinityScope scope)
    {
        var ledger = Zone(R740xd("a") with { FaultDomain = "feed-1" }, R740xd("b") with { Rack = "" });
        var apart = new GroupMembership(new("g"), AffinityType.AntiAffinity, scope);
        Book(ledger, "c0", Pinned(1, 1), PlacementPolicy.Pack, apart);
        var one = For("c1", Pinned(1, 1)) with { Groups = [apart] };
        Assert.False(_placer.Place(ledger, one, PlacementPolicy.Pack).IsFeasible);

        // Nor that fewer than so many are there: the placer and the audit say the same.
        var pair = For("c1", Pinned(1, 1)) with { Groups = [apart with { MaxPerScope = 2 }], OnlyHosts = [new("b")] };
        Assert.False(_placer.Place(ledger, pair, PlacementPolicy.Pack).IsFeasible);
        Assert.NotEmpty(ClaimAudit.CheckAffinity(ledger, pair, new() { Host = new("b") }));
        var together = new GroupMembership(new("h"), AffinityType.Affinity, scope);
        Assert.Equal("b", Book(ledger, "c2", Pinned(1, 1), PlacementPolicy.Spread, together).Host.Value);
        Assert.Equal("b", Book(ledger, "c3", Pinned(1, 1), PlacementPolicy.Spread, together).Host.Value);
        var refusal = _placer.Place(
            ledger, For("c4", Pinned(39, 1)) with { Groups = [together] }, PlacementPolicy.Pack).Infeasible!;
        Assert.Contains(
            refusal.Shortfalls,
            item => item is { Dimension: Dimension.Affinity, HostsFailed: 1 } && item.Detail == $"group h, {scope}");
    }

    [Fact]
    public void Affinity_by_fault_domain_goes_over_racks()
    {
        var ledger = Zone(
            R740xd("a") with { FaultDomain = "feed-1" },
            R740xd("b") with { FaultDomain = "feed-2" },
            R740xd("c") with { FaultDomain = "feed-1" });
        var together = new GroupMembership(new("g"), AffinityType.Affinity, AffinityScope.FaultDomain);
        var hosts = Enumerable.Range(0, 4)
            .Select(index => Book(ledger, $"c{index}", Pinned(20, 1), PlacementPolicy.Pack, together).Host.Value);
        Assert.Equal(["a", "a", "c", "c"], hosts);
        Assert.False(_placer.Place(
            ledger, For("more", Pinned(20, 1)) with { Groups = [together] }, PlacementPolicy.Pack).IsFeasible);
    }

    [Theory]
    [InlineData(AffinityScope.Host, 6)]
    [InlineData(AffinityScope.Rack, 4)]
    [InlineData(AffinityScope.FaultDomain, 2)]
    public void Anti_affinity_lets_so_many_be_together(AffinityScope scope, int most)
    {
        HostInventory[] hosts = [R740xd("a"), R740xd("b"), R740xd("c") with { Rack = "rack-b" }];
        var ledger = Zone([.. hosts.Select(host => host with { FaultDomain = "feed-1" })]);
        var pairs = new GroupMembership(new("g"), AffinityType.AntiAffinity, scope) { MaxPerScope = 2 };
        for (var index = 0; index < most; index++)
        {
            Book(ledger, $"c{index}", Pinned(1, 1), PlacementPolicy.Pack, pairs);
        }

        var request = For("more", Pinned(1, 1)) with { Groups = [pairs] };
        Assert.False(_placer.Place(ledger, request, PlacementPolicy.Pack).IsFeasible);
        Assert.All(
            ledger.Hosts(),
            host => Assert.NotEmpty(ClaimAudit.CheckAffinity(ledger, request, new() { Host = host.Id })));
        ledger.Release(new("c0"));
        Book(ledger, "more", Pinned(1, 1), PlacementPolicy.Pack, pairs);
    }

    [Fact]
    public void A_request_goes_into_all_aggregates_that_it_names_and_out_of_those_that_it_shuns()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"), R740xd("c"));
        ledger.SetAggregates(new("a"), ["gold"]);
        ledger.SetAggregates(new("b"), ["gold", "edge"]);
        ledger.SetAggregates(new("c"), ["edge"]);
        var wanted = For("c0", Pinned(1, 1));
        Assert.Equal("b", HostOf(wanted with { InAggregates = ["gold", "edge"] }));
        Assert.Equal("a", HostOf(wanted with { InAggregates = ["gold"], NotInAggregates = ["edge"] }));
        Assert.Equal("c", HostOf(wanted with { NotInAggregates = ["gold", "nowhere"] }));
        ledger.PutHost(R740xd("b") with { BootId = "another" }, HostAvailability.Enabled);
        Assert.Equal(["edge", "gold"], ledger.AggregatesOf(new("b")));
        ledger.SetAggregates(new("b"), []);
        var refusal = _placer.Place(
            ledger, wanted with { InAggregates = ["gold", "edge"] }, PlacementPolicy.Pack).Infeasible!;
        Assert.Equal(
            ["edge required 2", "gold required 2"],
            refusal.Shortfalls.Where(item => item.Dimension == Dimension.Aggregates)
                .Select(item => $"{item.Detail} {item.HostsFailed}").Order());
        Assert.Equal("fits outside aggregate gold", refusal.Hint);

        string HostOf(PlacementRequest request) => _placer.Find(ledger, request, PlacementPolicy.Pack)!.Host.Value;
    }

    [Fact]
    public void A_soft_group_holds_where_it_can_and_refuses_nothing()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        var apart = new GroupMembership(new("g"), AffinityType.AntiAffinity, AffinityScope.Host) { IsSoft = true };
        Assert.Equal("a", Book(ledger, "c0", Pinned(1, 1), PlacementPolicy.Pack, apart).Host.Value);
        var next = For("c1", Pinned(1, 1)) with { Groups = [apart] };
        Assert.Equal(
            ["b", "a"],
            _placer.Explain(ledger, next, PlacementPolicy.Pack).Select(verdict => verdict.Host.Value));
        Assert.Equal("b", Book(ledger, "c1", Pinned(1, 1), PlacementPolicy.Pack, apart).Host.Value);
        Assert.Equal("a", Book(ledger, "c2", Pinned(1, 1), PlacementPolicy.Pack, apart).Host.Value);
        var together = new GroupMembership(new("h"), AffinityType.Affinity, AffinityScope.Host) { IsSoft = true };
        Assert.Equal("b", Book(ledger, "c3", Pinned(1, 1), PlacementPolicy.Spread, together).Host.Value);
        Assert.Equal("b", Book(ledger, "c4", Pinned(1, 1), PlacementPolicy.Spread, together).Host.Value);
        ledger.SetAvailability(new("b"), HostAvailability.Suspected);
        Assert.Equal("a", Book(ledger, "c5", Pinned(1, 1), PlacementPolicy.Spread, together).Host.Value);
    }

    [Fact]
    public void Affinity_follows_the_first_member_and_ends_when_it_is_released()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        var together = new GroupMembership(new("g"), AffinityType.Affinity, AffinityScope.Host);
        Book(ledger, "filler", Pinned(2, 2), PlacementPolicy.Pack);
        Assert.Equal("b", Book(ledger, "c0", Pinned(1, 1), PlacementPolicy.Spread, together).Host.Value);
        Assert.Equal("b", Book(ledger, "c1", Pinned(1, 1), PlacementPolicy.Pack, together).Host.Value);
        ledger.Release(new("c0"));
        ledger.Release(new("c1"));
        Assert.Empty(ledger.MembersOf(new("g")));
        Assert.Equal("a", Book(ledger, "c2", Pinned(1, 1), PlacementPolicy.Pack, together).Host.Value);
    }

    [Fact]
    public void A_host_that_is_not_enabled_takes_nothing_and_keeps_what_it_has()
    {
        var ledger = Zone(R740xd("a"));
        Book(ledger, "c0", Pinned(1, 1), PlacementPolicy.Pack);
        foreach (var state in Enum.GetValues<HostAvailability>().Where(state => state != HostAvailability.Enabled))
        {
            ledger.SetAvailability(new("a"), state);
            var refusal = _placer.Place(ledger, For("c1", Pinned(1, 1)), PlacementPolicy.Pack).Infeasible!;
            var reason = Assert.Single(refusal.Shortfalls);
            Assert.Equal(
                (Dimension.HostState, state.ToString(), 1),
                (reason.Dimension, reason.Detail, reason.HostsFailedOnly));
        }

        Assert.Equal(1, ledger.ClaimCount);
        Assert.False(ledger.RemoveHost(new("a")));
        ledger.Release(new("c0"));
        Assert.True(ledger.RemoveHost(new("a")));
        Assert.Equal(0, ledger.HostCount);
    }

    [Fact]
    public void An_inventory_that_shrinks_keeps_the_claims_and_tells_what_they_lack()
    {
        var ledger = Zone(R740xd("a"));
        var placement = Book(ledger, "c0", Pinned(4, 80).WithVnics(Vnic("e", VnicKind.SriovVf)), PlacementPolicy.Pack);
        var shrunk = R740xd("a") with
        {
            ReservedCpus = CpuSet.Parse("0-1,40-41").Union(CpuSet.Of(placement.Pins[0].HostCpu)),
            NumaNodes =
            [
                .. R740xd().NumaNodes.Select(node => node with { HugePages = [new(PageSize.Huge1GiB, 60, 0)] }),
            ],
            PhysicalFunctions = [],
        };
        var gaps = ledger.PutHost(shrunk, HostAvailability.Enabled);
        Assert.Equal(
            [Dimension.DedicatedCpus, Dimension.HugePages, Dimension.PhysicalFunctions],
            gaps.Select(gap => gap.Dimension).Order());
        Assert.NotNull(ledger.FindClaim(new("c0")));
        Assert.Contains(
            _placer.Place(ledger, For("c1", Pinned(2, 61)), PlacementPolicy.Pack).Infeasible!.Shortfalls,
            item => item is { Dimension: Dimension.HugePages, Available: 60 });
        Assert.Empty(ledger.PutHost(R740xd("a"), HostAvailability.Enabled));
        ledger.Release(new("c0"));
        Assert.Equal(Zone(R740xd("a")).Digest(), ledger.Digest());
    }

    [Fact]
    public void Booking_twice_is_refused_and_changes_nothing()
    {
        var ledger = Zone(R740xd("a"));
        var placement = Book(ledger, "c0", Pinned(2, 2).WithVnics(Vnic("e", VnicKind.SriovVf)), PlacementPolicy.Pack);
        var before = ledger.Digest();
        ledger.Apply(new("c0"), placement, []);
        Assert.Throws<LedgerException>(() => ledger.Apply(new("c1"), placement, []));
        Assert.Throws<LedgerException>(() =>
            ledger.Apply(new("c0"), placement with { LocalStorage = MemorySize.FromGiB(1) }, []));
        Assert.Throws<LedgerException>(() => ledger.Apply(new("c1"), placement with { Host = new("nowhere") }, []));
        var vfOnly = placement with { Pins = [], Nodes = [] };
        Assert.Throws<LedgerException>(() => ledger.Apply(new("c1"), vfOnly, []));
        var memoryOnly = placement with
        {
            Pins = [],
            Vnics = [],
            Nodes = [placement.Nodes[0] with { PageCount = 89 }],
        };
        var refusal = Assert.Throws<LedgerException>(() => ledger.Apply(new("c1"), memoryOnly, []));
        Assert.Equal(
            "compute c1 cannot be booked on host a: NUMA node 0 has no 89 free pages of 1 GiB",
            refusal.Message);
        Assert.Equal(before, ledger.Digest());
        ledger.Apply(new("c1"), memoryOnly with { Nodes = [placement.Nodes[0] with { PageCount = 88 }] }, []);
    }

    [Fact]
    public void A_bad_inventory_or_one_of_another_zone_is_refused()
    {
        var ledger = Zone(R740xd("a"));
        var before = ledger.Digest();
        Assert.Throws<LedgerException>(() =>
            ledger.PutHost(R740xd("a") with { Zone = new("other") }, HostAvailability.Enabled));
        var refusal = Assert.Throws<LedgerException>(
            () => ledger.PutHost(R740xd("a") with { SharedCpus = CpuSet.Parse("0,99") }, HostAvailability.Enabled));
        Assert.Equal(
            "the inventory of host a breaks 2 rules; shared_cpus: the host has no CPUs 99",
            refusal.Message);
        Assert.Equal(before, ledger.Digest());
    }

    [Fact]
    public void Capacity_adds_up()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        var wanted = Pinned(4, 8).WithVnics(Vnic("e", VnicKind.SriovVf)) with { LocalStorage = MemorySize.FromGiB(10) };
        Book(ledger, "c0", wanted, PlacementPolicy.Pack);
        ledger.SetAvailability(new("b"), HostAvailability.Maintenance);
        var capacity = ledger.Capacity();
        Assert.Equal((2, 1, 1), (capacity.HostCount, capacity.EnabledHostCount, capacity.ClaimCount));
        Assert.Equal(new(152, 148, 72), capacity.DedicatedCpus);
        Assert.Equal(new(PageSize.Huge1GiB, new(360, 352, 172)), Assert.Single(capacity.HugePages));
        Assert.Equal(new(32, 31, 15), capacity.VirtualFunctions);
        Assert.Equal(1600L << 30, capacity.LocalStorageBytes.Total);
        Assert.Equal(790L << 30, capacity.LocalStorageBytes.Available);
        Assert.Equal(4, capacity.DedicatedCpus.Allocated);
    }

    [Fact]
    public void Explain_tells_of_every_host_in_the_order_it_would_be_taken()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"), R740xd("c"));
        Book(ledger, "filler", Pinned(8, 8), PlacementPolicy.Spread);
        ledger.SetAvailability(new("b"), HostAvailability.Suspected);
        var before = ledger.Digest();
        var verdicts = _placer.Explain(ledger, For("c", Pinned(4, 4)), PlacementPolicy.Spread);
        Assert.Equal(["c", "a", "b"], verdicts.Select(verdict => verdict.Host.Value));
        Assert.Equal([true, true, false], verdicts.Select(verdict => verdict.IsFeasible));
        Assert.Equal(Dimension.HostState, Assert.Single(verdicts[2].Shortfalls).Dimension);
        Assert.Equal(before, ledger.Digest());
    }

    private HostPlacement Book(
        ZoneLedger ledger,
        string compute,
        ComputeRequirements wanted,
        PlacementPolicy policy,
        params GroupMembership[] groups)
    {
        var request = For(compute, wanted) with { Groups = [.. groups] };
        var result = _placer.Place(ledger, request, policy);
        Assert.True(result.IsFeasible, result.Infeasible?.ToString());
        ledger.Apply(request.Compute, result.Placement, [.. groups.Select(group => group.Group)]);
        return result.Placement;
    }
}

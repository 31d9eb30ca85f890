using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Imagining;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;
using Vim.Scheduling.Repacking;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Policies;

/// <summary>Hosts of 76 dedicated CPUs and 180 pages of 1 GiB; of two NUMA nodes.</summary>
public sealed class HostFilterTests
{
    private readonly Placer _placer = new();

    [Theory]
    [InlineData("keep-free(cpus=4)", 36, 1, 36, 1, true)]
    [InlineData("keep-free(cpus=5)", 36, 1, 36, 1, false)]
    [InlineData("keep-free(cpus=50%)", 30, 1, 8, 1, true)]
    [InlineData("keep-free(cpus=50%)", 30, 1, 9, 1, false)]
    [InlineData("keep-free(memory=20GiB)", 1, 80, 1, 80, true)]
    [InlineData("keep-free(memory=20481MiB)", 1, 80, 1, 80, false)]
    [InlineData("keep-free(vfs=8)", 38, 90, 38, 90, true)]
    [InlineData("max-computes(2)", 1, 1, 1, 1, true)]
    [InlineData("max-computes(1)", 1, 1, 1, 1, false)]
    public void A_filter_keeps_away_what_would_fit(
        string filter, int firstCpus, int firstMemory, int cpus, int memory, bool allows)
    {
        var policy = PolicyText.Read($"pack; filter {filter}");
        var ledger = Zone(R740xd("a"));
        Book(ledger, "one", Pinned(firstCpus, firstMemory), PlacementPolicy.Pack);
        var request = For("two", Pinned(cpus, memory));
        Assert.True(_placer.Place(ledger, request, PlacementPolicy.Pack).IsFeasible);

        var result = _placer.Place(ledger, request, policy);
        Assert.Equal(allows, result.IsFeasible);
        Assert.Equal(allows, _placer.Explain(ledger, request, policy)[0].IsFeasible);
        Assert.Equal(allows, _placer.CountMore(ledger, request, policy, most: 1) == 1);
        Assert.Equal(allows, new WhatIf(ledger, policy).Place(request).IsFeasible);
        if (!allows)
        {
            Assert.Equal(
                $"none of 1 hosts fits: PolicyFilter ({filter}): 1 hosts wanted, 0 available; "
                    + "1 hosts, 1 on this first, 1 on this alone",
                result.Infeasible!.ToString().Split("; fits")[0]);
        }
    }

    [Fact]
    public void Siblings_that_a_thread_policy_claims_are_counted()
    {
        var ledger = Zone(R740xd("a"));
        var policy = PolicyText.Read("filter keep-free(cpus=61)");
        Assert.True(_placer.Place(ledger, For("c", Pinned(15, 1)), policy).IsFeasible);
        Assert.True(_placer.Place(ledger, For("c", Pinned(7, 1, CpuThreadPolicy.Isolate)), policy).IsFeasible);
        Assert.False(_placer.Place(ledger, For("c", Pinned(8, 1, CpuThreadPolicy.Isolate)), policy).IsFeasible);
        var require = _placer.Place(ledger, For("c", Pinned(15, 1, CpuThreadPolicy.Require)), policy);
        Assert.Equal("fits with CPU thread policy prefer", require.Infeasible!.Hint);
    }

    [Fact]
    public void Hosts_with_a_reserved_trait_wait_for_those_that_ask_for_it()
    {
        var ledger = Zone(R740xd("a") with { Traits = ["CUSTOM_GPU"] }, R740xd("b"));
        var policy = PolicyText.Read("filter reserve-trait(CUSTOM_GPU)");
        var plain = Pinned(38, 1);
        Assert.Equal("b", Book(ledger, "c0", plain, policy).Host.Value);
        Assert.Equal("a", Book(ledger, "c1", plain with { RequiredTraits = ["CUSTOM_GPU"] }, policy).Host.Value);
        Assert.Equal("b", Book(ledger, "c2", plain, policy).Host.Value);
        var refusal = _placer.Place(ledger, For("c3", plain), policy).Infeasible!;
        Assert.Contains(refusal.Shortfalls, item =>
            item is { Dimension: Dimension.PolicyFilter, Detail: "reserve-trait(CUSTOM_GPU)", HostsFailedOnly: 1 });
    }

    [Fact]
    public void Hosts_of_a_reserved_aggregate_wait_for_those_that_ask_for_it()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        ledger.SetAggregates(new("a"), ["gold"]);
        var policy = PolicyText.Read("filter reserve-aggregate(gold)");
        var plain = For("c0", Pinned(38, 1));
        Assert.Equal("b", _placer.Find(ledger, plain, policy)!.Host.Value);
        Assert.Equal("a", _placer.Find(ledger, plain with { InAggregates = ["gold"] }, policy)!.Host.Value);
        var refusal = _placer.Place(ledger, plain with { NotHosts = [new("b")] }, policy).Infeasible!;
        Assert.Contains(refusal.Shortfalls, item =>
            item is { Dimension: Dimension.PolicyFilter, Detail: "reserve-aggregate(gold)", HostsFailedOnly: 1 });
    }

    [Fact]
    public void Counting_stops_where_placing_would()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"), R740xd("c"));
        Book(ledger, "one", Pinned(10, 10), PlacementPolicy.Pack);
        Assert.Equal(
            3 + 4 + 4,
            _placer.CountMore(ledger, For("x", Pinned(2, 2)), PolicyText.Read("filter max-computes(4)"), 99));
        // 66 of 76 CPUs are free on a, all on b and c; 4 stay on each.
        Assert.Equal(
            31 + 36 + 36,
            _placer.CountMore(ledger, For("x", Pinned(2, 2)), PolicyText.Read("filter keep-free(cpus=4)"), 999));
    }

    [Fact]
    public void Repacking_moves_nothing_where_a_filter_keeps_it_away()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        var wanted = Pinned(2, 2);
        Book(ledger, "one", wanted, PlacementPolicy.Spread);
        Book(ledger, "two", wanted, PlacementPolicy.Spread);
        Resident[] residents = [new(For("one", wanted), true), new(For("two", wanted), true)];
        Assert.True(
            new Repacker(PlacementPolicy.Pack, RepackingLimits.Default).EmptyHosts(ledger, residents, 1).IsReached);
        var policy = PolicyText.Read("filter max-computes(1)");
        Assert.False(new Repacker(policy, RepackingLimits.Default).EmptyHosts(ledger, residents, 1).IsReached);
    }

    [Theory]
    [InlineData("max-computes(1)", true)]
    [InlineData("keep-free(cpus=70)", true)]
    [InlineData("keep-free(cpus=75)", false)]
    public void A_place_is_broken_where_the_filter_allows_what_is_then_there(string filter, bool breaks)
    {
        var policy = PolicyText.Read($"filter {filter}");
        var ledger = Zone(R740xd("a"));
        var container = For("place", Pinned(6, 6));
        ledger.Reserve(new()
        {
            Id = new("r"),
            Priority = 1,
            Container = container,
            Places = [new(_placer.Find(ledger, container, PlacementPolicy.Pack)!)],
        });
        var request = For("c", Pinned(6, 6));
        Assert.False(_placer.Place(ledger, request, policy).IsFeasible);
        var result = _placer.Place(ledger, request with { Priority = 2 }, policy);
        Assert.Equal(breaks, result.IsFeasible);
        Assert.Equal(breaks ? 1 : 0, result.Breaks.Length);
    }

    private HostPlacement Book(ZoneLedger ledger, string compute, ComputeRequirements wanted, PlacementPolicy policy)
    {
        var placement = _placer.Place(ledger, For(compute, wanted), policy).Placement!;
        ledger.Apply(new(compute), placement, []);
        return placement;
    }
}

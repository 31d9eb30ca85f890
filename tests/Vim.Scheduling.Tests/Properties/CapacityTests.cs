using Vim.Domain.Placement;
using Vim.Scheduling.Imagining;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Properties;

public sealed class CapacityTests
{
    private const int Most = 40;
    private readonly Placer _placer = new();

    [Fact]
    public void As_many_are_counted_as_are_placed_one_after_the_other()
    {
        var counts = new SortedDictionary<int, int>();
        var grouped = 0;
        for (var seed = 70_000; seed < 71_500; seed++)
        {
            var world = new World(seed, maxHosts: 5);
            var before = world.Ledger.Digest();
            var count = _placer.CountMore(world.Ledger, world.Request, world.Policy, Most);
            Assert.True(before == world.Ledger.Digest(), $"seed {seed}: counting changed the ledger");
            var placed = 0;
            while (placed < Most)
            {
                var next = world.Request with { Compute = new($"one-{placed}") };
                if (_placer.Find(world.Ledger, next, world.Policy) is not { } placement)
                {
                    break;
                }

                world.Ledger.Apply(next.Compute, placement, next.GroupIds);
                placed++;
            }

            Assert.True(count == placed, $"seed {seed}: {count} counted, {placed} placed");
            counts[count] = counts.GetValueOrDefault(count) + 1;
            grouped += count > 0 && !world.Request.Groups.IsEmpty ? 1 : 0;
        }

        Assert.True(counts.Count > 10 && grouped > 50, string.Join(", ", counts) + $"; {grouped} in groups");
    }

    [Fact]
    public void Hosts_that_are_free_alike_count_alike_and_one_that_differs_by_itself()
    {
        var ledger = Zone([.. Enumerable.Range(0, 20).Select(index => R740xd($"h-{index:d2}"))]);
        var router = For("router", Pinned(16, 30));
        Assert.Equal(80, _placer.CountMore(ledger, router, PlacementPolicy.Pack, 1000));
        ledger.Apply(new("x"), _placer.Find(ledger, For("x", Pinned(8, 8)), PlacementPolicy.Pack)!, []);
        Assert.Equal(79, _placer.CountMore(ledger, router, PlacementPolicy.Pack, 1000));
        Assert.Equal(50, _placer.CountMore(ledger, router, PlacementPolicy.Pack, 50));
        var apart = router with { Groups = [new(new("g"), AffinityType.AntiAffinity, AffinityScope.Host)] };
        Assert.Equal(20, _placer.CountMore(ledger, apart, PlacementPolicy.Pack, 1000));
    }

    [Fact]
    public void A_copy_has_the_same_content_and_a_life_of_its_own()
    {
        for (var seed = 80_000; seed < 80_300; seed++)
        {
            var world = new World(seed);
            var before = world.Ledger.Digest();
            var copy = world.Ledger.Copy();
            Assert.Equal(before, copy.Digest());
            var placement = _placer.Find(copy, world.Request, world.Policy);
            var original = _placer.Find(world.Ledger, world.Request, world.Policy);
            Assert.Equal(placement is null, original is null);
            if (placement is not null)
            {
                Assert.True(PlacementEquality.Same(placement, original!), $"seed {seed}");
                copy.Apply(world.Request.Compute, placement, world.Request.GroupIds);
            }

            copy.PutHost(world.Make.Host("host-9"), HostAvailability.Enabled);
            foreach (var claim in world.Ledger.Claims())
            {
                copy.Release(claim.Compute);
            }

            Assert.Equal(before, world.Ledger.Digest());
        }
    }

    [Fact]
    public void What_if_tells_who_finds_another_host_when_some_go_and_who_does_not()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"), R740xd("c"));
        var requests = new[] { ("small", 10), ("large", 30), ("huge", 34) }
            .Select(item => For(item.Item1, Pinned(item.Item2, item.Item2)))
            .ToDictionary(request => request.Compute);
        foreach (var request in requests.Values)
        {
            ledger.Apply(request.Compute, _placer.Find(ledger, request, PlacementPolicy.Spread)!, []);
        }

        var before = ledger.Digest();
        var whatIf = new WhatIf(ledger, PlacementPolicy.Pack);
        var gone = whatIf.Remove([new("b"), new("c"), new("d")], compute => requests[compute]);
        Assert.Equal(
            [("huge", true), ("large", false)],
            gone.Select(item => (item.Compute.Value, item.Placement is not null)));
        Assert.Equal(1, whatIf.Ledger.HostCount);
        Assert.NotNull(gone[1].Infeasible);

        whatIf.Put(R740xd("new"));
        Assert.Equal("new", whatIf.Place(requests[new("large")]).Placement!.Host.Value);
        Assert.True(whatIf.Place(For("large", Pinned(20, 20))).IsFeasible);
        Assert.Equal(2, whatIf.Explain(For("one", Pinned(2, 2)), most: 5).Count(verdict => verdict.IsFeasible));

        // Grown smaller, the compute went to host a: the new host is empty.
        Assert.Equal(2, whatIf.CountMore(For("one", Pinned(30, 30)), 10));
        Assert.Equal(before, ledger.Digest());
    }

    [Fact]
    public void A_decision_for_a_known_flavour_allocates_nothing()
    {
        var ledger = Zone([.. Enumerable.Range(0, 100).Select(index => R740xd($"h-{index:d2}"))]);
        PlacementRequest[] requests =
        [
            For("a", Pinned(16, 16).WithVnics(Vnic("e", Domain.Epa.VnicKind.SriovVf, 1))),
            For("b", Pinned(6, 6).OnNodes((4, 4), (2, 2))),
            For("c", Pinned(60, 60)),
        ];
        var decided = 0;
        for (var turn = 0; turn < 40; turn++)
        {
            foreach (var request in requests)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                decided += _placer.Choose(ledger, request, PlacementPolicy.Pack) is null ? 0 : 1;
                var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(turn < 20 || bytes == 0, $"{bytes} bytes");
            }
        }

        Assert.Equal(80, decided);
    }
}

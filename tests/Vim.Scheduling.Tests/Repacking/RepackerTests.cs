using Vim.Scheduling.Placing;
using Vim.Scheduling.Repacking;

namespace Vim.Scheduling.Tests.Repacking;

public sealed class RepackerTests(ITestOutputHelper output)
{
    private const int Zones = 240;
    private const int MaxMoves = 3;
    private static readonly RepackingLimits Limits = new(MaxMoves, MaxTries: 1_000_000, MaxTargets: 8);

    [Fact]
    public void Room_is_made_as_cheaply_as_by_trying_everything()
    {
        int reached = 0, chained = 0, none = 0;
        for (var seed = 0; seed < Zones; seed++)
        {
            var zone = new FragmentedZone(seed, hosts: 3);
            var request = zone.Large();
            var exhaustive = new ExhaustivePlanner(zone.Ledger, zone.Residents, MaxMoves);
            if (exhaustive.Fits(request))
            {
                continue;
            }

            var plan = new Repacker(PlacementPolicy.Pack, Limits).MakeRoom(zone.Ledger, zone.Residents, request);
            var cheapest = exhaustive.Cheapest(() => exhaustive.Fits(request), _ => true);
            Assert.True(
                plan.IsReached == cheapest.HasValue,
                $"seed {seed}: planned {plan.IsReached}, by trying everything {cheapest.HasValue}");
            Assert.True(
                !plan.IsReached || plan.MemoryMoved.Bytes == cheapest,
                $"seed {seed}: {plan.MemoryMoved} planned, {cheapest} bytes is the least");
            Assert.True(plan.IsProven, $"seed {seed}");
            PlanTruth.Check(zone, plan, request, $"seed {seed}");
            reached += plan.IsReached ? 1 : 0;
            none += plan.IsReached ? 0 : 1;
            chained += plan.Moves.Select(move => move.From.Host).Distinct().Count() > 1 ? 1 : 0;
        }

        output.WriteLine($"{reached} reached, {chained} of them by a chain; {none} cannot be reached");
        Assert.InRange(reached, 30, Zones);
        Assert.InRange(none, 4, Zones);
        Assert.InRange(chained, 1, Zones);
    }

    [Fact]
    public void Hosts_are_emptied_as_cheaply_as_by_trying_everything()
    {
        int reached = 0, none = 0;
        for (var seed = 0; seed < Zones / 3; seed++)
        {
            var zone = new FragmentedZone(seed, hosts: 3);
            var empty = zone.Ledger.Hosts().Where(host => host.ClaimCount == 0).Select(host => host.Id).ToHashSet();
            var plan = new Repacker(PlacementPolicy.Pack, Limits).EmptyHosts(zone.Ledger, zone.Residents, count: 1);
            var exhaustive = new ExhaustivePlanner(zone.Ledger, zone.Residents, MaxMoves);
            var cheapest = exhaustive.Cheapest(
                () => zone.Ledger.Hosts().Any(host => host.ClaimCount == 0 && !empty.Contains(host.Id)),
                host => !empty.Contains(host));
            Assert.True(plan.IsReached == cheapest.HasValue, $"seed {seed}: {plan.IsReached}, {cheapest}");
            Assert.True(!plan.IsReached || plan.MemoryMoved.Bytes == cheapest, $"seed {seed}: {plan.MemoryMoved}");
            PlanTruth.Check(zone, plan, request: null, $"seed {seed}");
            foreach (var host in plan.EmptiedHosts)
            {
                Assert.DoesNotContain(plan.Moves, move => move.To.Host == host || empty.Contains(move.To.Host));
                Assert.Equal(zone.Ledger.CountClaims(host), plan.Moves.Count(move => move.From.Host == host));
            }

            reached += plan.IsReached ? 1 : 0;
            none += plan.IsReached ? 0 : 1;
        }

        output.WriteLine($"{reached} emptied, {none} cannot be");
        Assert.InRange(reached, 20, Zones);
        Assert.InRange(none, 20, Zones);
    }

    [Fact]
    public void Holes_are_restored_all_at_once()
    {
        int reached = 0, moved = 0;
        for (var seed = 0; seed < Zones; seed++)
        {
            var zone = new FragmentedZone(seed, hosts: 5);
            var request = zone.Large() with { Groups = [] };
            var plan = new Repacker(PlacementPolicy.Pack, RepackingLimits.Default)
                .RestoreHoles(zone.Ledger, zone.Residents, request, count: 2);
            PlanTruth.Check(zone, plan, request, $"seed {seed}");
            Assert.Equal(plan.IsReached, plan.Places.Length == 2);
            reached += plan.IsReached ? 1 : 0;
            moved += plan.IsReached && !plan.Moves.IsEmpty ? 1 : 0;
        }

        output.WriteLine($"{reached} of {Zones} reached, {moved} of them by moves");
        Assert.InRange(moved, 30, Zones);
    }

    [Fact]
    public void A_search_that_is_cut_short_says_so_and_leaves_the_zone_as_it_was()
    {
        var cut = 0;
        for (var seed = 0; seed < 50; seed++)
        {
            var zone = new FragmentedZone(seed, hosts: 6);
            var plan = new Repacker(PlacementPolicy.Pack, new(MaxMoves: 6, MaxTries: 40, MaxTargets: 1))
                .EmptyHosts(zone.Ledger, zone.Residents, count: 4);
            PlanTruth.Check(zone, plan, request: null, $"seed {seed}");
            cut += plan is { IsReached: false, IsProven: false } ? 1 : 0;
        }

        Assert.InRange(cut, 10, 50);
    }
}

using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;
using Vim.Scheduling.Tests.Oracle;

namespace Vim.Scheduling.Tests.Properties;

public sealed class BruteForceTests(ITestOutputHelper output)
{
    private const int Cases = 10_000;

    [Fact]
    public void Ten_thousand_random_zones_are_answered_as_brute_force_answers_them()
    {
        var placer = new Placer();
        var feasible = 0;
        var withRemote = 0;
        var withDistance = 0;
        var withSiblings = 0;
        var refused = new SortedDictionary<Dimension, int>();
        for (var seed = 0; seed < Cases; seed++)
        {
            var world = new World(seed);
            var before = world.Ledger.Digest();
            var result = placer.Place(world.Ledger, world.Request, world.Policy);
            Assert.True(before == world.Ledger.Digest(), $"seed {seed}: placing changed the ledger");
            var fitting = Fitting(world);
            Assert.True(
                fitting.Count > 0 == result.IsFeasible,
                $"seed {seed}: brute force fits [{string.Join(' ', fitting.Keys)}], the placer says "
                + (result.IsFeasible ? $"{result.Placement.Host}" : result.Infeasible.ToString()));
            if (!result.IsFeasible)
            {
                if (seed % 3 == 0)
                {
                    RefusalTruth.Check(world, result.Infeasible, $"seed {seed}");
                }

                foreach (var dimension in result.Infeasible.Shortfalls.Select(item => item.Dimension).Distinct())
                {
                    refused[dimension] = refused.GetValueOrDefault(dimension) + 1;
                }

                continue;
            }

            feasible++;
            if (seed % 3 == 0)
            {
                var first = placer.Explain(world.Ledger, world.Request, world.Policy)[0];
                Assert.True(PlacementEquality.Same(result.Placement, first.Placement!), $"seed {seed}: {first.Host}");
            }

            withSiblings += SiblingTruth.Check(
                world.Ledger.FindHost(result.Placement.Host)!, world.Request.Requirements, result.Placement, $"seed {seed}");
            var (remote, distance) = CheckPlacement(world, result.Placement, fitting, seed);
            withRemote += remote > 0 ? 1 : 0;
            withDistance += distance > 0 ? 1 : 0;
        }

        output.WriteLine($"{feasible} of {Cases} feasible, {withRemote} with remote functions, {withDistance} with distances");
        output.WriteLine(string.Join(", ", refused.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.InRange(feasible, Cases / 5, Cases * 4 / 5);
        Assert.True(withRemote > Cases / 500, $"only {withRemote} cases with remote functions");
        Assert.True(withSiblings > Cases / 200, $"only {withSiblings} guest cores with siblings by preference");
        Assert.True(withDistance > Cases / 200, $"only {withDistance} cases with a distance between nodes");
        foreach (var dimension in Enum.GetValues<Dimension>().Except([Dimension.Reservation]))
        {
            var count = refused.GetValueOrDefault(dimension);
            Assert.True(count >= 20, $"{dimension} was refused only {count} times: the generator is degenerate");
        }
    }

    /// <summary>Hosts that fit, with the fewest remote functions and then the least distance of each.</summary>
    private static Dictionary<HostId, (int Remote, int Distance)> Fitting(World world)
    {
        var found = new Dictionary<HostId, (int Remote, int Distance)>();
        foreach (var id in world.Hosts.Keys.Where(id => world.Qualifies(id, world.Request)))
        {
            var oracle = world.OracleOf(id);
            if (oracle.Fits(world.Request.Requirements))
            {
                found.Add(id, (oracle.LeastRemote, oracle.LeastDistance));
            }
        }

        return found;
    }

    private static (int Remote, int Distance) CheckPlacement(
        World world,
        HostPlacement placement,
        Dictionary<HostId, (int Remote, int Distance)> fitting,
        int seed)
    {
        var host = world.Hosts[placement.Host];
        var wrong = ClaimAudit.CheckPlacement(host, world.Request, placement)
            .Concat(ClaimAudit.CheckAffinity(world.Ledger, world.Request, placement))
            .Concat(ClaimAudit.CheckAggregates(world.Ledger, world.Request, placement))
            .ToList();
        Assert.True(wrong.Count == 0, $"seed {seed}: {string.Join("; ", wrong)}");
        var remote = Remote.Count(host, world.Request.Requirements, placement);
        var least = fitting[placement.Host];
        Assert.True(least.Remote == remote, $"seed {seed}: {remote} remote, {least.Remote} would do");
        Assert.True(
            remote == 0 || fitting.Values.Min(item => item.Remote) > 0,
            $"seed {seed}: remote though another host is local");
        var distance = BruteForce.DistanceOf(host, placement.Nodes.Select(node => node.HostNode));
        Assert.True(least.Distance == distance, $"seed {seed}: {distance} apart, {least.Distance} would do");
        world.Ledger.Apply(world.Request.Compute, placement, world.Request.GroupIds);
        world.AssertSound();
        return (remote, distance);
    }
}

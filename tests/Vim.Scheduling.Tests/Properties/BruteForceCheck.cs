using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;
using Vim.Scheduling.Tests.Oracle;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>Holds the placer's answer for a world against brute force.</summary>
internal sealed class BruteForceCheck(BruteForceTally tally)
{
    private readonly Placer _placer = new();

    /// <param name="world">Is changed: what is placed is booked.</param>
    /// <param name="at">Which case, for messages.</param>
    /// <param name="thoroughly">Whether reasons and verdicts are checked too.</param>
    public void Run(World world, string at, bool thoroughly)
    {
        tally.Cases++;
        tally.Hosts += world.Hosts.Count;
        tally.Claims += world.Ledger.ClaimCount;
        var before = world.Ledger.Digest();
        var result = _placer.Place(world.Ledger, world.Request, world.Policy);
        Assert.True(before == world.Ledger.Digest(), $"{at}: placing changed the ledger");
        var fitting = Fitting(world);
        tally.OffSockets += SocketTruth.CheckAudit(world, at);
        Assert.True(
            fitting.Count > 0 == result.IsFeasible,
            $"{at}: brute force fits [{string.Join(' ', fitting.Keys)}], the placer says "
            + (result.IsFeasible ? $"{result.Placement.Host}" : result.Infeasible.ToString()));
        if (!result.IsFeasible)
        {
            tally.Count(result.Infeasible);
            if (thoroughly)
            {
                RefusalTruth.Check(world, result.Infeasible, at);
            }

            return;
        }

        if (thoroughly)
        {
            var first = _placer.Explain(world.Ledger, world.Request, world.Policy)[0];
            Assert.True(PlacementEquality.Same(result.Placement, first.Placement!), $"{at}: {first.Host}");
        }

        tally.Feasible++;
        tally.Siblings += SiblingTruth.Check(
            world.Ledger.FindHost(result.Placement.Host)!, world.Request.Requirements, result.Placement, at);
        CheckPlacement(world, result.Placement, fitting, at);
    }

    /// <summary>Hosts that fit, with the fewest remote functions and then the least distance of each.</summary>
    private static Dictionary<HostId, (int Remote, int Distance)> Fitting(World world)
    {
        var found = new Dictionary<HostId, (int Remote, int Distance)>();
        foreach (var id in world.Hosts.Keys.Where(id => world.Qualifies(id, world.Request)))
        {
            var oracle = world.OracleOf(id, world.Request);
            if (oracle.Fits(world.Request.Requirements))
            {
                found.Add(id, (oracle.LeastRemote, oracle.LeastDistance));
            }
        }

        return found;
    }

    private void CheckPlacement(
        World world, HostPlacement placement, Dictionary<HostId, (int Remote, int Distance)> fitting, string at)
    {
        var host = world.Hosts[placement.Host];
        var wrong = ClaimAudit.CheckPlacement(host, world.Request, placement)
            .Concat(ClaimAudit.CheckAffinity(world.Ledger, world.Request, placement))
            .Concat(ClaimAudit.CheckAggregates(world.Ledger, world.Request, placement))
            .ToList();
        Assert.True(wrong.Count == 0, $"{at}: {string.Join("; ", wrong)}");
        var preferred = Preferred(world, fitting);
        Assert.True(preferred.ContainsKey(placement.Host), $"{at}: {placement.Host} is against a wish that can be met");
        var remote = Remote.Count(host, world.Request.Requirements, placement);
        var least = preferred[placement.Host];
        Assert.True(least.Remote == remote, $"{at}: {remote} remote, {least.Remote} would do");
        Assert.True(
            remote == 0 || preferred.Values.Min(item => item.Remote) > 0, $"{at}: remote though another host is local");
        var distance = BruteForce.DistanceOf(host, placement.Nodes.Select(node => node.HostNode));
        Assert.True(least.Distance == distance, $"{at}: {distance} apart, {least.Distance} would do");
        tally.OnSockets += World.WithoutSockets(world.Request) == world.Request ? 0 : 1;
        tally.WithDistance += distance > 0 ? 1 : 0;
        tally.WithRemote += remote > 0 ? 1 : 0;
        world.Ledger.Apply(world.Request.Compute, placement, world.Request.GroupIds);
        world.AssertSound();
    }

    /// <summary>Of the hosts that fit, those where all soft groups are as they wish; else all of them.</summary>
    private Dictionary<HostId, (int Remote, int Distance)> Preferred(
        World world, Dictionary<HostId, (int Remote, int Distance)> fitting)
    {
        var request = world.Request;
        if (!request.Groups.Any(group => group.IsSoft))
        {
            return fitting;
        }

        tally.WithWishes++;
        var hard = request with { Groups = [.. request.Groups.Select(group => group with { IsSoft = false })] };
        var met = new Dictionary<HostId, (int Remote, int Distance)>();
        foreach (var id in fitting.Keys.Where(id => world.Qualifies(id, hard)))
        {
            var oracle = world.OracleOf(id, hard);
            if (oracle.Fits(request.Requirements))
            {
                met.Add(id, (oracle.LeastRemote, oracle.LeastDistance));
            }
        }

        return met.Count > 0 ? met : fitting;
    }
}

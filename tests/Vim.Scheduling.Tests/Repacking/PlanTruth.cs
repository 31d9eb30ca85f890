using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Repacking;

namespace Vim.Scheduling.Tests.Repacking;

/// <summary>What every plan promises, checked by running it on the zone that it was made for.</summary>
internal static class PlanTruth
{
    public static void Check(FragmentedZone zone, RepackingPlan plan, PlacementRequest? request, string where)
    {
        var before = zone.Ledger.Digest();
        var moved = new HashSet<ComputeId>();
        foreach (var move in plan.Moves)
        {
            Assert.True(moved.Add(move.Compute), $"{where}: {move.Compute} moves twice");
            Run(zone, move, where);
        }

        Assert.True(plan.MemoryMoved.Bytes == plan.Moves.Sum(move => move.Memory.Bytes), where);
        foreach (var host in plan.EmptiedHosts)
        {
            Assert.True(zone.Ledger.CountClaims(host) == 0, $"{where}: {host} is not empty");
        }

        for (var place = 0; place < plan.Places.Length; place++)
        {
            // Apply throws where the place is not free.
            zone.Ledger.Apply(new($"place-{place}"), plan.Places[place], request!.GroupIds);
        }

        for (var place = 0; place < plan.Places.Length; place++)
        {
            zone.Ledger.Release(new($"place-{place}"));
        }

        foreach (var move in plan.Moves.Reverse())
        {
            var groups = zone.Ledger.FindClaim(move.Compute)!.Groups;
            zone.Ledger.Release(move.Compute);
            zone.Ledger.Apply(move.Compute, move.From, groups);
        }

        Assert.Equal(before, zone.Ledger.Digest());
    }

    /// <summary>While it moves, a compute has both places.</summary>
    private static void Run(FragmentedZone zone, Move move, string where)
    {
        var resident = zone.Residents.Single(resident => resident.Request.Compute == move.Compute);
        var claim = zone.Ledger.FindClaim(move.Compute)!;
        Assert.True(resident.IsMovable, $"{where}: {move.Compute} cannot be moved");
        Assert.True(PlacementEquality.Same(claim.Placement, move.From), $"{where}: {move.Compute} is elsewhere");
        Assert.True(
            ClaimAudit.CheckAffinity(zone.Ledger, resident.Request, move.To).Count == 0,
            $"{where}: {move} breaks a group");
        zone.Ledger.Apply(new("arriving"), move.To, []);
        zone.Ledger.Release(new("arriving"));
        zone.Ledger.Release(move.Compute);
        zone.Ledger.Apply(move.Compute, move.To, claim.Groups);
    }
}

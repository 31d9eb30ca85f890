using Vim.Domain.Placement;
using Vim.Engine.Views;
using Vim.Scheduling.Placing;

namespace Vim.Engine.Routing;

/// <summary>
/// Counts how many more computes like one fit each zone, on copies of the zones' ledgers: no allocation waits for it.
/// </summary>
internal sealed class FittingCounter(EngineViews views, AllocationRouter allocations, PlacementPolicy policy)
{
    private readonly OneAtATime _turn = new("count is under way");

    /// <summary>The counts, or why there are none. Works on the caller's thread.</summary>
    public object Count(CountFitting query, CallerContext caller)
    {
        var asked = allocations.Prepare(query.Allocation, caller);
        return asked.Refusal ?? _turn.Run(() => Count(asked, query.Most));
    }

    private object Count(PreparedAllocation asked, int most)
    {
        var placer = new Placer();
        var copies = ZoneCopy.Of(views, asked.Zones.Select(zone => zone.Zone));
        if (copies.Values.Any(copy => !copy.IsWhole))
        {
            return ZoneCopy.Torn();
        }

        var counts = new List<ZoneFittingCount>();
        foreach (var zone in asked.Zones)
        {
            copies.Remove(zone.Zone, out var copy);
            var count = placer.CountMore(copy!.Ledger, asked.Request!, copy.Learned(policy), most + 1);
            counts.Add(new(zone.Zone, BoundedCount.Of(count, most)));
        }

        return new FittingCount(
            [.. counts.OrderBy(count => count.Zone.Value, StringComparer.Ordinal)],
            Sum(asked.Request!, counts, most));
    }

    /// <summary>Where all must be together, the first has chosen the zone of all.</summary>
    private static BoundedCount Sum(PlacementRequest request, List<ZoneFittingCount> counts, int most)
    {
        if (request.Groups.Any(group => group.Type == AffinityType.Affinity && !group.IsSoft))
        {
            return counts.Find(zone => zone.Count.Count > 0).Count;
        }

        var sum = BoundedCount.Of(counts.Sum(zone => (long)zone.Count.Count), most);
        return sum with { IsLimitReached = sum.IsLimitReached || counts.Exists(zone => zone.Count.IsLimitReached) };
    }
}

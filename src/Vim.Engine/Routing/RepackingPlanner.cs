using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Placement;
using Vim.Engine.Views;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Repacking;

namespace Vim.Engine.Routing;

/// <summary>
/// Plans repackings on a copy of a zone's ledger, made from the views: a search of a second stops no allocation. One
/// at a time; another one meanwhile is refused. Its tries are many: of a policy that compares outcomes it compares few.
/// </summary>
internal sealed class RepackingPlanner(EngineViews views, PlacementPolicy policy)
{
    private readonly OneAtATime _turn = new("repacking is being planned");

    /// <summary>The plan, or why there is none. Works on the caller's thread.</summary>
    public object Plan(PlanRepacking query) => views.Zones.Find(query.Zone.Value) is null
        ? Refusals.NotFound("zone", query.Zone.Value)
        : _turn.Run(() => Search(query));

    private object Search(PlanRepacking query)
    {
        var zone = ZoneCopy.Of(views, query.Zone);
        if (!zone.IsWhole)
        {
            return ZoneCopy.Torn();
        }

        var repacker = new Repacker(zone.Learned(policy), query.Limits);
        var residents = zone.Computes.Select(state => new Resident(state.Request!, IsMovable(state)));
        switch (query.Goal)
        {
            case RepackingGoal.EmptyHosts empty:
                return repacker.EmptyHosts(zone.Ledger, residents, empty.Count);
            case RepackingGoal.Room room:
                if (views.Flavours.Find(room.Flavour.Value)?.State is not { Exists: true, Requirements: { } wanted })
                {
                    return Refusals.NotFound("flavour", room.Flavour.Value);
                }

                var request = new PlacementRequest { Compute = new("room"), Requirements = wanted };
                return repacker.RestoreHoles(zone.Ledger, residents, request, room.Count);
            default:
                throw new ArgumentException($"no goal is a {query.Goal.GetType().Name}", nameof(query));
        }
    }

    /// <summary>One that could be migrated live now.</summary>
    private static bool IsMovable(ComputeState state) =>
        state is { Pending: null, Migration: null, Place: null } && MigrationRefusals.NotLive(state) is null;
}

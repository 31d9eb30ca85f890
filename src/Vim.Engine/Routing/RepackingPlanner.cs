using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Placement;
using Vim.Engine.Actors;
using Vim.Engine.Views;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Repacking;

namespace Vim.Engine.Routing;

/// <summary>
/// Plans repackings on a copy of a zone's ledger, made from the views: a search of a second stops no allocation. One
/// at a time; another one meanwhile is refused.
/// </summary>
internal sealed class RepackingPlanner(EngineViews views, PlacementPolicy policy)
{
    private int _isUnderWay;

    /// <summary>The plan, or why there is none. Works on the caller's thread.</summary>
    public object Plan(PlanRepacking query)
    {
        if (views.Zones.Find(query.Zone.Value) is null)
        {
            return Refusals.NotFound("zone", query.Zone.Value);
        }

        if (Interlocked.Exchange(ref _isUnderWay, 1) == 1)
        {
            return new VimError
            {
                Code = ErrorCodes.Overloaded,
                Message = "another repacking is being planned; ask again when it is done",
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        try
        {
            return Search(query);
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
        }
    }

    private object Search(PlanRepacking query)
    {
        var repacker = new Repacker(policy, query.Limits);
        var ledger = new ZoneLedger(query.Zone);
        if (Copy(ledger) is not { } residents)
        {
            return new VimError
            {
                Code = ErrorCodes.Overloaded,
                Message = "reservations of the zone changed while it was read; ask again",
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        switch (query.Goal)
        {
            case RepackingGoal.EmptyHosts empty:
                return repacker.EmptyHosts(ledger, residents, empty.Count);
            case RepackingGoal.Room room:
                if (views.Flavours.Find(room.Flavour.Value)?.State is not { Exists: true, Requirements: { } wanted })
                {
                    return Refusals.NotFound("flavour", room.Flavour.Value);
                }

                var request = new PlacementRequest { Compute = new("room"), Requirements = wanted };
                return repacker.RestoreHoles(ledger, residents, request, room.Count);
            default:
                throw new ArgumentException($"no goal is a {query.Goal.GetType().Name}", nameof(query));
        }
    }

    /// <summary>
    /// Views are read one after the other: null where a reservation is not what the computes say of it any more.
    /// </summary>
    private List<Resident>? Copy(ZoneLedger ledger)
    {
        foreach (var host in views.Hosts.Snapshot())
        {
            if (host.State is { Exists: true, Inventory: { } inventory } && inventory.Zone == ledger.Zone)
            {
                ledger.PutHost(inventory, host.State.Availability);
                ledger.SetAggregates(inventory.Id, host.State.Aggregates);
            }
        }

        var residents = new List<Resident>();
        var holders = new List<ComputeState>();
        foreach (var compute in views.Computes.Snapshot())
        {
            // Hosts and computes are read one after the other: a host that left meanwhile has no computes any more.
            if (compute.State is { HoldsClaim: true, Placement: { } placement, Request: { } request }
                && ledger.FindInventory(placement.Host) is not null)
            {
                ledger.Restore(request.Compute, placement, request.GroupIds);
                residents.Add(new(request, IsMovable(compute.State)));
                holders.Add(compute.State);
            }
        }

        return ReservationBooking.TryRestore(
            ledger,
            views.Reservations.Snapshot().Select(view => view.State).Where(state => state.Zone == ledger.Zone),
            holders)
            ? residents
            : null;
    }

    /// <summary>A guest that runs and holds no function or device of its host's itself.</summary>
    private static bool IsMovable(ComputeState state)
    {
        var wanted = state.Request!.Requirements;
        return state is { Phase: ComputePhase.Running, Pending: null }
            && wanted.Devices.IsEmpty
            && !wanted.Vnics.Any(vnic => vnic.TakesFunction);
    }
}

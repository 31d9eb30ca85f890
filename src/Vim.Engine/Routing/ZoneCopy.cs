using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Engine.Actors;
using Vim.Engine.Views;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Engine.Routing;

/// <summary>
/// A zone as the views tell it, to try things on: its ledger and the computes that have a claim in it. Nothing waits
/// while it is made: views are read slice by slice, so that what changes meanwhile may be in it or not.
/// </summary>
internal sealed class ZoneCopy
{
    private const int MaxOutcomes = 64;

    private ZoneCopy(ZoneId zone) => Ledger = new(zone);

    public ZoneLedger Ledger { get; }

    /// <summary>Computes with a claim, by id.</summary>
    public List<ComputeState> Computes { get; } = [];

    /// <summary>
    /// Whether its reservations are what the computes say of them; else one of them changed while it was read, and it
    /// is of no use.
    /// </summary>
    public bool IsWhole { get; private set; }

    /// <summary>What is told whoever asked where a copy is not whole.</summary>
    public static VimError Torn() => new()
    {
        Code = ErrorCodes.Overloaded,
        Message = "reservations of the zone changed while it was read; ask again",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static ZoneCopy Of(EngineViews views, ZoneId zone) => Of(views, [zone])[zone];

    /// <summary>
    /// A policy as it would have learned of the computes of the copy, bounded in what it compares: it is asked often.
    /// </summary>
    public PlacementPolicy Learned(PlacementPolicy policy)
    {
        var learned = UsualRequests.Learn(policy, Computes).Current;
        return learned with { MaxOutcomes = Math.Min(learned.MaxOutcomes, MaxOutcomes) };
    }

    /// <summary>Copies of several zones, in one pass over the views.</summary>
    public static Dictionary<ZoneId, ZoneCopy> Of(EngineViews views, IEnumerable<ZoneId> zones)
    {
        var copies = zones.ToDictionary(zone => zone, zone => new ZoneCopy(zone));
        foreach (var host in All(views.Hosts))
        {
            if (host.State is { Exists: true, Inventory: { } inventory }
                && copies.TryGetValue(inventory.Zone, out var copy))
            {
                copy.Ledger.PutHost(inventory, host.State.Availability);
                copy.Ledger.SetAggregates(inventory.Id, host.State.Aggregates);
            }
        }

        foreach (var compute in All(views.Computes))
        {
            if (copies.TryGetValue(compute.State.Zone, out var copy))
            {
                copy.Add(compute.State);
            }
        }

        var reservations = All(views.Reservations).Select(view => view.State).ToLookup(state => state.Zone);
        foreach (var (zone, copy) in copies)
        {
            copy.IsWhole = ReservationBooking.TryRestore(copy.Ledger, reservations[zone], copy.Computes);
        }

        return copies;
    }

    private static IEnumerable<TView> All<TView>(ViewTable<TView> table)
        where TView : class, IView
    {
        string? after = null;
        do
        {
            var page = table.List(after, ViewTable<TView>.MaxPageSize);
            foreach (var view in page.Items)
            {
                yield return view;
            }

            after = page.NextAfter;
        }
        while (after is not null);
    }

    private void Add(ComputeState state)
    {
        // A host that left after it was read, or came after that, has none of the computes that were read.
        if (state is not { HoldsClaim: true, Placement: { } placement, Request: { } request }
            || Ledger.FindInventory(placement.Host) is null)
        {
            return;
        }

        try
        {
            Ledger.Restore(request.Compute, placement, request.GroupIds);
            if (state.Migration is { } migration && Ledger.FindInventory(migration.Elsewhere.Host) is not null)
            {
                Ledger.RestoreElsewhere(request.Compute, migration.Elsewhere);
            }
        }
        catch (LedgerException)
        {
            // What it holds was still another's when that one was read: one of the two is enough.
            Ledger.Release(request.Compute);
            return;
        }

        Computes.Add(state);
    }
}

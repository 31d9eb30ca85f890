using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Finds the unused place of a reservation that a compute which names it takes: the first, by number, that fits as soft
/// groups wish, with as few functions remote as can be. For one thread at a time.
/// </summary>
internal sealed class PlaceTaking(DemandCache demands, HostRules rules, HostChoice choice, PlacementBuilder builder)
{
    /// <summary>The place and what of it; null where none fits.</summary>
    public (ReservedPlace Place, HostPlacement Placement)? Find(
        ZoneLedger ledger, PlacementRequest request, ReservationId id, NodeOrder order)
    {
        if (ledger.FindReservation(id) is not { } reservation)
        {
            return null;
        }

        var demand = demands.Of(ledger, request.Requirements);
        // The filters were asked when the place was booked; what is free does not change by taking it.
        rules.Take(ledger, demand, request, filters: []);
        rules.HoldsWishes = rules.HasWishes;
        var found = Find(ledger, reservation, demand, request, order);
        if (found is null && rules.HasWishes)
        {
            rules.HoldsWishes = false;
            found = Find(ledger, reservation, demand, request, order);
        }

        return found;
    }

    private (ReservedPlace Place, HostPlacement Placement)? Find(
        ZoneLedger ledger, CapacityReservation reservation, Demand demand, PlacementRequest request, NodeOrder order)
    {
        (ReservedPlace Place, HostPlacement Placement)? best = null;
        var least = int.MaxValue;
        for (var number = 0; number < reservation.Places.Length && least > 0; number++)
        {
            var place = reservation.Places[number];
            if (place.IsUnused
                && ledger.FindState(place.Placement.Host) is { Availability: HostAvailability.Enabled } host
                && rules.Allows(host)
                && FitInside(host, place.Placement, demand, request, order)
                    is (var remote, { } placement)
                && remote < least)
            {
                least = remote;
                best = (new(reservation.Id, number), placement);
            }
        }

        return best;
    }

    private (int Remote, HostPlacement? Placement) FitInside(
        HostState host, HostPlacement place, Demand demand, PlacementRequest request, NodeOrder order)
    {
        var room = host.OnlyWith(place);
        var limits = rules.LimitsOf(host);
        choice.Fit.Budget.StartDecision();
        for (var remote = 0; remote <= demand.PreferenceCount; remote++)
        {
            if (choice.Fit.Fit(room, demand, order, remote, limits))
            {
                var placement = builder.Build(room, demand, request, choice.Fit);
                return (remote, PlacementRest.TryOf(place, placement, out _) ? placement : null);
            }
        }

        return (0, null);
    }
}

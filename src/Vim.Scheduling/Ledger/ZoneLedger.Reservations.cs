using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <content>
/// Reservations. What is held for a place is a claim like any other, so that nothing is placed on it; it gives way to
/// the compute that takes the place, and comes back when that ends. Of a place that a smaller compute has taken, the
/// rest stays held.
/// </content>
public sealed partial class ZoneLedger
{
    private readonly Dictionary<ReservationId, CapacityReservation> _reservations = [];
    private readonly Dictionary<ComputeId, ReservedPlace> _takers = [];
    private int _lostCount;

    /// <summary>All reservations, by id.</summary>
    public IReadOnlyList<CapacityReservation> Reservations() =>
        [.. _reservations.Values.OrderBy(reservation => reservation.Id.Value, StringComparer.Ordinal)];

    /// <summary>A reservation; null where there is none.</summary>
    public CapacityReservation? FindReservation(ReservationId reservation) =>
        _reservations.GetValueOrDefault(reservation);

    /// <summary>The place that a compute has taken; null where it has none.</summary>
    public ReservedPlace? PlaceOf(ComputeId compute) =>
        _takers.TryGetValue(compute, out var place) ? place : null;

    /// <summary>What reservations hold on a host, by reservation and place; none where the host is unknown.</summary>
    public IReadOnlyList<Claim> HeldOn(HostId host) => _hosts.TryGetValue(host, out var state)
        ?
        [
            .. state.Held.Values
                .OrderBy(claim => claim.Holder.Place!.Value.Reservation.Value, StringComparer.Ordinal)
                .ThenBy(claim => claim.Holder.Place!.Value.Number),
        ]
        : [];

    /// <summary>How many places reservations hold on a host; 0 where it is unknown.</summary>
    public int CountHeld(HostId host) => _hosts.GetValueOrDefault(host)?.Held.Count ?? 0;

    /// <summary>How many reservations there are.</summary>
    public int ReservationCount => _reservations.Count;

    /// <summary>Whether any reservation has lost a place.</summary>
    public bool HasLostPlaces => _lostCount > 0;

    internal IEnumerable<CapacityReservation> AllReservations => _reservations.Values;

    /// <summary>Books every place of a new reservation that is not lost, or nothing at all.</summary>
    /// <exception cref="LedgerException">
    /// There is one of this id, a place is taken, a host is unknown, or something of a place is not free; nothing
    /// changed.
    /// </exception>
    public void Reserve(CapacityReservation reservation)
    {
        if (reservation.Places.Any(place => place.TakenBy is not null))
        {
            throw new LedgerException($"reservation {reservation.Id} is new and has places that are taken");
        }

        Enter(reservation, strict: true);
    }

    /// <summary>
    /// Books a reservation of before, after the claims of the computes that have taken its places: like
    /// <see cref="Reserve"/>, but what an inventory of today does not have, or not so much of, is no hindrance.
    /// </summary>
    /// <exception cref="LedgerException">
    /// There is one of this id, a taker has no claim, or something of a place is another's own; nothing changed.
    /// </exception>
    public void Restore(CapacityReservation reservation) => Enter(reservation, strict: false);

    /// <summary>
    /// Books a placement for a compute inside an unused place of a reservation. The compute has the place until it is
    /// released.
    /// </summary>
    /// <exception cref="LedgerException">
    /// There is no such unused place, the compute has a claim, or the placement is not inside the place; nothing
    /// changed.
    /// </exception>
    public void Take(
        ReservedPlace place,
        ComputeId compute,
        HostPlacement placement,
        ImmutableArray<AffinityGroupId> groups)
    {
        var state = StateOf(place);
        if (!state.IsUnused || FindClaim(compute) is not null)
        {
            throw new LedgerException(
                $"compute {compute} cannot take {place}: it is not unused, or the compute has a claim");
        }

        if (!PlacementRest.TryOf(state.Placement, placement, out var rest))
        {
            throw new LedgerException($"compute {compute} cannot take {place}: its placement is not inside the place");
        }

        Unhold(place, state.Placement.Host);
        try
        {
            Book(compute, placement, groups, strict: false);
        }
        catch (LedgerException)
        {
            Hold(place, state.Placement, strict: false);
            throw;
        }

        HoldRest(place, rest);
        _takers.Add(compute, place);
        Put(place, state with { TakenBy = compute });
    }

    /// <summary>Frees what a reservation holds for a place, for good: the place is lost.</summary>
    /// <exception cref="LedgerException">Nothing is held for the place; nothing changed.</exception>
    public void Break(ReservedPlace place)
    {
        var state = StateOf(place);
        if (!Unhold(place, state.Placement.Host))
        {
            throw new LedgerException($"nothing is held for {place}");
        }

        Put(place, state with { IsLost = true });
    }

    /// <summary>Gives a lost place that no compute has another placement.</summary>
    /// <exception cref="LedgerException">
    /// The place is not lost, is taken, or not all is free; nothing changed.
    /// </exception>
    public void Mend(ReservedPlace place, HostPlacement placement)
    {
        if (StateOf(place) is not { IsLost: true, TakenBy: null })
        {
            throw new LedgerException($"{place} is not lost, or is taken");
        }

        Hold(place, placement, strict: true);
        Put(place, new(placement));
    }

    /// <summary>
    /// Ends a reservation: what it holds is free, computes keep what they have taken. One that is not there has ended.
    /// </summary>
    public void EndReservation(ReservationId reservation)
    {
        if (!_reservations.Remove(reservation, out var known))
        {
            return;
        }

        _lostCount -= known.LostCount;
        for (var number = 0; number < known.Places.Length; number++)
        {
            var place = known.Places[number];
            Unhold(new(reservation, number), place.Placement.Host);
            if (place.TakenBy is { } taker)
            {
                _takers.Remove(taker);
            }
        }
    }

    private void Enter(CapacityReservation reservation, bool strict)
    {
        if (_reservations.ContainsKey(reservation.Id))
        {
            throw new LedgerException($"zone {Zone} has a reservation {reservation.Id}");
        }

        _reservations.Add(reservation.Id, reservation);
        _lostCount += reservation.LostCount;
        try
        {
            for (var number = 0; number < reservation.Places.Length; number++)
            {
                Enter(new(reservation.Id, number), reservation.Places[number], strict);
            }
        }
        catch (LedgerException)
        {
            EndReservation(reservation.Id);
            throw;
        }
    }

    private void Enter(ReservedPlace place, PlaceState state, bool strict)
    {
        if (state.IsUnused)
        {
            Hold(place, state.Placement, strict);
        }
        else if (state.TakenBy is { } taker)
        {
            if (FindClaim(taker) is not { } claim
                || _takers.ContainsKey(taker)
                || !PlacementRest.TryOf(state.Placement, claim.Placement, out var rest))
            {
                throw new LedgerException($"compute {taker} is not inside {place}");
            }

            _takers.Add(taker, place);
            HoldRest(place, state.IsLost ? null : rest);
        }
    }

    /// <summary>A compute was released: the place that it had taken is the reservation's again.</summary>
    private void GiveBack(ComputeId compute)
    {
        if (!_takers.Remove(compute, out var place))
        {
            return;
        }

        var state = StateOf(place) with { TakenBy = null };
        if (!state.IsLost)
        {
            Unhold(place, state.Placement.Host);
            Hold(place, state.Placement, strict: false);
        }

        Put(place, state);
    }

    private void HoldRest(ReservedPlace place, HostPlacement? rest)
    {
        if (rest is not null)
        {
            Hold(place, rest, strict: false);
        }
    }

    internal void Hold(ReservedPlace place, HostPlacement placement, bool strict)
    {
        var host = Find(placement.Host);
        if (BookingCheck.Find(host, placement, mustExist: strict, countAmounts: strict) is { } problem)
        {
            throw new LedgerException($"{place} cannot be booked on host {placement.Host}: {problem}");
        }

        host.Held.Add(place, new(ClaimHolder.Of(place), placement, []));
        host.Book(placement, 1);
        Index.Update(host);
    }

    /// <returns>False where nothing was held.</returns>
    internal bool Unhold(ReservedPlace place, HostId host)
    {
        if (_hosts.GetValueOrDefault(host) is not { } state || !state.Held.Remove(place, out var claim))
        {
            return false;
        }

        state.Book(claim.Placement, -1);
        Index.Update(state);
        return true;
    }

    private PlaceState StateOf(ReservedPlace place) =>
        _reservations.TryGetValue(place.Reservation, out var reservation)
        && place.Number >= 0
        && place.Number < reservation.Places.Length
            ? reservation.Places[place.Number]
            : throw new LedgerException($"zone {Zone} has no {place}");

    private void Put(ReservedPlace place, PlaceState state)
    {
        var reservation = _reservations[place.Reservation];
        _lostCount += (state.IsLost ? 1 : 0) - (reservation.Places[place.Number].IsLost ? 1 : 0);
        _reservations[place.Reservation] =
            reservation with { Places = reservation.Places.SetItem(place.Number, state) };
    }
}

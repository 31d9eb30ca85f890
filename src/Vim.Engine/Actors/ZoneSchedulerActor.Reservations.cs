using System.Collections.Immutable;
using Vim.Actors;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;

namespace Vim.Engine.Actors;

/// <content>
/// Reservations: booked all or none, broken for computes of a higher priority, mended when room comes.
/// </content>
internal sealed partial class ZoneSchedulerActor
{
    private const int MaxReservations = 1_000;

    private static Turn Reserve(ZoneState state, ReservePlaces reserve)
    {
        if (state.Ledger.ReservationCount >= MaxReservations)
        {
            return Turn.None.Reply(Refusals.WrongState(
                "zone", state.Zone.Value, $"at its limit of {MaxReservations} reservations", "delete one first"));
        }

        var (draft, count) = (reserve.Reserve.Draft, reserve.Reserve.Count);
        var places = state.Placer.PlaceAll(state.Ledger, draft.Container, count, state.Policy.Current, out var refusal);
        return refusal is not null
            ? Turn.None.Reply(NoHost(
                state.Zone, places.IsEmpty ? refusal : refusal with { Hint = Fewer(places.Length) }))
            : Turn.None
                .Derive(new ReservationBooked(new()
                {
                    Id = reserve.Reservation,
                    Owner = draft.Owner,
                    Priority = draft.Priority,
                    Container = draft.Container,
                    Places = [.. places.Select(place => new PlaceState(place))],
                }))
                .Tell(ActorNames.Of(reserve.Reservation), new PlacesReserved(reserve.Reservation, draft, places));
    }

    /// <summary>The change that would fit, for people.</summary>
    private static string Fewer(int places) => places == 1 ? "fits with 1 place" : $"fits with {places} places";

    /// <summary>Tells reservations which of their places were broken for a compute.</summary>
    private static Turn TellLost(Turn turn, ImmutableArray<ReservedPlace> places, ComputeId? to)
    {
        foreach (var place in places)
        {
            turn = turn.Tell(ActorNames.Of(place.Reservation), new PlaceLost(place.Number, to));
        }

        return turn;
    }

    /// <summary>A host goes: what reservations hold on it is lost.</summary>
    private static Turn BreakOn(Turn turn, ZoneState state, HostId host)
    {
        var places = state.Ledger.HeldOn(host).Select(claim => claim.Holder.Place!.Value).ToImmutableArray();
        foreach (var place in places)
        {
            turn = turn.Derive(new PlaceBroken(place));
        }

        return TellLost(turn, places, to: null);
    }

    /// <summary>
    /// Something is free: looks in a turn of its own, when it is, whether there is room for lost places.
    /// </summary>
    private static Turn MendNext(Turn turn, ZoneState state) => state.Ledger.HasLostPlaces
        ? turn.Tell(ActorNames.Of(state.Zone), MendDue.Instance)
        : turn;

    /// <summary>As many lost places of one reservation as there is room for; then the next reservation.</summary>
    private static Turn Mend(ZoneState state)
    {
        foreach (var reservation in state.Ledger.Reservations())
        {
            var lost = LostOf(reservation);
            if (lost.IsEmpty)
            {
                continue;
            }

            var turn = Turn.None;
            var found = state.Placer.PlaceMost(state.Ledger, reservation.Container, lost.Length, state.Policy.Current);
            for (var index = 0; index < found.Length; index++)
            {
                turn = turn
                    .Derive(new PlaceFound(new(reservation.Id, lost[index]), found[index]))
                    .Tell(ActorNames.Of(reservation.Id), new PlaceMended(lost[index], found[index]));
            }

            if (!turn.IsNone)
            {
                return MendNext(turn, state);
            }
        }

        return Turn.None;
    }

    private static ImmutableArray<int> LostOf(CapacityReservation reservation) =>
    [
        .. Enumerable.Range(0, reservation.Places.Length)
            .Where(number => reservation.Places[number] is { IsLost: true, TakenBy: null }),
    ];
}

using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Reservations;
using Vim.Scheduling.Ledger;

namespace Vim.Engine.Actors;

/// <summary>
/// Books reservations in a ledger from their states and those of the computes that have taken places.
/// </summary>
internal static class ReservationBooking
{
    /// <summary>Books all of them; the claims of the computes are booked already.</summary>
    /// <exception cref="LedgerException">The states do not go together.</exception>
    public static void Restore(
        ZoneLedger ledger, IEnumerable<ReservationState> reservations, IEnumerable<ComputeState> holders)
    {
        var takers = holders.Where(compute => compute.Place is not null)
            .ToDictionary(compute => compute.Place!.Value, compute => compute.Id);
        foreach (var reservation in reservations)
        {
            ledger.Restore(Of(reservation, takers));
        }
    }

    /// <summary>The same; false, and only some are booked, where the states do not go together.</summary>
    public static bool TryRestore(
        ZoneLedger ledger, IEnumerable<ReservationState> reservations, IReadOnlyList<ComputeState> holders)
    {
        try
        {
            Restore(ledger, reservations, holders);
            return true;
        }
        catch (LedgerException)
        {
            return false;
        }
    }

    private static CapacityReservation Of(
        ReservationState reservation, Dictionary<ReservedPlace, ComputeId> takers) => new()
        {
            Id = reservation.Id,
            Owner = reservation.Owner,
            Priority = reservation.Priority,
            Container = reservation.Container!,
            Places =
            [
                .. reservation.Places.Select((place, number) => new PlaceState(
                    place.Placement,
                    takers.TryGetValue(new(reservation.Id, number), out var taker) ? taker : null,
                    place.IsLost)),
            ],
        };
}

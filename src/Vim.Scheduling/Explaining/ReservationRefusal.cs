using System.Globalization;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Explaining;

/// <summary>Says why a request that names a reservation got none of its places. Pure.</summary>
internal static class ReservationRefusal
{
    /// <summary>The reasons; the request fits none of its unused places.</summary>
    public static Infeasible Of(ZoneLedger ledger, ReservationId id)
    {
        if (ledger.FindReservation(id) is not { } reservation)
        {
            return Of(0, $"{id}, which is not known in zone {ledger.Zone}");
        }

        var unused = reservation.UnusedCount;
        var (taken, all, lost) = (reservation.TakenCount, reservation.Places.Length, reservation.LostCount);
        var state = string.Create(
            CultureInfo.InvariantCulture, $"{id}: {taken} of {all} places are taken, {lost} lost");
        var others = string.Create(CultureInfo.InvariantCulture, $"; it does not fit the {unused} others");
        return Of(
            reservation.Places.Where(place => place.IsUnused).Select(place => place.Placement.Host).Distinct().Count(),
            unused == 0 ? state : state + others);
    }

    private static Infeasible Of(int hosts, string detail) => new(
        hosts, [new(Dimension.Reservation, Wanted: 1, Available: 0, "places", hosts, hosts, hosts, detail)], Hint: "");
}

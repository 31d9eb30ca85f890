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
        var state = string.Create(
            CultureInfo.InvariantCulture,
            $"{id}: {reservation.TakenCount} of {reservation.Places.Length} places are taken, {reservation.LostCount} lost");
        return Of(
            reservation.Places.Where(place => place.IsUnused).Select(place => place.Placement.Host).Distinct().Count(),
            unused == 0 ? state : string.Create(CultureInfo.InvariantCulture, $"{state}; it does not fit the {unused} others"));
    }

    private static Infeasible Of(int hosts, string detail) => new(
        hosts, [new(Dimension.Reservation, Wanted: 1, Available: 0, "places", hosts, hosts, hosts, detail)], Hint: "");
}

using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Places the containers of a reservation one after the other, each as a compute would be. While it works the places
/// are booked; when it is done the ledger is as it was. For one thread at a time.
/// </summary>
internal static class ReservationPlacing
{
    /// <summary>Nobody may name a reservation so: ids have at least one character.</summary>
    private static readonly ReservationId Trial = new("");

    /// <summary>As many placements as there is room for, at most <paramref name="count"/>.</summary>
    /// <param name="placer">Who places.</param>
    /// <param name="ledger">The zone's capacity.</param>
    /// <param name="container">What each place is room for.</param>
    /// <param name="count">How many.</param>
    /// <param name="policy">Which hosts.</param>
    /// <param name="full">Is shown the ledger with all of them booked, where there are fewer than asked for.</param>
    public static ImmutableArray<HostPlacement> Place(
        Placer placer,
        ZoneLedger ledger,
        PlacementRequest container,
        int count,
        PlacementPolicy policy,
        Action? full = null)
    {
        var places = ImmutableArray.CreateBuilder<HostPlacement>();
        try
        {
            while (places.Count < count && placer.Find(ledger, container, policy) is { } placement)
            {
                ledger.Hold(new(Trial, places.Count), placement, strict: true);
                places.Add(placement);
            }

            if (places.Count < count)
            {
                full?.Invoke();
            }
        }
        finally
        {
            for (var number = 0; number < places.Count; number++)
            {
                ledger.Unhold(new(Trial, number), places[number].Host);
            }
        }

        return places.ToImmutable();
    }
}

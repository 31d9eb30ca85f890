using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// Capacity that is kept for its owner (IFA 005 8.8.5, virtualisation containers): as many places as were asked for,
/// each exactly what of one host a compute of the flavour needs. Immutable.
/// </summary>
public sealed record CapacityReservation
{
    /// <summary>The most places of one reservation.</summary>
    public const int MaxPlaces = 1_000;

    /// <summary>Its id.</summary>
    public required ReservationId Id { get; init; }

    /// <summary>Whose computes may take its places.</summary>
    public ResourceGroupId Owner { get; init; }

    /// <summary>
    /// 0 to <see cref="PlacementRequest.MaxPriority"/>: a compute of a higher one may break its unused places.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>What each place is room for, and where it may be; its compute is nobody.</summary>
    public required PlacementRequest Container { get; init; }

    /// <summary>Its places, by number.</summary>
    public required ImmutableArray<PlaceState> Places { get; init; }

    /// <summary>Places that wait for a compute.</summary>
    public int UnusedCount => Places.Count(place => place.IsUnused);

    /// <summary>Places that a compute has taken.</summary>
    public int TakenCount => Places.Count(place => place.TakenBy is not null);

    /// <summary>Places that are lost: there is no room for them, or not when their compute ends.</summary>
    public int LostCount => Places.Count(place => place.IsLost);
}

/// <summary>One place of a reservation.</summary>
/// <param name="Placement">What it is or, lost, was of which host.</param>
/// <param name="TakenBy">The compute that has taken it; null: none.</param>
/// <param name="IsLost">
/// Whether it was broken. One that is taken as well is in use still, and gone when its compute ends.
/// </param>
public sealed record PlaceState(HostPlacement Placement, ComputeId? TakenBy = null, bool IsLost = false)
{
    /// <summary>Whether it waits for a compute.</summary>
    public bool IsUnused => TakenBy is null && !IsLost;
}

using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;

namespace Vim.Domain.Reservations;

/// <summary>
/// Keeps capacity for an owner: so many places for computes of a flavour in a zone, all of them or none.
/// </summary>
public sealed record CreateReservation : IRequest<ReservationState>
{
    /// <summary>The most places of one reservation.</summary>
    public const int MaxCount = 1_000;

    /// <summary>Id wished for; null to have one made.</summary>
    public ReservationId? Id { get; init; }

    /// <summary>Name for people; need not be unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>The zone.</summary>
    public required ZoneId Zone { get; init; }

    /// <summary>The flavour of which each place holds one.</summary>
    public required FlavourId Flavour { get; init; }

    /// <summary>Places, 1 to <see cref="MaxCount"/>.</summary>
    public required int Count { get; init; }

    /// <summary>Tenant whose computes may take them.</summary>
    public required ResourceGroupId Owner { get; init; }

    /// <summary>
    /// 0 to <see cref="PlacementRequest.MaxPriority"/>: computes of a higher one may break unused places.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>Host aggregates that all places must be in.</summary>
    public ImmutableArray<string> InAggregates { get; init; } = [];

    /// <summary>Host aggregates that no place must be in.</summary>
    public ImmutableArray<string> NotInAggregates { get; init; } = [];
}

/// <summary>Ends a reservation: unused places are free, computes keep what they have taken.</summary>
/// <param name="Reservation">The reservation.</param>
public sealed record DeleteReservation(ReservationId Reservation) : IRequest<ReservationState>;

/// <summary>A reservation was made and all its places are booked.</summary>
public sealed record ReservationCreated
{
    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>The zone.</summary>
    public required ZoneId Zone { get; init; }

    /// <summary>Tenant whose computes may take its places.</summary>
    public required ResourceGroupId Owner { get; init; }

    /// <summary>The flavour it came from; that may be gone since.</summary>
    public required FlavourId Flavour { get; init; }

    /// <summary>Its priority.</summary>
    public int Priority { get; init; }

    /// <summary>What each place is room for, and where it may be.</summary>
    public required PlacementRequest Container { get; init; }

    /// <summary>What each place is of which host, by number.</summary>
    public required ImmutableArray<HostPlacement> Places { get; init; }

    /// <summary>Digest of the request; none without an idempotency key.</summary>
    public RequestDigest Digest { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A place was lost.</summary>
/// <param name="Number">Which.</param>
/// <param name="To">The compute of a higher priority that needed it; null: its host is gone.</param>
/// <param name="At">When.</param>
public sealed record ReservationPlaceLost(int Number, ComputeId? To, DateTimeOffset At);

/// <summary>A lost place is there again, perhaps elsewhere.</summary>
/// <param name="Number">Which.</param>
/// <param name="Placement">What it is of which host.</param>
/// <param name="At">When.</param>
public sealed record ReservationPlaceMended(int Number, HostPlacement Placement, DateTimeOffset At);

/// <summary>A reservation was ended.</summary>
/// <param name="At">When.</param>
public sealed record ReservationDeleted(DateTimeOffset At);

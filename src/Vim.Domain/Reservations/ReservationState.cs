using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;

namespace Vim.Domain.Reservations;

/// <summary>
/// A reservation as its events tell it. Immutable. Which compute has taken which place is the computes' to tell.
/// </summary>
public sealed record ReservationState
{
    /// <summary>Id.</summary>
    public required ReservationId Id { get; init; }

    /// <summary>Whether it exists.</summary>
    public bool Exists { get; init; }

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Zone.</summary>
    public ZoneId Zone { get; init; }

    /// <summary>Tenant whose computes may take its places.</summary>
    public ResourceGroupId Owner { get; init; }

    /// <summary>The flavour it came from; that may be gone since.</summary>
    public FlavourId Flavour { get; init; }

    /// <summary>Its priority.</summary>
    public int Priority { get; init; }

    /// <summary>What each place is room for; null exactly if it does not exist.</summary>
    public PlacementRequest? Container { get; init; }

    /// <summary>Its places, by number.</summary>
    public ImmutableArray<KeptPlace> Places { get; init; } = [];

    /// <summary>Digest of the request that made it.</summary>
    public RequestDigest Digest { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>One that there is not.</summary>
    public static ReservationState None(ReservationId id) => new() { Id = id };
}

/// <summary>One place of a reservation.</summary>
/// <param name="Placement">What it is or, lost, was of which host.</param>
/// <param name="LostAt">When it was lost; null: it was not.</param>
/// <param name="LostTo">The compute that needed it; null: none, or its host went.</param>
public sealed record KeptPlace(HostPlacement Placement, DateTimeOffset? LostAt = null, ComputeId? LostTo = null)
{
    /// <summary>Whether it is lost.</summary>
    public bool IsLost => LostAt is not null;
}

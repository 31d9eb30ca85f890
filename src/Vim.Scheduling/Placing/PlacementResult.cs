using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Placing;

/// <summary>The answer to a placement request: a placement, or why there is none.</summary>
public sealed record PlacementResult
{
    private PlacementResult(HostPlacement? placement, Infeasible? infeasible)
    {
        Placement = placement;
        Infeasible = infeasible;
    }

    /// <summary>What to claim; null when no host fits.</summary>
    public HostPlacement? Placement { get; }

    /// <summary>
    /// The place of the reservation that the request names, in which the placement is; null: of none.
    /// </summary>
    public ReservedPlace? Takes { get; private init; }

    /// <summary>Unused places of reservations of a lower priority that have to be broken first.</summary>
    public ImmutableArray<ReservedPlace> Breaks { get; private init; } = [];

    /// <summary>Why no host fits; null when one does.</summary>
    public Infeasible? Infeasible { get; }

    /// <summary>Whether a host fits.</summary>
    [MemberNotNullWhen(true, nameof(Placement))]
    [MemberNotNullWhen(false, nameof(Infeasible))]
    public bool IsFeasible => Placement is not null;

    /// <summary>A host fits.</summary>
    public static PlacementResult Of(HostPlacement placement) => new(placement, null);

    /// <summary>A place of a reservation fits.</summary>
    public static PlacementResult In(ReservedPlace place, HostPlacement placement) =>
        new(placement, null) { Takes = place };

    /// <summary>A host fits once these places are broken.</summary>
    public static PlacementResult Breaking(ImmutableArray<ReservedPlace> places, HostPlacement placement) =>
        new(placement, null) { Breaks = places };

    /// <summary>No host fits.</summary>
    public static PlacementResult Of(Infeasible infeasible) => new(null, infeasible);
}

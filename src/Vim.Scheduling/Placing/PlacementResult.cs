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

    /// <summary>Why no host fits; null when one does.</summary>
    public Infeasible? Infeasible { get; }

    /// <summary>Whether a host fits.</summary>
    [MemberNotNullWhen(true, nameof(Placement))]
    [MemberNotNullWhen(false, nameof(Infeasible))]
    public bool IsFeasible => Placement is not null;

    /// <summary>A host fits.</summary>
    public static PlacementResult Of(HostPlacement placement) => new(placement, null);

    /// <summary>No host fits.</summary>
    public static PlacementResult Of(Infeasible infeasible) => new(null, infeasible);
}

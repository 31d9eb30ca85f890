using Vim.Domain.Placement;
using Vim.Domain.Units;

namespace Vim.Scheduling.Repacking;

/// <summary>A compute that has a claim in the zone, as far as repacking must know it.</summary>
/// <param name="Request">What it asks of its host; the ledger's claim tells only what it got.</param>
/// <param name="IsMovable">Whether it can be migrated live; one with a passed-through function mostly cannot.</param>
public sealed record Resident(PlacementRequest Request, bool IsMovable)
{
    /// <summary>What a migration copies.</summary>
    public MemorySize Memory => Request.Requirements.Memory;
}

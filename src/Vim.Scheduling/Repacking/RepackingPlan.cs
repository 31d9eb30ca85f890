using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Units;

namespace Vim.Scheduling.Repacking;

/// <summary>
/// Live migrations, in order: each is feasible when the ones before it are done, none breaks a group, and no compute
/// moves twice. The ledger that it was made from is as it was.
/// </summary>
public sealed record RepackingPlan
{
    /// <summary>Migrations in the order to run them in; empty where nothing needs to move.</summary>
    public required ImmutableArray<Move> Moves { get; init; }

    /// <summary>
    /// Whether all that was asked for is reached. Else the plan reaches what it says, and no more was found.
    /// </summary>
    public required bool IsReached { get; init; }

    /// <summary>
    /// Whether the search looked at everything within the limits: then a target that is not reached cannot be, and a
    /// single request's plan is the cheapest.
    /// </summary>
    public required bool IsProven { get; init; }

    /// <summary>What the requests that room was made for would get after the moves.</summary>
    public ImmutableArray<HostPlacement> Places { get; init; } = [];

    /// <summary>Hosts that the moves empty.</summary>
    public ImmutableArray<HostId> EmptiedHosts { get; init; } = [];

    /// <summary>What it costs: memory that is copied from host to host.</summary>
    public MemorySize MemoryMoved => new(Moves.Sum(move => move.Memory.Bytes));
}

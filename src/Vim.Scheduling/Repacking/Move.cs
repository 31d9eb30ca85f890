using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Units;

namespace Vim.Scheduling.Repacking;

/// <summary>One live migration of a plan. When its turn comes, the place it goes to is free.</summary>
/// <param name="Compute">Who moves.</param>
/// <param name="From">What it has before.</param>
/// <param name="To">What it has after, on another host.</param>
/// <param name="Memory">What is copied.</param>
public sealed record Move(ComputeId Compute, HostPlacement From, HostPlacement To, MemorySize Memory)
{
    /// <inheritdoc />
    public override string ToString() => $"{Compute}: {From.Host} -> {To.Host}, {Memory}";
}

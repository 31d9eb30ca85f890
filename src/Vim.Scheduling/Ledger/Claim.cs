using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>What one compute has booked.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="Placement">What of which host.</param>
/// <param name="Groups">Affinity and anti-affinity groups it is a member of.</param>
public sealed record Claim(
    ComputeId Compute,
    HostPlacement Placement,
    ImmutableArray<AffinityGroupId> Groups);

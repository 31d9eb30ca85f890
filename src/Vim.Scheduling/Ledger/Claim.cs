using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>What one compute, or a reservation for one of its places, has booked.</summary>
/// <param name="Holder">Whose it is.</param>
/// <param name="Placement">What of which host.</param>
/// <param name="Groups">Affinity and anti-affinity groups that a compute is a member of.</param>
public sealed record Claim(
    ClaimHolder Holder,
    HostPlacement Placement,
    ImmutableArray<AffinityGroupId> Groups)
{
    /// <summary>The compute; the default where a reservation holds it.</summary>
    public ComputeId Compute => Holder.Compute;
}

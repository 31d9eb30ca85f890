using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// What one compute, or a reservation for one of its places, has booked. A compute that migrates has a second one, on
/// another host.
/// </summary>
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

    /// <summary>
    /// Whether it is the second claim of a compute that migrates: of where it goes, or of what it left there.
    /// </summary>
    public bool IsElsewhere { get; init; }
}

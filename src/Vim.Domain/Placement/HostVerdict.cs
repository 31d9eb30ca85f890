using System.Collections.Immutable;
using Vim.Domain.Identity;

namespace Vim.Domain.Placement;

/// <summary>What placement says of one host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Placement">What the compute would get there; null where it does not fit.</param>
/// <param name="Score">Score by the policy, the lowest wins; 0 where it does not fit.</param>
/// <param name="RemoteCount">Functions that are remote though local is preferred; hosts without any win.</param>
/// <param name="Shortfalls">Every dimension that the host fails on; empty where the compute fits.</param>
public sealed record HostVerdict(
    HostId Host,
    HostPlacement? Placement,
    long Score,
    int RemoteCount,
    ImmutableArray<DimensionShortfall> Shortfalls)
{
    /// <summary>Whether the compute fits.</summary>
    public bool IsFeasible => Placement is not null;
}

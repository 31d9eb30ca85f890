using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Engine.Actors;

/// <summary>What usually comes to a zone, as its remembered computes tell it.</summary>
internal static class UsualRequests
{
    /// <summary>A policy that has learned of the computes that were placed, in the order in which they came.</summary>
    public static LearningPolicy Learn(PlacementPolicy policy, IEnumerable<ComputeState> computes) => new(
        policy,
        policy.LooksAtUsualFlavours ? InOrder(computes) : []);

    private static IEnumerable<ComputeRequirements> InOrder(IEnumerable<ComputeState> computes) => computes
        .Where(compute => compute is { Placement: not null, Requirements: not null })
        .OrderBy(compute => compute.RequestedAt)
        .ThenBy(compute => compute.Id.Value, StringComparer.Ordinal)
        .Select(compute => compute.Requirements!);
}

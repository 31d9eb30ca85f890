using Vim.Domain.Epa;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Traces;

/// <summary>The product's policies.</summary>
internal static class Products
{
    /// <summary>Each policy, in a placer of its own.</summary>
    /// <param name="before">Requests that came before, for those that learn.</param>
    public static IPlacementRule[] All(IReadOnlyList<ComputeRequirements> before) =>
        [.. PlacementPolicy.Named.Select(policy => new PlacerRule(policy)), new LearningRule(before)];
}

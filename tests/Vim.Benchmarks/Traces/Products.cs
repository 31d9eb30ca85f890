using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Traces;

/// <summary>The product's policies.</summary>
internal static class Products
{
    /// <summary>The policies that have a name and learn nothing (<see cref="LearningRule"/> does).</summary>
    public static IEnumerable<PlacementPolicy> Unlearned =>
        PlacementPolicy.Named.Where(policy => !policy.LooksAtUsualFlavours);

    /// <summary>Each of them in a placer of its own.</summary>
    public static IPlacementRule[] Named() => [.. Unlearned.Select(policy => new PlacerRule(policy))];
}

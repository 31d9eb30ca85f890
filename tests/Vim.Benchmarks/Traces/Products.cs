using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Traces;

/// <summary>The product's policies.</summary>
internal static class Products
{
    /// <summary>The policies that have a name, each in a placer of its own.</summary>
    public static IPlacementRule[] Named() => [.. PlacementPolicy.Named.Select(policy => new PlacerRule(policy))];
}

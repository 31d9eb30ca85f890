using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Traces;

/// <summary>The product's policies.</summary>
internal static class Products
{
    /// <summary>
    /// Fills the fullest server first, so that empty ones stay for the largest guests, and on it the emptier NUMA
    /// node, so that guests that take both find as much on each.
    /// </summary>
    public static readonly PlacementPolicy PackHostsBalanceNodes =
        PlacementPolicy.Pack with { Name = "pack hosts, balance nodes", NodeOrder = NodeOrder.MostLeft };

    /// <summary>Each policy, in a placer of its own.</summary>
    public static IPlacementRule[] All() =>
    [
        new PlacerRule(PlacementPolicy.Pack),
        new PlacerRule(PlacementPolicy.Spread),
        new PlacerRule(PackHostsBalanceNodes),
    ];
}

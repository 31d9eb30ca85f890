namespace Vim.Benchmarks.Traces;

/// <summary>The policies that publications on these traces compare with.</summary>
internal static class Baselines
{
    /// <summary>Servers in order, NUMA node 0 first.</summary>
    public static IPlacementRule FirstFit { get; } =
        new BaselineRule("first fit", single: (_, server, _) => server, twin: (_, server) => server);

    /// <summary>
    /// Servers in order, on each the NUMA node with the fewest free CPUs first: so the published figures of
    /// huawei-topo come out.
    /// </summary>
    public static IPlacementRule FirstFitTightNode { get; } = new BaselineRule(
        "first fit",
        single: (table, server, node) => server + (table.FreeCpus(server, node) / 1e6),
        twin: (_, server) => server);

    /// <summary>The NUMA node with the smallest free share; for both nodes the server with the smallest sum.</summary>
    public static IPlacementRule BestFit { get; } = new BaselineRule(
        "best fit",
        single: (table, server, node) => table.FreeShare(server, node),
        twin: (table, server) => table.FreeShare(server, 0) + table.FreeShare(server, 1));

    /// <summary>
    /// The emptier NUMA node of the server whose nodes differ the most in their free shares; for both nodes the first
    /// server.
    /// </summary>
    public static IPlacementRule BalanceFit { get; } = new BaselineRule(
        "balance fit",
        single: (table, server, node) => table.FreeShare(server, 1 - node) - table.FreeShare(server, node),
        twin: (_, server) => server);

    /// <summary>The server with the fewest free CPUs, on the NUMA node with the fewest.</summary>
    public static IPlacementRule BestFitByCpu { get; } = new BaselineRule(
        "best fit by CPU",
        single: (table, server, node) => table.FreeCpus(server, node),
        twin: (table, server) => table.FreeCpus(server, 0) + table.FreeCpus(server, 1));
}

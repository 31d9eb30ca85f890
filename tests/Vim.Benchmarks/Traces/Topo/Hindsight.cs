namespace Vim.Benchmarks.Traces.Topo;

/// <summary>
/// What could be placed at all: none ever leaves, so who knew all requests beforehand could place them in any order and
/// still answer each as it comes. What is placed in one order need not have been refused in another.
/// </summary>
internal static class Hindsight
{
    /// <summary>
    /// Groups that share a rack first, the largest of them first; then guests on two NUMA nodes; large guests first.
    /// </summary>
    public static IReadOnlyList<TopoRequest> Order(IReadOnlyList<TopoRequest> requests) =>
    [
        .. requests
            .Where(request => request.Strategy == GroupStrategy.Affinity)
            .GroupBy(request => request.Group)
            .OrderByDescending(group => group.Sum(CpusOf))
            .SelectMany(group => group.OrderByDescending(CpusOf)),
        .. requests
            .Where(request => request.Strategy != GroupStrategy.Affinity)
            .OrderByDescending(request => request.Guest.NumaNodes.Length)
            .ThenByDescending(CpusOf),
    ];

    private static int CpusOf(TopoRequest request) => request.Guest.VirtualCpuCount;
}

using System.Collections.Immutable;
using Vim.Scheduling.Policies;

namespace Vim.Benchmarks.Tests.Traces.Spane;

/// <summary>The policies once more, as scores on arrays.</summary>
internal static class ArrayPolicies
{
    private static readonly (int Cpus, int MemoryGiB, int Nodes, int PartsPerMillion)[] UsualSizes =
    [
        (1, 2, 1, 500_000), (4, 8, 1, 200_000), (8, 16, 2, 200_000), (32, 64, 2, 100_000),
    ];

    /// <summary>What <see cref="KeepRoom"/> keeps room for.</summary>
    public static ImmutableArray<FlavourShare> Usual { get; } =
    [
        .. UsualSizes.Select(size =>
            new FlavourShare(new(size.Cpus, 0, size.MemoryGiB * 1024, 0, 0), size.Nodes, size.PartsPerMillion)),
    ];

    public static (double, double, double) FirstFit(int[] cpus, int[] memory, int node, SpaneRequest request) =>
        (node, 0, 0);

    public static (double, double, double) BestFit(int[] cpus, int[] memory, int node, SpaneRequest request) =>
        (request.IsDouble ? Free(cpus, memory, node) + Free(cpus, memory, node + 1) : Free(cpus, memory, node), 0, 0);

    public static (double, double, double) BalanceFit(int[] cpus, int[] memory, int node, SpaneRequest request) =>
        (request.IsDouble ? node : Free(cpus, memory, node ^ 1) - Free(cpus, memory, node), 0, 0);

    /// <summary>The fullest server, by CPUs, then memory; on it the NUMA node with more free CPUs.</summary>
    public static (double, double, double) PackBalanced(int[] cpus, int[] memory, int node, SpaneRequest request) => (
        cpus[node] + cpus[node ^ 1],
        memory[node] + memory[node ^ 1],
        request.IsDouble ? 0 : -cpus[node]);

    /// <summary>
    /// The least loss of room for what is usual, three times, and the fullest server; empty ones last.
    /// </summary>
    public static (double, double, double) KeepRoom(int[] cpus, int[] memory, int node, SpaneRequest request)
    {
        var other = node ^ 1;
        var (otherCpus, otherMemory) = request.IsDouble ? (request.Cpus, request.MemoryGiB) : (0, 0);
        var loss = 0L;
        foreach (var (c, m, nodes, share) in UsualSizes)
        {
            var before =
                Both(Math.Min(cpus[node] / c, memory[node] / m), Math.Min(cpus[other] / c, memory[other] / m), nodes);
            var after = Both(
                Math.Min((cpus[node] - request.Cpus) / c, (memory[node] - request.MemoryGiB) / m),
                Math.Min((cpus[other] - otherCpus) / c, (memory[other] - otherMemory) / m),
                nodes);
            loss += (long)(before - after) * share * (c * nodes) * (c * nodes);
        }

        var (freeCpus, freeMemory) = (cpus[node] + cpus[other], memory[node] + memory[other]);
        var isEmpty = freeCpus == 80 && freeMemory == 180;
        var score = (3 * loss) + (freeCpus * 1_000_000L) + (freeMemory * 10_000L) + (isEmpty ? 1L << 52 : 0);
        return (score, (freeCpus * 1_000) + freeMemory, request.IsDouble ? 0 : -cpus[node]);
    }

    private static int Both(int here, int there, int nodes) => nodes == 1 ? here + there : Math.Min(here, there);

    private static double Free(int[] cpus, int[] memory, int node) => Math.Min(cpus[node] / 40.0, memory[node] / 90.0);
}

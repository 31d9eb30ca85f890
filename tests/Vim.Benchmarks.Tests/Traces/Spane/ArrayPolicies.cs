namespace Vim.Benchmarks.Tests.Traces.Spane;

/// <summary>The policies once more, as scores on arrays.</summary>
internal static class ArrayPolicies
{
    public static (double, double, double) FirstFit(int[] cpus, int[] memory, int node, bool isDouble) => (node, 0, 0);

    public static (double, double, double) BestFit(int[] cpus, int[] memory, int node, bool isDouble) =>
        (isDouble ? Free(cpus, memory, node) + Free(cpus, memory, node + 1) : Free(cpus, memory, node), 0, 0);

    public static (double, double, double) BalanceFit(int[] cpus, int[] memory, int node, bool isDouble) =>
        (isDouble ? node : Free(cpus, memory, node ^ 1) - Free(cpus, memory, node), 0, 0);

    /// <summary>The fullest server, by CPUs, then memory; on it the NUMA node with more free CPUs.</summary>
    public static (double, double, double) PackHostsBalanceNodes(int[] cpus, int[] memory, int node, bool isDouble) => (
        cpus[node] + cpus[node ^ 1],
        memory[node] + memory[node ^ 1],
        isDouble ? 0 : -cpus[node]);

    private static double Free(int[] cpus, int[] memory, int node) => Math.Min(cpus[node] / 40.0, memory[node] / 90.0);
}

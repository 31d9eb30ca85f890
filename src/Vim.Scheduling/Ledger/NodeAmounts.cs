using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Ledger;

/// <summary>What is free of one NUMA node, in the words of policies.</summary>
internal static class NodeAmounts
{
    public static HostAmounts FreeOf(HostState host, int node)
    {
        var shape = host.Shape.Nodes[node];
        var huge = 0L;
        for (var pool = shape.FirstPool; pool < shape.FirstPool + shape.PoolCount; pool++)
        {
            huge += host.PoolFree[pool] * host.Shape.Pools[pool].PageBytes;
        }

        var functions = 0;
        for (var function = 0; function < host.Functions.Length; function++)
        {
            ref readonly var free = ref host.Functions[function];
            functions += free.Whole || host.Shape.Functions[function].Node != node ? 0 : free.VirtualFunctions;
        }

        ref readonly var own = ref host.Nodes[node];
        return new(own.Cpus, own.Shared, HostRow.ToMiB(own.Small), HostRow.ToMiB(huge), functions);
    }
}

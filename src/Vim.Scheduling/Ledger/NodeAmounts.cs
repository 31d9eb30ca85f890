using System.Numerics;
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
            huge += Math.Max(0, host.PoolFree[pool]) * host.Shape.Pools[pool].PageBytes;
        }

        var functions = 0;
        for (var left = host.Shape.Functions.OnNode(node); left != 0; left &= left - 1)
        {
            ref readonly var free = ref host.Functions[BitOperations.TrailingZeroCount(left)];
            functions += free.Whole ? 0 : free.VirtualFunctions;
        }

        ref readonly var own = ref host.Nodes[node];
        return new(own.Cpus, own.Shared, HostRow.ToMiB(own.Small), HostRow.ToMiB(huge), functions);
    }
}

using System.Runtime.Intrinsics;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>What a row tells of a host: upper bounds of what any placement there may take.</summary>
internal enum Column
{
    Enabled,
    FreeCpus,
    NodeCpus,
    WholeCores,
    NodeWholeCores,
    WholeThreads,
    NodeWholeThreads,
    Shared,
    NodeShared,
    SmallMiB,
    NodeSmallMiB,
    HugeMiB,
    NodeHugeMiB,
    VirtualFunctions,
    Devices,
    StorageMiB,
}

/// <summary>
/// A host in sixteen numbers, its <see cref="Column"/>s. Sixteen, because that is one cache line and one vector:
/// whether a host may have enough of everything is one comparison of two vectors, and so is whether any host of a block
/// may, by the most that each column has there. A row never rules out a host that fits.
/// </summary>
internal static class HostRow
{
    /// <summary>Bounds that every row keeps.</summary>
    public static Vector512<int> NoBound { get; } = Vector512.Create(int.MinValue);

    public static bool Covers(in Vector512<int> row, in Vector512<int> least) =>
        Vector512.GreaterThanOrEqualAll(row, least);

    public static int At(in Vector512<int> row, Column column) => row.GetElement((int)column);

    /// <summary>Whole MiB of so many bytes, as far as an int holds them.</summary>
    public static int ToMiB(long bytes) => (int)Math.Clamp(bytes >> 20, int.MinValue, int.MaxValue);

    public static Vector512<int> Of(HostState host)
    {
        Span<int> row = stackalloc int[Vector512<int>.Count];
        row[(int)Column.Enabled] = host.Availability == HostAvailability.Enabled ? 1 : 0;
        row[(int)Column.Shared] = host.FreeShared;
        row[(int)Column.SmallMiB] = ToMiB(host.FreeSmall);
        row[(int)Column.StorageMiB] = ToMiB(host.FreeStorage);
        SetNodes(host, row);
        SetPools(host, row);
        SetFunctions(host, row);
        return Vector512.Create<int>(row);
    }

    private static void SetNodes(HostState host, Span<int> row)
    {
        var sum = default(NodeFree);
        var most = default(NodeFree);
        foreach (ref readonly var node in host.Nodes.AsSpan())
        {
            sum.Cpus += node.Cpus;
            sum.WholeCores += node.WholeCores;
            sum.WholeThreads += node.WholeThreads;
            most.Cpus = Math.Max(most.Cpus, node.Cpus);
            most.WholeCores = Math.Max(most.WholeCores, node.WholeCores);
            most.WholeThreads = Math.Max(most.WholeThreads, node.WholeThreads);
            most.Shared = Math.Max(most.Shared, node.Shared);
            most.Small = Math.Max(most.Small, node.Small);
        }

        row[(int)Column.FreeCpus] = sum.Cpus;
        row[(int)Column.NodeCpus] = most.Cpus;
        row[(int)Column.WholeCores] = sum.WholeCores;
        row[(int)Column.NodeWholeCores] = most.WholeCores;
        row[(int)Column.WholeThreads] = sum.WholeThreads;
        row[(int)Column.NodeWholeThreads] = most.WholeThreads;
        row[(int)Column.NodeShared] = most.Shared;
        row[(int)Column.NodeSmallMiB] = ToMiB(most.Small);
    }

    private static void SetPools(HostState host, Span<int> row)
    {
        var sum = 0L;
        var most = 0L;
        for (var pool = 0; pool < host.PoolFree.Length; pool++)
        {
            var bytes = Math.Max(0, host.PoolFree[pool]) * host.Shape.Pools[pool].PageBytes;
            sum += bytes;
            most = Math.Max(most, bytes);
        }

        row[(int)Column.HugeMiB] = ToMiB(sum);
        row[(int)Column.NodeHugeMiB] = ToMiB(most);
    }

    private static void SetFunctions(HostState host, Span<int> row)
    {
        foreach (ref readonly var function in host.Functions.AsSpan())
        {
            row[(int)Column.VirtualFunctions] += function.Whole ? 0 : function.VirtualFunctions;
        }

        foreach (var count in host.KindFree)
        {
            row[(int)Column.Devices] += count;
        }
    }
}

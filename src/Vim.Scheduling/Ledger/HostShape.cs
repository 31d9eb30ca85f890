using System.Numerics;
using Vim.Domain.Topology;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// What hosts of one model have alike, in the form that placement reads: NUMA nodes, cores, pools and functions by
/// index, in flat arrays. Immutable; a value, so that a zone keeps one for all hosts that are alike
/// (<see cref="ShapeTable"/>) and placement finds it in the cache. NUMA nodes are in order of their ids, cores in order
/// of node and lowest thread, functions and devices in the inventory's order.
/// </summary>
internal sealed class HostShape : IEquatable<HostShape>
{
    private readonly (long PageBytes, int[] PoolOfNode)[] _poolsOfSize;

    public HostShape(HostInventory inventory, NameTable names, NameTable traits)
    {
        Architecture = names.Intern(inventory.Architecture);
        Traits = [.. inventory.Traits.Select(traits.Intern)];
        var read = new NodeReader(inventory);
        Nodes = read.Nodes;
        Cores = [.. read.Cores];
        Threads = [.. read.Threads];
        Pools = [.. read.Pools];
        CoreOfCpu = read.CoreOfCpu;
        Sockets = read.Sockets;
        Distances = new(inventory, read.Sorted);
        AllNodes = Nodes.Length == 64 ? ulong.MaxValue : (1UL << Nodes.Length) - 1;
        _poolsOfSize = [.. Pools.Select(pool => pool.PageBytes).Distinct().Select(size => (size, PoolsWith(size)))];

        Dedicated = new ulong[(CoreOfCpu.Length + 63) / 64];
        inventory.DedicatedCpus.Words.CopyTo(Dedicated);
        SharedCpus = inventory.SharedCpus;
        SharedCapacity = NodeReader.Scale(inventory.SharedCpus.Count, inventory.SharedCpuRatio);
        SmallCapacity = Nodes.Sum(node => node.SmallCapacity);
        MostThreads = Cores.Max(core => core.ThreadCount);
        MinThreadCount = Cores.Min(core => core.ThreadCount);

        int[] nodeIds = [.. Nodes.Select(node => node.Id)];
        Functions = new(inventory, nodeIds, names);
        Devices = new(inventory, nodeIds, names);
        NodesWithFunctions = NodesWithAny();
        Capacity = new(
            inventory.DedicatedCpus.Count,
            SharedCapacity,
            HostRow.ToMiB(SmallCapacity),
            HostRow.ToMiB(Pools.Sum(pool => pool.PageBytes * pool.Capacity)),
            inventory.PhysicalFunctions.Sum(function => function.VirtualFunctions.Length));
    }

    public int Architecture { get; }

    /// <summary>Trait numbers.</summary>
    public int[] Traits { get; }

    /// <summary>CPUs for dedicated vCPUs, as bits.</summary>
    public ulong[] Dedicated { get; }

    /// <summary>Core index by CPU id; -1 where there is no such CPU.</summary>
    public int[] CoreOfCpu { get; }

    public NodeShape[] Nodes { get; }

    public NodeSockets Sockets { get; }

    public NodeDistances Distances { get; }

    public CoreShape[] Cores { get; }

    public int[] Threads { get; }

    /// <summary>Huge page pools, by node, the largest size first.</summary>
    public PoolShape[] Pools { get; }

    public FunctionTable Functions { get; }

    public DeviceTable Devices { get; }

    /// <summary>Nodes to which a physical function or device is attached, as bits.</summary>
    public ulong NodesWithFunctions { get; }

    public ulong AllNodes { get; }

    public CpuSet SharedCpus { get; }

    public int SharedCapacity { get; }

    public long SmallCapacity { get; }

    /// <summary>The most threads that a core has.</summary>
    public int MostThreads { get; }

    public bool HasSiblings => MostThreads > 1;

    /// <summary>Threads of the core that has the fewest.</summary>
    public int MinThreadCount { get; }

    /// <summary>What a scorer sees of it.</summary>
    public HostAmounts Capacity { get; }

    public int NodeIndex(int id)
    {
        for (var index = 0; index < Nodes.Length; index++)
        {
            if (Nodes[index].Id == id)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Functions on any of some nodes, both as bits.</summary>
    public ulong FunctionsOn(ulong nodes)
    {
        var functions = 0UL;
        for (nodes &= AllNodes; nodes != 0; nodes &= nodes - 1)
        {
            functions |= Functions.OnNode(BitOperations.TrailingZeroCount(nodes));
        }

        return functions;
    }

    /// <summary>Nodes on a socket of any of some nodes, as bits.</summary>
    public ulong NearOf(ulong nodes)
    {
        var near = 0UL;
        for (nodes &= AllNodes; nodes != 0; nodes &= nodes - 1)
        {
            near |= Sockets.Near(BitOperations.TrailingZeroCount(nodes));
        }

        return near;
    }

    /// <summary>The pool of a page size by node, -1 where a node has none; nothing where no node has one.</summary>
    public ReadOnlySpan<int> PoolsOf(long pageBytes)
    {
        foreach (var (size, poolOfNode) in _poolsOfSize)
        {
            if (size == pageBytes)
            {
                return poolOfNode;
            }
        }

        return [];
    }

    /// <summary>The pool of a page size on a node; -1 where there is none.</summary>
    public int PoolIndex(int node, long pageBytes) => PoolsOf(pageBytes) is { IsEmpty: false } pools ? pools[node] : -1;

    public bool Equals(HostShape? other) => ReferenceEquals(this, other)
        || (other is not null
            && Architecture == other.Architecture
            && SharedCapacity == other.SharedCapacity
            && SharedCpus.Equals(other.SharedCpus)
            && Traits.AsSpan().SequenceEqual(other.Traits)
            && Dedicated.AsSpan().SequenceEqual(other.Dedicated)
            && CoreOfCpu.AsSpan().SequenceEqual(other.CoreOfCpu)
            && Nodes.AsSpan().SequenceEqual(other.Nodes)
            && Sockets.Equals(other.Sockets)
            && Distances.Equals(other.Distances)
            && Cores.AsSpan().SequenceEqual(other.Cores)
            && Threads.AsSpan().SequenceEqual(other.Threads)
            && Pools.AsSpan().SequenceEqual(other.Pools)
            && Functions.Equals(other.Functions)
            && Devices.Equals(other.Devices));

    public override bool Equals(object? obj) => Equals(obj as HostShape);

    public override int GetHashCode() =>
        HashCode.Combine(Architecture, Capacity, Nodes.Length, Cores.Length, Functions, Devices);

    private int[] PoolsWith(long pageBytes) => [.. Nodes.Select(node =>
        Array.FindIndex(Pools, node.FirstPool, node.PoolCount, pool => pool.PageBytes == pageBytes))];

    private ulong NodesWithAny()
    {
        var nodes = 0UL;
        for (var node = 0; node < Nodes.Length; node++)
        {
            nodes |= Functions.OnNode(node) != 0 ? 1UL << node : 0;
        }

        foreach (var kind in Devices.Kinds)
        {
            nodes |= kind.Node >= 0 ? 1UL << kind.Node : 0;
        }

        return nodes;
    }
}

using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// Reads the NUMA nodes of an inventory into flat lists: nodes in order of their ids, cores by node and lowest thread,
/// pools by node, the largest pages first.
/// </summary>
internal sealed class NodeReader
{
    private readonly HostInventory _inventory;
    private readonly Dictionary<int, CpuThread> _cpus;

    public NodeReader(HostInventory inventory)
    {
        _inventory = inventory;
        _cpus = inventory.Cpus.ToDictionary(cpu => cpu.Id);
        CoreOfCpu = new int[inventory.Cpus.Max(cpu => cpu.Id) + 1];
        Array.Fill(CoreOfCpu, -1);
        Sorted = [.. inventory.NumaNodes.OrderBy(node => node.Id)];
        Nodes = [.. Sorted.Select(Read)];
        Sockets = new(Sorted, _cpus);
    }

    /// <summary>The inventory's nodes in the order of <see cref="Nodes"/>.</summary>
    public NumaNode[] Sorted { get; }

    public NodeShape[] Nodes { get; }

    public NodeSockets Sockets { get; }

    public List<CoreShape> Cores { get; } = [];

    public List<int> Threads { get; } = [];

    public List<PoolShape> Pools { get; } = [];

    /// <summary>Core index by CPU id; -1 where there is no such CPU.</summary>
    public int[] CoreOfCpu { get; }

    /// <summary>vCPUs that may float over so many CPUs.</summary>
    public static int Scale(int count, double ratio) => (int)Math.Min(int.MaxValue, Math.Floor(count * ratio));

    private NodeShape Read(NumaNode node, int index)
    {
        var firstCore = Cores.Count;
        ReadCores(node, index);
        var firstPool = Pools.Count;
        Pools.AddRange(node.HugePages
            .OrderByDescending(pool => pool.Size.Bytes)
            .Select(pool => new PoolShape(pool.Size.Bytes, pool.Total - pool.Reserved)));
        var huge = node.HugePages.Sum(pool => pool.Size.Bytes * pool.Total);
        var small = Math.Max(0, node.Memory.Bytes - huge - node.ReservedMemory.Bytes);
        var shared = node.Cpus.Intersect(_inventory.SharedCpus);
        return new()
        {
            Id = node.Id,
            FirstCore = firstCore,
            CoreCount = Cores.Count - firstCore,
            FirstPool = firstPool,
            PoolCount = Pools.Count - firstPool,
            SmallCapacity = (long)Math.Min(1L << 56, Math.Floor(small * _inventory.SmallPageRatio))
                / PageSize.Small.Bytes * PageSize.Small.Bytes,
            SharedCpus = shared,
            SharedCpuCount = shared.Count,
            SharedCapacity = Scale(shared.Count, _inventory.SharedCpuRatio),
        };
    }

    private void ReadCores(NumaNode node, int index)
    {
        var groups = node.Cpus
            .GroupBy(id => (_cpus[id].SocketId, _cpus[id].DieId, _cpus[id].CoreId))
            .OrderBy(group => group.Min());
        foreach (var group in groups)
        {
            var members = group.Order().ToArray();
            foreach (var member in members)
            {
                CoreOfCpu[member] = Cores.Count;
            }

            Cores.Add(new(index, Threads.Count, members.Length));
            Threads.AddRange(members);
        }
    }
}

using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// An inventory in the form that placement reads: NUMA nodes, cores, pools and functions by index, in flat arrays.
/// Immutable. NUMA nodes are in order of their ids, cores in order of node and lowest thread.
/// </summary>
internal sealed class HostShape
{
    public HostShape(HostInventory inventory, NameTable names, NameTable traits)
    {
        Inventory = inventory;
        Architecture = names.Intern(inventory.Architecture);
        Rack = names.Intern(inventory.Rack);
        Traits = [.. inventory.Traits.Select(traits.Intern)];
        var dedicated = inventory.DedicatedCpus;
        var highest = inventory.Cpus.Max(cpu => cpu.Id);
        Dedicated = new ulong[(highest >> 6) + 1];
        dedicated.Words.CopyTo(Dedicated);
        CoreOfCpu = new int[highest + 1];
        Array.Fill(CoreOfCpu, -1);

        var cores = new List<CoreShape>();
        var threads = new List<int>();
        var pools = new List<PoolShape>();
        var sorted = inventory.NumaNodes.OrderBy(node => node.Id).ToArray();
        Nodes = new NodeShape[sorted.Length];
        var cpus = inventory.Cpus.ToDictionary(cpu => cpu.Id);
        for (var index = 0; index < sorted.Length; index++)
        {
            Nodes[index] = AddNode(sorted[index], index, cpus, cores, threads, pools);
        }

        Cores = [.. cores];
        Threads = [.. threads];
        Pools = [.. pools];
        SetNear(sorted, cpus);
        AllNodes = Nodes.Length == 64 ? ulong.MaxValue : (1UL << Nodes.Length) - 1;
        SharedCapacity = Scale(inventory.SharedCpus.Count, inventory.SharedCpuRatio);
        SmallCapacity = Nodes.Sum(node => node.SmallCapacity);
        HasSiblings = Cores.Any(core => core.ThreadCount > 1);

        var words = 0;
        Functions = new FunctionShape[inventory.PhysicalFunctions.Length];
        for (var index = 0; index < Functions.Length; index++)
        {
            var function = inventory.PhysicalFunctions[index];
            Functions[index] = new(
                function.Address,
                function.NumaNode is { } id ? NodeIndex(id) : -1,
                names.Intern(function.PhysicalNetwork),
                function.CarriesVirtio,
                function.AllowsPassthrough,
                function.VirtualFunctions.Length,
                words,
                function.GuaranteeCapacity.BitsPerSecond);
            words += (function.VirtualFunctions.Length + 63) / 64;
        }

        VfWords = words;
        (DeviceKinds, KindOfDevice) = SortDevices(inventory, names);
        for (var index = 0; index < Nodes.Length; index++)
        {
            Nodes[index].HasFunctions = Functions.Any(function => function.Node == index)
                || DeviceKinds.Any(kind => kind.Node == index);
        }
    }

    public HostInventory Inventory { get; }

    public int Architecture { get; }

    public int Rack { get; }

    /// <summary>Trait numbers.</summary>
    public int[] Traits { get; }

    /// <summary>CPUs for dedicated vCPUs, as bits.</summary>
    public ulong[] Dedicated { get; }

    /// <summary>Core index by CPU id; -1 where there is no such CPU.</summary>
    public int[] CoreOfCpu { get; }

    public NodeShape[] Nodes { get; }

    public CoreShape[] Cores { get; }

    public int[] Threads { get; }

    /// <summary>Huge page pools, by node, the largest size first.</summary>
    public PoolShape[] Pools { get; }

    public FunctionShape[] Functions { get; }

    public int VfWords { get; }

    public DeviceKind[] DeviceKinds { get; }

    /// <summary>Kind of each device, in the inventory's order.</summary>
    public int[] KindOfDevice { get; }

    public ulong AllNodes { get; }

    public int SharedCapacity { get; }

    public long SmallCapacity { get; }

    public bool HasSiblings { get; }

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

    public int FunctionIndex(PciAddress address)
    {
        for (var index = 0; index < Functions.Length; index++)
        {
            if (Functions[index].Address == address)
            {
                return index;
            }
        }

        return -1;
    }

    public int VirtualFunctionIndex(int function, PciAddress address) =>
        Inventory.PhysicalFunctions[function].VirtualFunctions.IndexOf(address);

    public int DeviceIndex(PciAddress address)
    {
        for (var index = 0; index < Inventory.Devices.Length; index++)
        {
            if (Inventory.Devices[index].Address == address)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The pool of a page size on a node; -1 where there is none.</summary>
    public int PoolIndex(int node, long pageBytes)
    {
        var shape = Nodes[node];
        for (var index = shape.FirstPool; index < shape.FirstPool + shape.PoolCount; index++)
        {
            if (Pools[index].PageBytes == pageBytes)
            {
                return index;
            }
        }

        return -1;
    }

    private static int Scale(int count, double ratio) => (int)Math.Min(int.MaxValue, Math.Floor(count * ratio));

    private static (DeviceKind[] Kinds, int[] KindOfDevice) SortDevices(HostInventory inventory, NameTable names)
    {
        var kinds = new List<DeviceKind>();
        var kindOf = new int[inventory.Devices.Length];
        for (var index = 0; index < kindOf.Length; index++)
        {
            var device = inventory.Devices[index];
            var node = device.NumaNode is { } id ? IndexOf(inventory, id) : -1;
            var kind = new DeviceKind(device.VendorId, device.DeviceId, names.Intern(device.Alias), node);
            kindOf[index] = kinds.IndexOf(kind);
            if (kindOf[index] < 0)
            {
                kindOf[index] = kinds.Count;
                kinds.Add(kind);
            }
        }

        return ([.. kinds], kindOf);
    }

    private static int IndexOf(HostInventory inventory, int nodeId) =>
        inventory.NumaNodes.Any(node => node.Id == nodeId) ? inventory.NumaNodes.Count(node => node.Id < nodeId) : -1;

    private NodeShape AddNode(
        NumaNode node,
        int index,
        Dictionary<int, CpuThread> cpus,
        List<CoreShape> cores,
        List<int> threads,
        List<PoolShape> pools)
    {
        var firstCore = cores.Count;
        var groups = node.Cpus
            .GroupBy(id => (cpus[id].SocketId, cpus[id].DieId, cpus[id].CoreId))
            .OrderBy(group => group.Min());
        foreach (var group in groups)
        {
            var members = group.Order().ToArray();
            foreach (var member in members)
            {
                CoreOfCpu[member] = cores.Count;
            }

            cores.Add(new(index, threads.Count, members.Length));
            threads.AddRange(members);
        }

        var firstPool = pools.Count;
        foreach (var pool in node.HugePages.OrderByDescending(pool => pool.Size.Bytes))
        {
            pools.Add(new(pool.Size.Bytes, pool.Total - pool.Reserved));
        }

        var huge = node.HugePages.Sum(pool => pool.Size.Bytes * pool.Total);
        var small = Math.Max(0, node.Memory.Bytes - huge - node.ReservedMemory.Bytes);
        var shared = node.Cpus.Intersect(Inventory.SharedCpus);
        return new()
        {
            Id = node.Id,
            FirstCore = firstCore,
            CoreCount = cores.Count - firstCore,
            FirstPool = firstPool,
            PoolCount = pools.Count - firstPool,
            SmallCapacity = (long)Math.Min(1L << 56, Math.Floor(small * Inventory.SmallPageRatio))
                / PageSize.Small.Bytes * PageSize.Small.Bytes,
            SharedCpus = shared,
            SharedCapacity = Scale(shared.Count, Inventory.SharedCpuRatio),
        };
    }

    private void SetNear(NumaNode[] nodes, Dictionary<int, CpuThread> cpus)
    {
        var sockets = nodes.Select(node => node.Cpus.Select(id => cpus[id].SocketId).ToHashSet()).ToArray();
        for (var index = 0; index < nodes.Length; index++)
        {
            var near = 1UL << index;
            for (var other = 0; other < nodes.Length; other++)
            {
                near |= sockets[index].Overlaps(sockets[other]) ? 1UL << other : 0;
            }

            Nodes[index].Near = near;
        }
    }
}

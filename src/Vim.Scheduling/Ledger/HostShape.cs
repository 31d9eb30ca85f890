using System.Numerics;
using Vim.Domain.Topology;
using Vim.Domain.Units;
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
    public HostShape(HostInventory inventory, NameTable names, NameTable traits)
    {
        Architecture = names.Intern(inventory.Architecture);
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
            Nodes[index] = AddNode(inventory, sorted[index], index, cpus, cores, threads, pools);
        }

        Cores = [.. cores];
        Threads = [.. threads];
        Pools = [.. pools];
        SetNear(sorted, cpus);
        Distances = new(inventory, sorted);
        AllNodes = Nodes.Length == 64 ? ulong.MaxValue : (1UL << Nodes.Length) - 1;
        SharedCpus = inventory.SharedCpus;
        SharedCapacity = Scale(inventory.SharedCpus.Count, inventory.SharedCpuRatio);
        SmallCapacity = Nodes.Sum(node => node.SmallCapacity);
        MostThreads = Cores.Max(core => core.ThreadCount);
        MinThreadCount = Cores.Min(core => core.ThreadCount);

        var words = 0;
        var (nics, switches) = (new NameTable(), new NameTable());
        Functions = new FunctionShape[inventory.PhysicalFunctions.Length];
        for (var index = 0; index < Functions.Length; index++)
        {
            var function = inventory.PhysicalFunctions[index];
            Functions[index] = new(
                function.NumaNode is { } id ? NodeIndex(id) : -1,
                names.Intern(function.PhysicalNetwork),
                nics.Intern(function.Nic),
                switches.Intern(function.Switch),
                (function.CarriesVirtio ? FunctionOffers.Virtio : 0)
                    | (function.AllowsPassthrough ? FunctionOffers.Passthrough : 0)
                    | (function.OffersVhostUser ? FunctionOffers.VhostUser : 0)
                    | (function.OffersVdpa ? FunctionOffers.Vdpa : 0),
                function.VirtualFunctions.Length,
                words,
                function.GuaranteeCapacity.BitsPerSecond);
            words += (function.VirtualFunctions.Length + 63) / 64;
        }

        VfWords = words;
        for (var index = 0; index < Functions.Length; index++)
        {
            FunctionsOfNoNode |= Functions[index].Node < 0 ? 1UL << index : 0;
        }

        (DeviceKinds, KindOfDevice) = DeviceSorter.Sort(inventory, names);
        DeviceCounts = new int[DeviceKinds.Length];
        foreach (var kind in KindOfDevice)
        {
            DeviceCounts[kind]++;
            HasWholes |= DeviceKinds[kind].IsWhole;
        }

        for (var index = 0; index < Nodes.Length; index++)
        {
            for (var function = 0; function < Functions.Length; function++)
            {
                Nodes[index].Functions |= Functions[function].Node == index ? 1UL << function : 0;
            }

            Nodes[index].HasFunctions = Nodes[index].Functions != 0
                || DeviceKinds.Any(kind => kind.Node == index);
        }

        Capacity = new(
            dedicated.Count,
            SharedCapacity,
            HostRow.ToMiB(SmallCapacity),
            HostRow.ToMiB(Pools.Sum(pool => pool.PageBytes * pool.Capacity)),
            Functions.Sum(function => function.VirtualFunctionCount));
    }

    public int Architecture { get; }

    /// <summary>Trait numbers.</summary>
    public int[] Traits { get; }

    /// <summary>CPUs for dedicated vCPUs, as bits.</summary>
    public ulong[] Dedicated { get; }

    /// <summary>Core index by CPU id; -1 where there is no such CPU.</summary>
    public int[] CoreOfCpu { get; }

    public NodeShape[] Nodes { get; }

    public NodeDistances Distances { get; }

    public CoreShape[] Cores { get; }

    public int[] Threads { get; }

    /// <summary>Huge page pools, by node, the largest size first.</summary>
    public PoolShape[] Pools { get; }

    public FunctionShape[] Functions { get; }

    /// <summary>Functions of which no NUMA node is known, as bits.</summary>
    public ulong FunctionsOfNoNode { get; }

    public int VfWords { get; }

    public DeviceKind[] DeviceKinds { get; }

    /// <summary>Kind of each device, in the inventory's order.</summary>
    public int[] KindOfDevice { get; }

    /// <summary>Devices of each kind.</summary>
    public int[] DeviceCounts { get; }

    /// <summary>Whether a guest may have a device of which others are parts.</summary>
    public bool HasWholes { get; }

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
            functions |= Nodes[BitOperations.TrailingZeroCount(nodes)].Functions;
        }

        return functions;
    }

    /// <summary>Nodes on a socket of any of some nodes, as bits.</summary>
    public ulong NearOf(ulong nodes)
    {
        var near = 0UL;
        for (nodes &= AllNodes; nodes != 0; nodes &= nodes - 1)
        {
            near |= Nodes[BitOperations.TrailingZeroCount(nodes)].Near;
        }

        return near;
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

    public bool Equals(HostShape? other) => ReferenceEquals(this, other)
        || (other is not null
            && Architecture == other.Architecture
            && SharedCapacity == other.SharedCapacity
            && SharedCpus.Equals(other.SharedCpus)
            && Traits.AsSpan().SequenceEqual(other.Traits)
            && Dedicated.AsSpan().SequenceEqual(other.Dedicated)
            && CoreOfCpu.AsSpan().SequenceEqual(other.CoreOfCpu)
            && Nodes.AsSpan().SequenceEqual(other.Nodes)
            && Distances.Equals(other.Distances)
            && Cores.AsSpan().SequenceEqual(other.Cores)
            && Threads.AsSpan().SequenceEqual(other.Threads)
            && Pools.AsSpan().SequenceEqual(other.Pools)
            && Functions.AsSpan().SequenceEqual(other.Functions)
            && DeviceKinds.AsSpan().SequenceEqual(other.DeviceKinds)
            && KindOfDevice.AsSpan().SequenceEqual(other.KindOfDevice));

    public override bool Equals(object? obj) => Equals(obj as HostShape);

    public override int GetHashCode() =>
        HashCode.Combine(Architecture, Capacity, Nodes.Length, Cores.Length, Functions.Length, KindOfDevice.Length);

    private static int Scale(int count, double ratio) => (int)Math.Min(int.MaxValue, Math.Floor(count * ratio));

    private NodeShape AddNode(
        HostInventory inventory,
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
        var shared = node.Cpus.Intersect(inventory.SharedCpus);
        return new()
        {
            Id = node.Id,
            FirstCore = firstCore,
            CoreCount = cores.Count - firstCore,
            FirstPool = firstPool,
            PoolCount = pools.Count - firstPool,
            SmallCapacity = (long)Math.Min(1L << 56, Math.Floor(small * inventory.SmallPageRatio))
                / PageSize.Small.Bytes * PageSize.Small.Bytes,
            SharedCpus = shared,
            SharedCpuCount = shared.Count,
            SharedCapacity = Scale(shared.Count, inventory.SharedCpuRatio),
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

using System.Numerics;
using System.Runtime.Intrinsics;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// One host in the ledger: its shape less its claims, as counters and bits that a fit reads without computing. What
/// is booked is a function of shape and claims alone, whatever the order; booking and releasing undo each other
/// exactly. A part of a claim that the shape does not have (the inventory shrank) is skipped both ways.
/// </summary>
internal sealed class HostState
{
    public HostState(HostInventory inventory, HostShape shape, HostSite site, HostAvailability availability)
    {
        Inventory = inventory;
        Shape = shape;
        Site = site;
        Availability = availability;
        FreeCpus = [.. shape.Dedicated];
        Claimed = new ulong[shape.Dedicated.Length];
        CoreFree = new int[shape.Cores.Length];
        Nodes = new NodeFree[shape.Nodes.Length];
        PoolFree = [.. shape.Pools.Select(pool => pool.Capacity)];
        Functions = [.. shape.Functions.Select(function => new FunctionFree
        {
            VirtualFunctions = function.VirtualFunctionCount,
            Ingress = function.Capacity,
            Egress = function.Capacity,
        })];
        VfClaimed = new ulong[shape.VfWords];
        DeviceClaimed = new bool[shape.KindOfDevice.Length];
        KindFree = new int[shape.DeviceKinds.Length];
        foreach (var kind in shape.KindOfDevice)
        {
            KindFree[kind]++;
        }

        FreeSmall = shape.SmallCapacity;
        FreeShared = shape.SharedCapacity;
        FreeStorage = inventory.LocalStorage.Bytes;
        CountCpus();
    }

    private HostState(HostState other)
    {
        Inventory = other.Inventory;
        Shape = other.Shape;
        Site = other.Site;
        Availability = other.Availability;
        FreeCpus = [.. other.FreeCpus];
        Claimed = [.. other.Claimed];
        CoreFree = [.. other.CoreFree];
        Nodes = [.. other.Nodes];
        PoolFree = [.. other.PoolFree];
        Functions = [.. other.Functions];
        VfClaimed = [.. other.VfClaimed];
        DeviceClaimed = [.. other.DeviceClaimed];
        KindFree = [.. other.KindFree];
        FreeSmall = other.FreeSmall;
        FreeShared = other.FreeShared;
        FreeStorage = other.FreeStorage;
        Claims = new(other.Claims);
    }

    public HostInventory Inventory { get; }

    public HostShape Shape { get; }

    public HostId Id => Inventory.Id;

    /// <summary>What it stands in.</summary>
    public HostSite Site { get; }

    public HostAvailability Availability { get; set; }

    /// <summary>What the index has of it.</summary>
    public Vector512<int> Row { get; set; }

    /// <summary>Names this very state of it: no other state of any host of the ledger has or had the same.</summary>
    public long Stamp { get; set; }

    /// <summary>Dedicated CPUs that are free, as bits.</summary>
    public ulong[] FreeCpus { get; }

    /// <summary>CPUs that a guest has for itself, as bits.</summary>
    public ulong[] Claimed { get; }

    /// <summary>Free dedicated threads by core.</summary>
    public int[] CoreFree { get; }

    public NodeFree[] Nodes { get; }

    public long[] PoolFree { get; }

    public FunctionFree[] Functions { get; }

    public ulong[] VfClaimed { get; }

    public bool[] DeviceClaimed { get; }

    public int[] KindFree { get; }

    /// <summary>Bytes of small pages on all nodes, less what is bound to nodes and what floats.</summary>
    public long FreeSmall { get; set; }

    /// <summary>vCPUs that may still float, on all nodes.</summary>
    public int FreeShared { get; set; }

    public long FreeStorage { get; set; }

    public Dictionary<ComputeId, Claim> Claims { get; } = [];

    /// <summary>Whether all threads of a core are dedicated CPUs and free.</summary>
    public bool IsWhole(int core) => CoreFree[core] == Shape.Cores[core].ThreadCount;

    /// <summary>
    /// How many vCPUs of one guest NUMA node may float on a node: as many as are free there, and no more than there are
    /// shared CPUs. A ratio lets guests share CPUs with others; vCPUs of one guest that wait for each other stall it.
    /// </summary>
    public int FloatingRoom(int node) => Math.Min(Nodes[node].Shared, Shape.Nodes[node].SharedCpuCount);

    /// <summary>The same, in no index.</summary>
    public HostState Copy() => new(this);

    /// <summary>The physical function with an address; -1 where there is none.</summary>
    public int FunctionIndex(PciAddress address)
    {
        var functions = Inventory.PhysicalFunctions;
        for (var index = 0; index < functions.Length; index++)
        {
            if (functions[index].Address == address)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The VF of a function with an address; -1 where there is none.</summary>
    public int VirtualFunctionIndex(int function, PciAddress address) =>
        Inventory.PhysicalFunctions[function].VirtualFunctions.IndexOf(address);

    /// <summary>The device with an address; -1 where there is none.</summary>
    public int DeviceIndex(PciAddress address)
    {
        var devices = Inventory.Devices;
        for (var index = 0; index < devices.Length; index++)
        {
            if (devices[index].Address == address)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Books a placement (<paramref name="sign"/> 1) or takes it back (-1).</summary>
    public void Book(HostPlacement placement, int sign)
    {
        BookCpus(placement, sign);
        foreach (var node in placement.Nodes)
        {
            BookNode(node, sign);
        }

        FreeShared -= sign * placement.FloatingVirtualCpuCount;
        FreeSmall -= sign * placement.FloatingMemory.Bytes;
        FreeStorage -= sign * placement.LocalStorage.Bytes;
        foreach (var vnic in placement.Vnics)
        {
            BookVnic(vnic, sign);
        }

        foreach (var address in placement.Devices)
        {
            var device = DeviceIndex(address);
            if (device >= 0)
            {
                DeviceClaimed[device] = sign > 0;
                KindFree[Shape.KindOfDevice[device]] -= sign;
            }
        }
    }

    private void BookCpus(HostPlacement placement, int sign)
    {
        foreach (var pin in placement.Pins)
        {
            BookCpu(pin.HostCpu, sign);
        }

        BookCpus(placement.IdleSiblings, sign);
        if (placement.EmulatorIsolated)
        {
            BookCpus(placement.EmulatorCpus, sign);
        }
    }

    private void BookCpus(CpuSet cpus, int sign)
    {
        var words = cpus.Words;
        for (var index = 0; index < words.Length; index++)
        {
            for (var word = words[index]; word != 0; word &= word - 1)
            {
                BookCpu((index << 6) + BitOperations.TrailingZeroCount(word), sign);
            }
        }
    }

    private void BookCpu(int cpu, int sign)
    {
        if (cpu >= Shape.CoreOfCpu.Length || Shape.CoreOfCpu[cpu] < 0)
        {
            return;
        }

        var bit = 1UL << (cpu & 63);
        Claimed[cpu >> 6] ^= bit;
        if ((Shape.Dedicated[cpu >> 6] & bit) == 0)
        {
            return;
        }

        FreeCpus[cpu >> 6] ^= bit;
        var core = Shape.CoreOfCpu[cpu];
        CountCore(core, -1);
        CoreFree[core] -= sign;
        CountCore(core, 1);
    }

    private void BookNode(GuestNodePlacement part, int sign)
    {
        var node = Shape.NodeIndex(part.HostNode);
        if (node < 0)
        {
            return;
        }

        Nodes[node].Shared -= sign * part.FloatingVirtualCpuCount;
        if (part.PageSize == PageSize.Small)
        {
            Nodes[node].Small -= sign * part.Memory.Bytes;
            FreeSmall -= sign * part.Memory.Bytes;
            return;
        }

        var pool = Shape.PoolIndex(node, part.PageSize.Bytes);
        if (pool >= 0)
        {
            PoolFree[pool] -= sign * part.PageCount;
        }
    }

    private void BookVnic(VnicPlacement vnic, int sign)
    {
        var function = vnic.PhysicalFunction is { } address ? FunctionIndex(address) : -1;
        if (function < 0)
        {
            return;
        }

        ref var free = ref Functions[function];
        free.Uses += sign;
        free.Ingress -= sign * vnic.GuaranteedIngress.BitsPerSecond;
        free.Egress -= sign * vnic.GuaranteedEgress.BitsPerSecond;
        if (vnic.Kind == VnicKind.PfPassthrough)
        {
            free.Whole = sign > 0;
        }

        var index = vnic.VirtualFunction is { } vf ? VirtualFunctionIndex(function, vf) : -1;
        if (index >= 0)
        {
            VfClaimed[Shape.Functions[function].FirstVfWord + (index >> 6)] ^= 1UL << (index & 63);
            free.VirtualFunctions -= sign;
        }
    }

    private void CountCpus()
    {
        for (var core = 0; core < Shape.Cores.Length; core++)
        {
            var shape = Shape.Cores[core];
            for (var thread = shape.FirstThread; thread < shape.FirstThread + shape.ThreadCount; thread++)
            {
                var cpu = Shape.Threads[thread];
                CoreFree[core] += (int)(Shape.Dedicated[cpu >> 6] >> (cpu & 63) & 1);
            }

            CountCore(core, 1);
        }

        for (var node = 0; node < Nodes.Length; node++)
        {
            Nodes[node].Small = Shape.Nodes[node].SmallCapacity;
            Nodes[node].Shared = Shape.Nodes[node].SharedCapacity;
        }
    }

    private void CountCore(int core, int sign)
    {
        var shape = Shape.Cores[core];
        ref var node = ref Nodes[shape.Node];
        node.Cpus += sign * CoreFree[core];
        if (IsWhole(core))
        {
            node.WholeCores += sign;
            node.WholeThreads += shape.ThreadCount > 1 ? sign * shape.ThreadCount : 0;
        }
    }
}

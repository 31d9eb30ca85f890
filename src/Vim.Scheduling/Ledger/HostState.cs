using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.Intrinsics;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// One host in the ledger: its shape less its claims, as counters and bits that a fit reads without computing. What
/// is booked is a function of shape and claims alone, whatever the order; booking and releasing undo each other
/// exactly. A part of a claim that the shape does not have (the inventory shrank) is skipped both ways.
/// </summary>
internal sealed partial class HostState
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
        Functions = shape.Functions.AllFree();
        VfClaimed = new ulong[shape.Functions.VfWords];
        DeviceClaimed = new bool[shape.Devices.KindOf.Length];
        KindFree = [.. shape.Devices.Counts];
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
        Aggregates = other.Aggregates;
        AggregateNumbers = other.AggregateNumbers;
        Availability = other.Availability;
        IsRoom = other.IsRoom;
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
        Held = new(other.Held);
    }

    public HostInventory Inventory { get; }

    public HostShape Shape { get; }

    public HostId Id => Inventory.Id;

    /// <summary>What it stands in.</summary>
    public HostSite Site { get; }

    public HostAvailability Availability { get; set; }

    /// <summary>The aggregates that its operator put it in.</summary>
    public ImmutableSortedSet<string> Aggregates { get; private set; } = [];

    /// <summary>The numbers of their names.</summary>
    public int[] AggregateNumbers { get; private set; } = [];

    /// <summary>
    /// Whether it is the room of one placement (<see cref="OnlyWith"/>): what is not free is out of reach, not claimed.
    /// </summary>
    public bool IsRoom { get; private init; }

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

    /// <summary>Claims of computes.</summary>
    public Dictionary<ComputeId, Claim> Claims { get; } = [];

    /// <summary>Claims of reservations.</summary>
    public Dictionary<ReservedPlace, Claim> Held { get; } = [];

    public IEnumerable<Claim> AllClaims => Claims.Values.Concat(Held.Values);

    /// <summary>Whether all threads of a core are dedicated CPUs and free.</summary>
    public bool IsWhole(int core) => CoreFree[core] == Shape.Cores[core].ThreadCount;

    /// <summary>
    /// How many vCPUs of one guest NUMA node may float on a node: as many as are free there, and no more than there are
    /// shared CPUs. A ratio lets guests share CPUs with others; vCPUs of one guest that wait for each other stall it.
    /// </summary>
    public int FloatingRoom(int node) => Math.Min(Nodes[node].Shared, Shape.Nodes[node].SharedCpuCount);

    /// <summary>Those of some functions that no guest has whole, as bits.</summary>
    public ulong NotWhole(ulong functions)
    {
        for (var left = functions; left != 0; left &= left - 1)
        {
            var function = BitOperations.TrailingZeroCount(left);
            functions &= ~(Functions[function].Whole ? 1UL << function : 0);
        }

        return functions;
    }

    public void SetAggregates(ImmutableSortedSet<string> aggregates, NameTable names)
    {
        Aggregates = aggregates;
        AggregateNumbers = [.. aggregates.Select(names.Intern)];
    }

    /// <summary>The same, in no index.</summary>
    public HostState Copy() => new(this);

    /// <summary>
    /// The same host with nothing free but what a placement on it takes, in no index: what fits it fits inside the
    /// placement.
    /// </summary>
    public HostState OnlyWith(HostPlacement placement)
    {
        var only = new HostState(Inventory, Shape, Site, Availability) { IsRoom = true };
        only.TakeAll();
        foreach (var vnic in placement.Vnics)
        {
            var function = vnic.PhysicalFunction is { } address ? FunctionIndex(address) : -1;
            if (function >= 0)
            {
                // One use more than is given back, but for a whole function: else it would be free as a whole.
                only.Functions[function].Whole = false;
                only.Functions[function].Uses += vnic.Kind == VnicKind.PfPassthrough ? 0 : 1;
            }
        }

        only.Book(placement, -1);
        return only;
    }

    private void TakeAll()
    {
        Array.Clear(FreeCpus);
        Array.Fill(Claimed, ulong.MaxValue);
        Array.Clear(CoreFree);
        Array.Clear(Nodes);
        Array.Clear(PoolFree);
        Array.Fill(Functions, new FunctionFree { Whole = true, Uses = 1 });
        Array.Fill(VfClaimed, ulong.MaxValue);
        Array.Fill(DeviceClaimed, true);
        Array.Clear(KindFree);
        (FreeSmall, FreeShared, FreeStorage) = (0, 0, 0);
    }

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
}

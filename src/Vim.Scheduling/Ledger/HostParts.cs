using Vim.Domain.Topology;

namespace Vim.Scheduling.Ledger;

/// <summary>One core: its threads are <c>Threads[FirstThread .. FirstThread + ThreadCount]</c> of the shape.</summary>
internal readonly record struct CoreShape(int Node, int FirstThread, int ThreadCount);

/// <summary>One huge page pool of one NUMA node.</summary>
internal readonly record struct PoolShape(long PageBytes, long Capacity);

/// <summary>What never changes of one NUMA node while the inventory stands.</summary>
internal sealed record NodeShape
{
    public required int Id { get; init; }

    public required int FirstCore { get; init; }

    public required int CoreCount { get; init; }

    public required int FirstPool { get; init; }

    public required int PoolCount { get; init; }

    /// <summary>Bytes of small pages that guests may claim, overcommit included.</summary>
    public required long SmallCapacity { get; init; }

    public required CpuSet SharedCpus { get; init; }

    public required int SharedCpuCount { get; init; }

    /// <summary>vCPUs that may float over the node's shared CPUs.</summary>
    public required int SharedCapacity { get; init; }
}

/// <summary>Kinds of vNICs that not every physical function serves.</summary>
[Flags]
internal enum FunctionOffers
{
    None = 0,
    Virtio = 1,
    Passthrough = 2,
    VhostUser = 4,
    Vdpa = 8,
    All = Virtio | Passthrough | VhostUser | Vdpa,
}

/// <summary>What never changes of one physical function.</summary>
/// <param name="Node">Index of its NUMA node; -1 where the firmware tells none.</param>
/// <param name="Network">Number of its physical network.</param>
/// <param name="Nic">Number of its card within the host; -1 where it has no name.</param>
/// <param name="Switch">Number of its switch within the host; -1 where nobody knows it.</param>
/// <param name="Offers">The kinds of vNICs that it serves.</param>
/// <param name="VirtualFunctionCount">VFs.</param>
/// <param name="FirstVfWord">Where the bits of its VFs begin.</param>
/// <param name="Capacity">What may be guaranteed each way, bit/s.</param>
internal readonly record struct FunctionShape(
    int Node,
    int Network,
    int Nic,
    int Switch,
    FunctionOffers Offers,
    int VirtualFunctionCount,
    int FirstVfWord,
    long Capacity);

/// <summary>PCI devices that no request can tell apart.</summary>
/// <param name="Vendor">PCI vendor id.</param>
/// <param name="Device">PCI device id.</param>
/// <param name="Alias">Number of the operator's name.</param>
/// <param name="Node">Index of the NUMA node; -1 where the firmware tells none.</param>
/// <param name="Parent">Number of the physical device within the host; -1 where each is one by itself.</param>
/// <param name="IsWhole">Whether it is the physical device of which others are parts.</param>
internal readonly record struct DeviceKind(ushort Vendor, ushort Device, int Alias, int Node, int Parent, bool IsWhole);

/// <summary>What is free of one NUMA node. Negative where claims outlived the inventory that covered them.</summary>
internal record struct NodeFree
{
    /// <summary>Dedicated CPUs.</summary>
    public int Cpus;

    /// <summary>Cores all of whose threads are dedicated CPUs and free.</summary>
    public int WholeCores;

    /// <summary>Threads of such cores that have siblings.</summary>
    public int WholeThreads;

    /// <summary>Bytes of small pages.</summary>
    public long Small;

    /// <summary>vCPUs that may still float here.</summary>
    public int Shared;
}

/// <summary>What is free of one physical function.</summary>
internal record struct FunctionFree
{
    public int VirtualFunctions;

    /// <summary>vNICs booked on it.</summary>
    public int Uses;

    /// <summary>Whether a guest has it whole.</summary>
    public bool Whole;

    public long Ingress;

    public long Egress;
}

using System.Collections.Immutable;
using Vim.Domain.Units;

namespace Vim.Domain.Topology;

/// <summary>One NUMA node of a host. Ids may be sparse; a node may have no CPUs (memory only) or no memory.</summary>
public sealed record NumaNode
{
    /// <summary>The kernel's node number, 0 or more.</summary>
    public required int Id { get; init; }

    /// <summary>CPUs local to the node; empty for a memory-only node.</summary>
    public required CpuSet Cpus { get; init; }

    /// <summary>All memory of the node, huge pages included.</summary>
    public required MemorySize Memory { get; init; }

    /// <summary>Small-page memory kept for the host itself; never given to a guest.</summary>
    public MemorySize ReservedMemory { get; init; }

    /// <summary>Huge page pools, at most one a size.</summary>
    public ImmutableArray<HugePagePool> HugePages { get; init; } = [];

    /// <summary>
    /// ACPI SLIT distances to the nodes of the host, in the order of <see cref="HostInventory.NumaNodes"/>; 10 is
    /// local. Empty where the firmware tells none.
    /// </summary>
    public ImmutableArray<int> Distances { get; init; } = [];
}

/// <summary>Pages of one size that a NUMA node has set aside at boot.</summary>
/// <param name="Size">Page size.</param>
/// <param name="Total">nr_hugepages of the node.</param>
/// <param name="Reserved">Pages kept for the host (a vSwitch's, say); 0 to <paramref name="Total"/>.</param>
public readonly record struct HugePagePool(PageSize Size, long Total, long Reserved);

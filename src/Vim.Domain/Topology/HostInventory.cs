using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Units;

namespace Vim.Domain.Topology;

/// <summary>
/// What a compute host has, as its agent discovered it and its operator set it aside. Usage is not in it: what is
/// free follows from the inventory less the claims.
/// </summary>
public sealed record HostInventory
{
    /// <summary>The host.</summary>
    public required HostId Id { get; init; }

    /// <summary>Resource zone it belongs to.</summary>
    public required ZoneId Zone { get; init; }

    /// <summary>Linux boot_id: another value means the host was rebooted and no guest of before runs.</summary>
    public required string BootId { get; init; }

    /// <summary>Maker and model, for people.</summary>
    public string Model { get; init; } = "";

    /// <summary>Rack, for affinity of rack scope; empty where unknown.</summary>
    public string Rack { get; init; } = "";

    /// <summary>
    /// What fails as one with it, for affinity of fault domain scope: a power feed, a room; empty where unknown.
    /// </summary>
    public string FaultDomain { get; init; } = "";

    /// <summary>CPU architecture as Linux names it: <c>x86_64</c>, <c>aarch64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>All hardware threads, by id.</summary>
    public required ImmutableArray<CpuThread> Cpus { get; init; }

    /// <summary>All NUMA nodes, by id; ids may have gaps. Every CPU is in exactly one.</summary>
    public required ImmutableArray<NumaNode> NumaNodes { get; init; }

    /// <summary>Housekeeping CPUs: the host's own, never a guest's.</summary>
    public required CpuSet ReservedCpus { get; init; }

    /// <summary>
    /// CPUs on which shared vCPUs and shared emulator threads float; disjoint from <see cref="ReservedCpus"/>. All
    /// other CPUs serve dedicated vCPUs.
    /// </summary>
    public required CpuSet SharedCpus { get; init; }

    /// <summary>Shared vCPUs for each shared CPU, 1 or more (cpu_allocation_ratio).</summary>
    public double SharedCpuRatio { get; init; } = 1;

    /// <summary>
    /// Guest memory for each byte of small-page memory, 1 or more; huge pages are never overcommitted.
    /// </summary>
    public double SmallPageRatio { get; init; } = 1;

    /// <summary>Physical functions of its NICs.</summary>
    public ImmutableArray<PhysicalFunction> PhysicalFunctions { get; init; } = [];

    /// <summary>PCI devices for guests.</summary>
    public ImmutableArray<PciDevice> Devices { get; init; } = [];

    /// <summary>Local storage for guests' disks.</summary>
    public MemorySize LocalStorage { get; init; }

    /// <summary>
    /// What the host offers, as OpenStack trait names: <c>HW_CPU_X86_AVX512F</c>, <c>CUSTOM_RT_KERNEL</c>.
    /// </summary>
    public ImmutableSortedSet<string> Traits { get; init; } = [];

    /// <summary>CPUs for dedicated vCPUs: neither reserved nor shared.</summary>
    public CpuSet DedicatedCpus => CpuSet.Of(Cpus.Select(cpu => cpu.Id)).Except(ReservedCpus).Except(SharedCpus);
}

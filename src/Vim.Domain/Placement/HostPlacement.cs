using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Domain.Placement;

/// <summary>
/// The effective placement of one compute: exactly what of one host is its own. The claim that the ledger books, the
/// order that the agent carries out, and the answer that the client gets.
/// </summary>
public sealed record HostPlacement
{
    /// <summary>The host.</summary>
    public required HostId Host { get; init; }

    /// <summary>Where each guest NUMA node lies; empty where the guest has no topology and floats.</summary>
    public ImmutableArray<GuestNodePlacement> Nodes { get; init; } = [];

    /// <summary>The host CPU of each dedicated vCPU, by vCPU.</summary>
    public ImmutableArray<VirtualCpuPin> Pins { get; init; } = [];

    /// <summary>
    /// How many vCPUs float over <see cref="FloatingCpus"/>, in all. Those of a guest NUMA node
    /// (<see cref="GuestNodePlacement.FloatingVirtualCpuCount"/>) float over the ones on its host NUMA node only.
    /// </summary>
    public int FloatingVirtualCpuCount { get; init; }

    /// <summary>Host CPUs that floating vCPUs may run on.</summary>
    public CpuSet FloatingCpus { get; init; } = CpuSet.Empty;

    /// <summary>Host CPUs of the hypervisor's own threads of this guest. Claimed for it alone when isolated.</summary>
    public CpuSet EmulatorCpus { get; init; } = CpuSet.Empty;

    /// <summary>Whether <see cref="EmulatorCpus"/> is claimed for this guest alone.</summary>
    public bool EmulatorIsolated { get; init; }

    /// <summary>Siblings that stay idle because the guest isolates its cores; claimed, but used by nobody.</summary>
    public CpuSet IdleSiblings { get; init; } = CpuSet.Empty;

    /// <summary>Small-page memory of a guest without a topology; zero where <see cref="Nodes"/> tells it.</summary>
    public MemorySize FloatingMemory { get; init; }

    /// <summary>Storage on the host's local disk.</summary>
    public MemorySize LocalStorage { get; init; }

    /// <summary>What each vNIC got, in the request's order.</summary>
    public ImmutableArray<VnicPlacement> Vnics { get; init; } = [];

    /// <summary>PCI devices, in the request's order.</summary>
    public ImmutableArray<PciAddress> Devices { get; init; } = [];

    /// <summary>Every CPU that no other guest may have: pins, isolated emulator CPUs, idle siblings.</summary>
    public CpuSet ClaimedCpus =>
        CpuSet.Of(Pins.Select(pin => pin.HostCpu))
            .Union(EmulatorIsolated ? EmulatorCpus : CpuSet.Empty)
            .Union(IdleSiblings);
}

/// <summary>Where one guest NUMA node lies.</summary>
/// <param name="GuestNode">Guest NUMA node id.</param>
/// <param name="HostNode">Host NUMA node id.</param>
/// <param name="PageSize">Size of the pages that back its memory.</param>
/// <param name="PageCount">How many pages.</param>
/// <param name="FloatingVirtualCpuCount">
/// How many of its vCPUs float over the shared CPUs of the host NUMA node; they are claimed there.
/// </param>
public readonly record struct GuestNodePlacement(
    int GuestNode,
    int HostNode,
    PageSize PageSize,
    long PageCount,
    int FloatingVirtualCpuCount)
{
    /// <summary>The memory that the pages make up.</summary>
    public MemorySize Memory => PageSize.Times(PageCount);
}

/// <summary>One dedicated vCPU and its host CPU.</summary>
/// <param name="VirtualCpu">vCPU index.</param>
/// <param name="HostCpu">Hardware thread of the host.</param>
public readonly record struct VirtualCpuPin(int VirtualCpu, int HostCpu);

/// <summary>What one vNIC got.</summary>
public sealed record VnicPlacement
{
    /// <summary>The vNIC's name in the request.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of.</summary>
    public required VnicKind Kind { get; init; }

    /// <summary>
    /// The physical function that carries it and on which its rates are claimed; null where it needs none
    /// (<see cref="VnicRequirement.NeedsFunction"/>).
    /// </summary>
    public PciAddress? PhysicalFunction { get; init; }

    /// <summary>The virtual function that is the guest's own; null unless the kind takes one.</summary>
    public PciAddress? VirtualFunction { get; init; }

    /// <summary>Claimed toward the guest.</summary>
    public Bandwidth GuaranteedIngress { get; init; }

    /// <summary>Claimed from the guest.</summary>
    public Bandwidth GuaranteedEgress { get; init; }

    /// <summary>Limit toward the guest; null: none.</summary>
    public Bandwidth? PeakIngress { get; init; }

    /// <summary>Limit from the guest; null: none.</summary>
    public Bandwidth? PeakEgress { get; init; }
}

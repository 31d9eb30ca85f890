using System.Collections.Immutable;
using Vim.Domain.Units;

namespace Vim.Domain.Topology;

/// <summary>One physical function (port) of a NIC.</summary>
public sealed record PhysicalFunction
{
    /// <summary>PCI address of the function.</summary>
    public required PciAddress Address { get; init; }

    /// <summary>The kernel's interface name, <c>ens1f0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The card it sits on: functions of one card share it. Used for "on different NICs".</summary>
    public required string Nic { get; init; }

    /// <summary>NUMA node the card is attached to; null where the firmware tells none.</summary>
    public required int? NumaNode { get; init; }

    /// <summary>The network its cable leads to; null where it is not wired for guests.</summary>
    public required string? PhysicalNetwork { get; init; }

    /// <summary>The switch at the other end; null where unknown.</summary>
    public string? Switch { get; init; }

    /// <summary>PCI vendor id.</summary>
    public ushort VendorId { get; init; }

    /// <summary>PCI device id.</summary>
    public ushort DeviceId { get; init; }

    /// <summary>Link speed, the same each way.</summary>
    public required Bandwidth LinkSpeed { get; init; }

    /// <summary>Rate kept back each way (storage, management, best effort); never guaranteed to a guest.</summary>
    public Bandwidth ReservedBandwidth { get; init; }

    /// <summary>Enabled virtual functions, in order; empty where SR-IOV is off.</summary>
    public ImmutableArray<PciAddress> VirtualFunctions { get; init; } = [];

    /// <summary>Whether the host's vSwitch sends virtio traffic of the physical network through it.</summary>
    public bool CarriesVirtio { get; init; }

    /// <summary>Whether a vSwitch in user space sends vhost-user traffic of the physical network through it.</summary>
    public bool OffersVhostUser { get; init; }

    /// <summary>Whether its virtual functions can serve as vDPA devices.</summary>
    public bool OffersVdpa { get; init; }

    /// <summary>Whether a guest may have the whole function (PCI passthrough) while no VF of it is in use.</summary>
    public bool AllowsPassthrough { get; init; }

    /// <summary>What may be guaranteed each way: link speed less the reserve.</summary>
    public Bandwidth GuaranteeCapacity => LinkSpeed - ReservedBandwidth;
}

using Vim.Domain.Identity;
using Vim.Domain.Units;

namespace Vim.Domain.Epa;

/// <summary>One network interface that a compute asks for.</summary>
public sealed record VnicRequirement
{
    /// <summary>Name within the compute, unique there.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of.</summary>
    public required VnicKind Kind { get; init; }

    /// <summary>
    /// The virtual link it joins; null only for an interface without a link (an unplugged passthrough NIC).
    /// </summary>
    public VirtualLinkId? VirtualLink { get; init; }

    /// <summary>The port made before, whose addresses it takes; null to have one made.</summary>
    public PortId? Port { get; init; }

    /// <summary>
    /// Physical network whose PF must carry it: from the virtual link, or asked for directly. Null: any PF that
    /// carries guests' traffic.
    /// </summary>
    public string? PhysicalNetwork { get; init; }

    /// <summary>Rate guaranteed toward the guest.</summary>
    public Bandwidth GuaranteedIngress { get; init; }

    /// <summary>Rate guaranteed from the guest.</summary>
    public Bandwidth GuaranteedEgress { get; init; }

    /// <summary>Most that is let through toward the guest; null for no limit. Not below the guarantee.</summary>
    public Bandwidth? PeakIngress { get; init; }

    /// <summary>Most that is let through from the guest; null for no limit. Not below the guarantee.</summary>
    public Bandwidth? PeakEgress { get; init; }

    /// <summary>NUMA policy of this interface; null: that of the compute.</summary>
    public PciNumaPolicy? NumaPolicy { get; init; }

    /// <summary>Guest NUMA node whose host NUMA node it must be on; null: any of the guest's.</summary>
    public int? GuestNumaNode { get; init; }

    /// <summary>
    /// vNICs of one compute with the same label sit on different physical functions (redundancy); null: no such wish.
    /// </summary>
    public string? DistinctPfGroup { get; init; }

    /// <summary>MAC address <c>52:54:00:12:34:56</c>; null to have one made.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Whether it takes a function of a NIC for itself (VF or PF).</summary>
    public bool TakesFunction => Kind != VnicKind.Virtio;

    /// <summary>Whether any rate is guaranteed.</summary>
    public bool HasGuarantee => GuaranteedIngress > Bandwidth.Zero || GuaranteedEgress > Bandwidth.Zero;
}

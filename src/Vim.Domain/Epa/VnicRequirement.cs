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

    /// <summary>
    /// vNICs of one compute with the same label sit on different cards; null: no such wish. A card without a name
    /// proves nothing.
    /// </summary>
    public string? DistinctNicGroup { get; init; }

    /// <summary>
    /// vNICs of one compute with the same label lead to different switches; null: no such wish. A switch that nobody
    /// knows proves nothing: it may be any.
    /// </summary>
    public string? DistinctSwitchGroup { get; init; }

    /// <summary>MAC address <c>52:54:00:12:34:56</c>; null to have one made.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Whether it takes a function of a NIC for itself (VF or PF).</summary>
    public bool TakesFunction => Kind == VnicKind.PfPassthrough || Kind.TakesVirtualFunction();

    /// <summary>Whether any rate is guaranteed.</summary>
    public bool HasGuarantee => GuaranteedIngress > Bandwidth.Zero || GuaranteedEgress > Bandwidth.Zero;

    /// <summary>
    /// Whether its placement names a physical function: one that it takes, or one that carries what it asks for. virtio
    /// without a guarantee, a physical network, a NUMA wish or a label goes over whatever uplink there is.
    /// </summary>
    public bool NeedsFunction => TakesFunction
        || Kind == VnicKind.VhostUser
        || HasGuarantee
        || PhysicalNetwork is not null
        || NumaPolicy is not null
        || GuestNumaNode is not null
        || (DistinctPfGroup ?? DistinctNicGroup ?? DistinctSwitchGroup) is not null;
}

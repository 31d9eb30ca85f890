using Nfv.OrVi.V1;
using Vim.Descriptors.Model;

namespace Vim.Cli.Deployment;

/// <summary>vNICs as the flavour describes them, and as the allocation binds them to networks.</summary>
internal static class VnicMapper
{
    /// <summary>What is the same for every compute of a flavour.</summary>
    /// <param name="vnic">The vNIC.</param>
    public static VirtualNetworkInterfaceData Map(Vnic vnic)
    {
        var epa = new VnicEpa { NumaPolicy = MapNuma(vnic.NumaAffinity) };
        if (vnic.GuaranteedIngressBitsPerSecond is { } guaranteedIngress)
        {
            epa.GuaranteedIngressBitsPerSecond = guaranteedIngress;
        }

        if (vnic.GuaranteedEgressBitsPerSecond is { } guaranteedEgress)
        {
            epa.GuaranteedEgressBitsPerSecond = guaranteedEgress;
        }

        if (vnic.PeakIngressBitsPerSecond is { } peakIngress)
        {
            epa.PeakIngressBitsPerSecond = peakIngress;
        }

        if (vnic.PeakEgressBitsPerSecond is { } peakEgress)
        {
            epa.PeakEgressBitsPerSecond = peakEgress;
        }

        if (vnic.GuestNumaNode is { } node)
        {
            epa.GuestNumaNode = node;
        }

        if (vnic.DistinctPfGroup is { } pf)
        {
            epa.DistinctPfGroup = pf;
        }

        if (vnic.DistinctNicGroup is { } nic)
        {
            epa.DistinctNicGroup = nic;
        }

        if (vnic.DistinctSwitchGroup is { } network)
        {
            epa.DistinctSwitchGroup = network;
        }

        return new VirtualNetworkInterfaceData { Name = vnic.Name, TypeVirtualNic = MapKind(vnic.Kind), Epa = epa };
    }

    /// <summary>What is a compute's own: network, port or MAC address.</summary>
    public static VirtualInterfaceData Bind(Vnic vnic)
    {
        var bound = new VirtualInterfaceData { Name = vnic.Name, NetworkId = vnic.VirtualLink };
        if (NeedsPort(vnic))
        {
            bound.NetworkPortId = vnic.Name;
        }
        else if (vnic.MacAddress is { } mac)
        {
            bound.MacAddress = mac;
        }

        return bound;
    }

    /// <summary>IP addresses and tagged frames are a port's; a vNIC without them needs none.</summary>
    public static bool NeedsPort(Vnic vnic) => vnic.Trunk || vnic.IpAddresses.Count > 0;

    /// <summary>The port of a vNIC that needs one.</summary>
    public static AllocateVirtualisedNetworkResourceRequest MapPort(Vnic vnic, string compute, MappingChoices choices)
    {
        var port = new VirtualNetworkPortData
        {
            NetworkId = vnic.VirtualLink,
            PortType = vnic.Trunk ? PortType.Trunk : PortType.Access,
        };
        port.IpAddress.AddRange(vnic.IpAddresses);
        if (vnic.MacAddress is { } mac)
        {
            port.MacAddress = mac;
        }

        return new AllocateVirtualisedNetworkResourceRequest
        {
            NetworkResourceName = $"{compute}.{vnic.Name}",
            NetworkResourceType = NetworkResourceType.NetworkPort,
            TypeNetworkPortData = port,
            ResourceGroupId = choices.Tenant,
        };
    }

    public static PciNumaPolicy MapNuma(PciNumaAffinity? affinity) => affinity switch
    {
        null => PciNumaPolicy.Unspecified,
        PciNumaAffinity.Required => PciNumaPolicy.Required,
        PciNumaAffinity.Preferred => PciNumaPolicy.Preferred,
        PciNumaAffinity.Legacy => PciNumaPolicy.Legacy,
        PciNumaAffinity.Socket => PciNumaPolicy.Socket,
        _ => throw new InvalidOperationException($"Unknown NUMA affinity {affinity}."),
    };

    /// <summary>Notes what cannot be asked for.</summary>
    public static void Check(Vnic vnic, string flavour, DemandLog log)
    {
        var where = $"vNIC {vnic.Name} of flavour {flavour}";
        log.Needs(vnic.Kind is VnicKind.VirtioForwarder, where, "virtio through the NIC's forwarder");
        log.Needs(
            vnic.PciVendorId is not null || vnic.PciDeviceId is not null, where,
            $"a NIC of PCI id {vnic.PciVendorId ?? "any"}:{vnic.PciDeviceId ?? "any"}");
        log.Wishes(vnic.Model is not (null or "virtio"), where, $"device model {vnic.Model}");
        log.Wishes(vnic.GuestPciAddress is not null, where, $"PCI address {vnic.GuestPciAddress} in the guest");
        log.Wishes(vnic.PortSecurity is true, where, "port security");
    }

    private static TypeVirtualNic MapKind(VnicKind kind) => kind switch
    {
        VnicKind.Virtio => TypeVirtualNic.Virtio,
        VnicKind.SriovVf => TypeVirtualNic.SriovVf,
        VnicKind.PfPassthrough => TypeVirtualNic.PfPassthrough,
        VnicKind.Macvtap => TypeVirtualNic.Macvtap,
        VnicKind.VhostUser => TypeVirtualNic.VhostUser,
        VnicKind.Vdpa => TypeVirtualNic.Vdpa,
        _ => TypeVirtualNic.Unspecified,
    };
}

namespace Vim.Descriptors.Model;

/// <summary>A virtual network interface of a compute.</summary>
public sealed record Vnic
{
    /// <summary>Name, unique in the compute.</summary>
    public required string Name { get; init; }

    /// <summary>How it is made.</summary>
    public required VnicKind Kind { get; init; }

    /// <summary>Name of a virtual link of the deployment.</summary>
    public required string VirtualLink { get; init; }

    /// <summary>Bandwidth into the guest that is always there, in bit/s; null for none.</summary>
    public long? GuaranteedIngressBitsPerSecond { get; init; }

    /// <summary>Bandwidth out of the guest that is always there, in bit/s; null for none.</summary>
    public long? GuaranteedEgressBitsPerSecond { get; init; }

    /// <summary>Upper limit into the guest, in bit/s; null for none.</summary>
    public long? PeakIngressBitsPerSecond { get; init; }

    /// <summary>Upper limit out of the guest, in bit/s; null for none.</summary>
    public long? PeakEgressBitsPerSecond { get; init; }

    /// <summary>Device model the guest sees (virtio, e1000 ...); null is the VIM's default.</summary>
    public string? Model { get; init; }

    /// <summary>MAC address in lower case with colons; null lets the VIM choose.</summary>
    public string? MacAddress { get; init; }

    /// <summary>PCI address in the guest (domain:bus:device.function); null lets the VIM choose.</summary>
    public string? GuestPciAddress { get; init; }

    /// <summary>Fixed IP addresses.</summary>
    public IReadOnlyList<string> IpAddresses { get; init; } = [];

    /// <summary>How near to the guest's NUMA nodes its device must be; null is the flavour's rule.</summary>
    public PciNumaAffinity? NumaAffinity { get; init; }

    /// <summary>Guest NUMA node whose host node must hold the NIC; null for any of the guest's.</summary>
    public int? GuestNumaNode { get; init; }

    /// <summary>vNICs of one compute with the same label are on different PFs; null for no such wish.</summary>
    public string? DistinctPfGroup { get; init; }

    /// <summary>The same for whole NICs.</summary>
    public string? DistinctNicGroup { get; init; }

    /// <summary>The same for the switches that NICs are cabled to.</summary>
    public string? DistinctSwitchGroup { get; init; }

    /// <summary>Port security on or off; null is the network's setting.</summary>
    public bool? PortSecurity { get; init; }

    /// <summary>PCI vendor id of the NIC, 4 lower-case hexadecimal digits; null for any.</summary>
    public string? PciVendorId { get; init; }

    /// <summary>PCI device id of the NIC, 4 lower-case hexadecimal digits; null for any.</summary>
    public string? PciDeviceId { get; init; }

    /// <summary>True when the guest gets tagged frames of several networks.</summary>
    public bool Trunk { get; init; }
}

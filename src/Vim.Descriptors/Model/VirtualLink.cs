namespace Vim.Descriptors.Model;

/// <summary>A virtual link (VirtualNetwork at Or-Vi).</summary>
public sealed record VirtualLink
{
    /// <summary>Name, unique in the deployment; that of the network in the VIM when it exists already.</summary>
    public required string Name { get; init; }

    /// <summary>Whether to create it.</summary>
    public required VirtualLinkOrigin Origin { get; init; }

    /// <summary>True when it carries management traffic, as far as the descriptor says so.</summary>
    public bool Management { get; init; }

    /// <summary>local, flat, vlan, vxlan, gre or geneve; null lets the VIM choose.</summary>
    public string? NetworkType { get; init; }

    /// <summary>Physical network under it; null for any.</summary>
    public string? PhysicalNetwork { get; init; }

    /// <summary>VLAN id or tunnel id; null lets the VIM choose.</summary>
    public long? SegmentationId { get; init; }

    /// <summary>MTU in bytes; null is the VIM's default.</summary>
    public int? MtuBytes { get; init; }

    /// <summary>Bandwidth of the link as a whole that is always there, in bit/s; null for none.</summary>
    public long? GuaranteedBitsPerSecond { get; init; }

    /// <summary>Upper limit of the link as a whole, in bit/s; null for none.</summary>
    public long? PeakBitsPerSecond { get; init; }

    /// <summary>Port security of its ports; null is the VIM's default.</summary>
    public bool? PortSecurity { get; init; }

    /// <summary>True when tagged frames of guests must pass; null when the descriptor does not say.</summary>
    public bool? VlanTransparent { get; init; }

    /// <summary>True when other tenants may use it.</summary>
    public bool Shared { get; init; }

    /// <summary>Subnets.</summary>
    public IReadOnlyList<Subnet> Subnets { get; init; } = [];
}

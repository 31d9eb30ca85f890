using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Units;

namespace Vim.Domain.VirtualLinks;

/// <summary>AllocateVirtualisedNetworkResource for a network (IFA 005 7.4.1.2, VirtualNetworkData).</summary>
/// <param name="Id">Id wished for; null to have one made.</param>
/// <param name="Description">What it is.</param>
public sealed record AllocateVirtualLink(VirtualLinkId? Id, VirtualLinkDescription Description)
    : IRequest<VirtualLinkState>;

/// <summary>UpdateVirtualisedNetworkResource for a network: what is null stays.</summary>
/// <param name="Link">The link.</param>
/// <param name="Name">New name.</param>
/// <param name="Metadata">New metadata, in place of all there is.</param>
public sealed record UpdateVirtualLink(VirtualLinkId Link, string? Name, ImmutableArray<MetadataEntry>? Metadata)
    : IRequest<VirtualLinkState>;

/// <summary>TerminateVirtualisedNetworkResource for a network; refused while a compute or a port is on it.</summary>
/// <param name="Link">The link.</param>
public sealed record TerminateVirtualLink(VirtualLinkId Link) : IRequest<VirtualLinkState>;

/// <summary>AllocateVirtualisedNetworkResource for a subnet (NetworkSubnetData).</summary>
/// <param name="Link">The link.</param>
/// <param name="Description">What it is.</param>
public sealed record CreateSubnet(VirtualLinkId Link, SubnetDescription Description) : IRequest<SubnetState>;

/// <summary>TerminateVirtualisedNetworkResource for a subnet; refused while a port has an address of it.</summary>
/// <param name="Subnet">The subnet.</param>
public sealed record DeleteSubnet(SubnetId Subnet) : IRequest<SubnetState>;

/// <summary>AllocateVirtualisedNetworkResource for a port (VirtualNetworkPortData).</summary>
/// <param name="Link">The link.</param>
/// <param name="Description">What it is.</param>
public sealed record CreatePort(VirtualLinkId Link, PortDescription Description) : IRequest<PortState>;

/// <summary>TerminateVirtualisedNetworkResource for a port; refused while a compute has it.</summary>
/// <param name="Port">The port.</param>
public sealed record DeletePort(PortId Port) : IRequest<PortState>;

/// <summary>What a client says of a virtual link.</summary>
public sealed record VirtualLinkDescription
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>bandwidth; zero: not told.</summary>
    public Bandwidth Bandwidth { get; init; }

    /// <summary>networkType: <c>vlan</c>, <c>vxlan</c>, <c>flat</c>.</summary>
    public string NetworkType { get; init; } = "vlan";

    /// <summary>segmentationId; empty: none.</summary>
    public string SegmentationId { get; init; } = "";

    /// <summary>
    /// providerNetwork: the physical network whose PFs carry it; null: any that carries guests' traffic.
    /// </summary>
    public string? PhysicalNetwork { get; init; }

    /// <summary>isShared: whether other tenants may use it.</summary>
    public bool IsShared { get; init; }

    /// <summary>networkQoS, by name.</summary>
    public ImmutableArray<MetadataEntry> QualityOfService { get; init; } = [];

    /// <summary>Metadata.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];
}

/// <summary>What a client says of a subnet.</summary>
public sealed record SubnetDescription
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>cidr: <c>192.0.2.0/24</c>, <c>2001:db8::/64</c>; says the IP version too.</summary>
    public required string Cidr { get; init; }

    /// <summary>gatewayIp; empty: none.</summary>
    public string GatewayIp { get; init; } = "";

    /// <summary>isDhcpEnabled.</summary>
    public bool IsDhcpEnabled { get; init; }

    /// <summary>addressPool; empty: every host address but the gateway's.</summary>
    public ImmutableArray<AddressRange> AddressPool { get; init; } = [];

    /// <summary>Metadata.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];
}

/// <summary>A range of addresses, both ends in it.</summary>
/// <param name="First">First address.</param>
/// <param name="Last">Last address.</param>
public readonly record struct AddressRange(string First, string Last);

/// <summary>What a client says of a port.</summary>
public sealed record PortDescription
{
    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>portType.</summary>
    public PortType Type { get; init; }

    /// <summary>segmentId; empty: that of the link.</summary>
    public string SegmentId { get; init; } = "";

    /// <summary>bandwidth; zero: not told.</summary>
    public Bandwidth Bandwidth { get; init; }

    /// <summary>MAC address; empty to have one made.</summary>
    public string MacAddress { get; init; } = "";

    /// <summary>Addresses wished for, one a subnet at most; subnets not named give their lowest free one.</summary>
    public ImmutableArray<string> FixedAddresses { get; init; } = [];

    /// <summary>Metadata.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];
}

/// <summary>IFA 005 PortType.</summary>
public enum PortType
{
    /// <summary>One network.</summary>
    Access,

    /// <summary>Several segments.</summary>
    Trunk,
}

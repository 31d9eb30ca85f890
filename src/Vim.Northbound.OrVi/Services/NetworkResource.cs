using System.Collections.Immutable;
using Nfv.OrVi.V1;
using Vim.Domain.Requests;
using Vim.Domain.VirtualLinks;

namespace Vim.Northbound.OrVi.Services;

/// <summary>A network, a subnet or a port: exactly one is set.</summary>
internal sealed record NetworkResource(VirtualLinkState? Link, SubnetState? Subnet, PortState? Port)
{
    public NetworkResource(VirtualLinkState link)
        : this(link, Subnet: null, Port: null)
    {
    }

    public NetworkResource(SubnetState subnet)
        : this(Link: null, subnet, Port: null)
    {
    }

    public NetworkResource(PortState port)
        : this(Link: null, Subnet: null, port)
    {
    }

    public NetworkResourceType Type =>
        Link is not null ? NetworkResourceType.Network
        : Subnet is not null ? NetworkResourceType.Subnet
        : NetworkResourceType.NetworkPort;

    public string Id => Link?.Id.Value ?? Subnet?.Id.Value ?? Port!.Id.Value;

    public string NetworkId => Link?.Id.Value ?? Subnet?.Link.Value ?? Port!.Link.Value;

    public string? Name => Link?.Description?.Name ?? Subnet?.Description.Name ?? Port?.Description.Name;

    public ImmutableArray<MetadataEntry> Metadata =>
        Link?.Description?.Metadata ?? Subnet?.Description.Metadata ?? Port?.Description.Metadata ?? [];
}

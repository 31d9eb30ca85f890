using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Domain.VirtualLinks;

/// <summary>A virtual link with its subnets and ports, as its events tell it. Immutable.</summary>
public sealed record VirtualLinkState
{
    /// <summary>The most subnets of one link.</summary>
    public const int MaxSubnets = 64;

    /// <summary>The most ports of one link.</summary>
    public const int MaxPorts = 16_384;

    /// <summary>Id.</summary>
    public required VirtualLinkId Id { get; init; }

    /// <summary>Whether it exists.</summary>
    public bool Exists { get; init; }

    /// <summary>Tenant.</summary>
    public ResourceGroupId ResourceGroup { get; init; }

    /// <summary>What it is; null exactly if there never was one.</summary>
    public VirtualLinkDescription? Description { get; init; }

    /// <summary>Its subnets, by id.</summary>
    public ImmutableSortedDictionary<string, SubnetState> Subnets { get; init; } = NoSubnets;

    /// <summary>Its ports, by id.</summary>
    public ImmutableSortedDictionary<string, PortState> Ports { get; init; } = NoPorts;

    /// <summary>The zones that may put computes on it.</summary>
    public ImmutableArray<ZoneGrant> Grants { get; init; } = [];

    /// <summary>Number of the last grant.</summary>
    public long LastGrant { get; init; }

    /// <summary>Whether it is to go and zones have been asked.</summary>
    public bool IsDeleting { get; init; }

    /// <summary>Digest of the request that made it.</summary>
    public RequestDigest Digest { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was deleted; null: it was not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    private static readonly ImmutableSortedDictionary<string, SubnetState> NoSubnets =
        ImmutableSortedDictionary.Create<string, SubnetState>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, PortState> NoPorts =
        ImmutableSortedDictionary.Create<string, PortState>(StringComparer.Ordinal);

    /// <summary>The zone's grant; null: it has none.</summary>
    public ZoneGrant? GrantOf(ZoneId zone)
    {
        foreach (var grant in Grants)
        {
            if (grant.Zone == zone)
            {
                return grant;
            }
        }

        return null;
    }
}

/// <summary>A zone that may put computes on a link.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Grant">Number of its grant.</param>
public sealed record ZoneGrant(ZoneId Zone, long Grant);

/// <summary>A subnet of a virtual link. Immutable.</summary>
/// <param name="Id">Id.</param>
/// <param name="Link">The link.</param>
/// <param name="Description">What it is.</param>
/// <param name="Digest">Digest of the request that made it.</param>
public sealed record SubnetState(SubnetId Id, VirtualLinkId Link, SubnetDescription Description, RequestDigest Digest)
{
    /// <summary>IP version of its addresses: 4 or 6.</summary>
    public int IpVersion => Description.Cidr.Contains(':', StringComparison.Ordinal) ? 6 : 4;
}

/// <summary>A port of a virtual link. Immutable.</summary>
public sealed record PortState
{
    /// <summary>Id.</summary>
    public required PortId Id { get; init; }

    /// <summary>The link.</summary>
    public required VirtualLinkId Link { get; init; }

    /// <summary>What it is.</summary>
    public required PortDescription Description { get; init; }

    /// <summary>Its MAC address.</summary>
    public required string MacAddress { get; init; }

    /// <summary>Its IP addresses.</summary>
    public ImmutableArray<PortAddress> Addresses { get; init; } = [];

    /// <summary>attachedResourceId: the compute that has it; null: nobody.</summary>
    public ComputeId? AttachedTo { get; init; }

    /// <summary>Zone of that compute.</summary>
    public ZoneId AttachedIn { get; init; }

    /// <summary>Digest of the request that made it.</summary>
    public RequestDigest Digest { get; init; }
}

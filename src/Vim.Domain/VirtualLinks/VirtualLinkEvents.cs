using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Domain.VirtualLinks;

/// <summary>A virtual link was made.</summary>
/// <param name="ResourceGroup">Tenant.</param>
/// <param name="Description">What it is.</param>
/// <param name="Digest">Digest of the request; none without an idempotency key.</param>
/// <param name="At">When.</param>
public sealed record VirtualLinkCreated(
    ResourceGroupId ResourceGroup, VirtualLinkDescription Description, RequestDigest Digest, DateTimeOffset At);

/// <summary>Its name or metadata changed; what is null stayed.</summary>
/// <param name="Name">New name.</param>
/// <param name="Metadata">New metadata.</param>
public sealed record VirtualLinkUpdated(string? Name, ImmutableArray<MetadataEntry>? Metadata);

/// <summary>A zone may put computes on the link until it gives the grant back.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Grant">Number, rising within the link.</param>
public sealed record LinkGranted(ZoneId Zone, long Grant);

/// <summary>The link is to go; every zone with a grant was asked to give it back.</summary>
/// <param name="At">When.</param>
public sealed record VirtualLinkDeletionStarted(DateTimeOffset At);

/// <summary>A zone has no compute on the link and gave its grant back.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Grant">Which grant.</param>
public sealed record LinkGrantGivenBack(ZoneId Zone, long Grant);

/// <summary>The link stays: a zone has computes on it.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="ComputeCount">How many.</param>
public sealed record VirtualLinkDeletionRefused(ZoneId Zone, int ComputeCount);

/// <summary>The link is gone.</summary>
/// <param name="At">When.</param>
public sealed record VirtualLinkDeleted(DateTimeOffset At);

/// <summary>A subnet was made.</summary>
/// <param name="Subnet">Its id.</param>
/// <param name="Description">What it is.</param>
/// <param name="Digest">Digest of the request; none without an idempotency key.</param>
public sealed record SubnetCreated(SubnetId Subnet, SubnetDescription Description, RequestDigest Digest);

/// <summary>A subnet was deleted.</summary>
/// <param name="Subnet">Its id.</param>
public sealed record SubnetDeleted(SubnetId Subnet);

/// <summary>A port was made.</summary>
/// <param name="Port">Its id.</param>
/// <param name="Description">What it is.</param>
/// <param name="MacAddress">Its MAC address.</param>
/// <param name="Addresses">Its IP addresses.</param>
/// <param name="Digest">Digest of the request; none without an idempotency key.</param>
public sealed record PortCreated(
    PortId Port,
    PortDescription Description,
    string MacAddress,
    ImmutableArray<PortAddress> Addresses,
    RequestDigest Digest);

/// <summary>A compute has the port, or is being given it.</summary>
/// <param name="Port">The port.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Zone">Where the compute is looked for; none yet when the router has not chosen.</param>
public sealed record PortAttached(PortId Port, ComputeId Compute, ZoneId Zone);

/// <summary>Nobody has the port any more.</summary>
/// <param name="Port">The port.</param>
public sealed record PortDetached(PortId Port);

/// <summary>A port was deleted.</summary>
/// <param name="Port">The port.</param>
public sealed record PortDeleted(PortId Port);

/// <summary>An IP address of a port.</summary>
/// <param name="Subnet">The subnet it is from.</param>
/// <param name="Address">The address.</param>
public readonly record struct PortAddress(SubnetId Subnet, string Address);

using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;

namespace Vim.Domain.Zones;

/// <summary>The VIM learned of a zone. Event of the catalogue's zone directory.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="At">When.</param>
public sealed record ZoneAdded(ZoneId Zone, DateTimeOffset At);

/// <summary>A host joined the zone's ledger, or has another inventory now.</summary>
/// <param name="Inventory">What it has.</param>
public sealed record HostPut(HostInventory Inventory);

/// <summary>Whether a host may get new claims.</summary>
/// <param name="Host">The host.</param>
/// <param name="Availability">Only <see cref="HostAvailability.Enabled"/> hosts get new claims.</param>
public sealed record HostAvailabilitySet(HostId Host, HostAvailability Availability);

/// <summary>A host left the ledger; it held no claim.</summary>
/// <param name="Host">The host.</param>
public sealed record HostDropped(HostId Host);

/// <summary>The scheduler gave a compute its place.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="Placement">What is its own from now on.</param>
/// <param name="Groups">Its affinity groups.</param>
/// <param name="Links">The virtual links that it uses, each once; counted by the zone.</param>
public sealed record ClaimGranted(
    ComputeId Compute,
    HostPlacement Placement,
    ImmutableArray<AffinityGroupId> Groups,
    ImmutableArray<LinkUse> Links);

/// <summary>A compute gave its place back.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="At">When.</param>
public sealed record ClaimReleased(ComputeId Compute, DateTimeOffset At);

/// <summary>
/// The zone gave its grant of a virtual link back, having no compute on it: a claim under this or an earlier grant is
/// refused from now on.
/// </summary>
/// <param name="Link">The link.</param>
/// <param name="Grant">Number of the grant.</param>
/// <param name="At">When.</param>
public sealed record LinkGrantReturned(VirtualLinkId Link, long Grant, DateTimeOffset At);

/// <summary>The oldest ended computes were forgotten; their retention is over.</summary>
/// <param name="Count">How many.</param>
public sealed record EndedForgotten(int Count);

/// <summary>A virtual link as a zone may use it: the grant says that the link's owner knows of the zone.</summary>
/// <param name="Link">The link.</param>
/// <param name="Grant">Number of the grant, rising within the link.</param>
public readonly record struct LinkUse(VirtualLinkId Link, long Grant);

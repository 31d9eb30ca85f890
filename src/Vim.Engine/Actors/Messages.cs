using System.Collections.Immutable;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.Reservations;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Domain.Zones;
using Vim.Scheduling.Placing;

namespace Vim.Engine.Actors;

/// <summary>A client's command on its way to an actor.</summary>
/// <param name="Command">The command, of Vim.Domain.</param>
/// <param name="ResourceGroup">Tenant.</param>
/// <param name="Principal">Who.</param>
/// <param name="Digest">Digest of key and request; none without an idempotency key.</param>
/// <param name="MadeId">The id of what it makes inside an actor (subnet, port); empty where there is none.</param>
internal sealed record ClientCommand(
    object Command, ResourceGroupId ResourceGroup, string Principal, RequestDigest Digest, string MadeId = "");

/// <summary>An allocation, resolved, for a compute of this zone.</summary>
/// <param name="Draft">All that was asked; incarnation and time are filled in by the actor.</param>
/// <param name="Links">The virtual links used, with the grants under which the zone may.</param>
internal sealed record AllocateInZone(ComputeRequested Draft, ImmutableArray<LinkUse> Links);

/// <summary>An allocation that was made before under the same key: answered with what became of it.</summary>
internal sealed record RetryAllocation(RequestDigest Digest);

/// <summary>Answered when the compute runs or has failed.</summary>
internal sealed class AwaitRunning
{
    public static AwaitRunning Instance { get; } = new();
}

/// <summary>The answer to a retry of what is not known: it is to be allocated anew.</summary>
internal sealed class NothingAllocated
{
    public static NothingAllocated Instance { get; } = new();
}

/// <summary>Compute to scheduler: find it a place.</summary>
internal sealed record ClaimPlace(ComputeId Compute, AllocateInZone Allocation);

/// <summary>Scheduler to compute: the place is claimed.</summary>
/// <param name="Allocation">What was asked.</param>
/// <param name="Result">The place, and what of reservations was taken or broken for it.</param>
/// <param name="IncarnationFloor">The highest incarnation that was forgotten: this one is above it.</param>
internal sealed record PlaceClaimed(AllocateInZone Allocation, PlacementResult Result, int IncarnationFloor);

/// <summary>Router to reservation: it is to be made.</summary>
/// <param name="Draft">All that was asked; places and time are filled in by scheduler and actor.</param>
/// <param name="Count">How many places.</param>
internal sealed record ReserveInZone(ReservationCreated Draft, int Count);

/// <summary>Reservation to scheduler: find it its places.</summary>
internal sealed record ReservePlaces(ReservationId Reservation, ReserveInZone Reserve);

/// <summary>Scheduler to reservation: its places are booked.</summary>
internal sealed record PlacesReserved(
    ReservationId Reservation, ReservationCreated Draft, ImmutableArray<HostPlacement> Places);

/// <summary>Reservation to scheduler: it has ended.</summary>
internal sealed record EndReserved(ReservationId Reservation);

/// <summary>Scheduler to reservation: a place was broken, for a compute or because its host goes.</summary>
internal sealed record PlaceLost(int Number, ComputeId? To);

/// <summary>Scheduler to reservation: a lost place is booked again.</summary>
internal sealed record PlaceMended(int Number, HostPlacement Placement);

/// <summary>Scheduler to itself: is there room for lost places?</summary>
internal sealed class MendDue
{
    public static MendDue Instance { get; } = new();
}

/// <summary>Compute to scheduler: find another place for one that is to migrate.</summary>
/// <param name="Request">What it asks, without the host that it is on.</param>
/// <param name="Command">The client's command.</param>
/// <param name="Key">Digest of the client's idempotency key.</param>
internal sealed record ClaimElsewhere(PlacementRequest Request, MigrateCompute Command, RequestDigest Key);

/// <summary>Scheduler to compute: the other place is claimed.</summary>
internal sealed record ElsewhereClaimed(ClaimElsewhere Claim, HostPlacement Target);

/// <summary>Compute to scheduler: it is at home in its other place now.</summary>
internal sealed record PlacesExchange(ComputeId Compute);

/// <summary>Compute to scheduler: its other place is empty.</summary>
internal sealed record ElsewhereCleared(ComputeId Compute);

/// <summary>Compute to scheduler: it ended, and holds no place any more.</summary>
/// <param name="Request">What it had asked.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Incarnation">Which life of it.</param>
internal sealed record ComputeEnded(PlacementRequest Request, DateTimeOffset EndedAt, int Incarnation);

/// <summary>Scheduler to compute: its retention is over.</summary>
/// <param name="EndedAt">When it had ended; a compute that came back since is not meant.</param>
internal sealed record ForgetCompute(DateTimeOffset EndedAt);

/// <summary>Compute to itself: is the order still owed?</summary>
internal sealed class OrderDue
{
    public static OrderDue Instance { get; } = new();
}

/// <summary>Scheduler to compute: the host holds this guest.</summary>
internal sealed record GuestSeen(
    HostId Host, GuestObservation Guest, bool HasRegistered, bool Rebooted, string BootId);

/// <summary>Scheduler to compute: the host registered, or told all its guests, and yours is not there.</summary>
internal sealed record GuestMissing(HostId Host, bool HasRegistered, bool Rebooted, string BootId);

/// <summary>Host to scheduler: it registered.</summary>
/// <param name="Inventory">What it has.</param>
/// <param name="IsChanged">Whether that is news, or the ledger may not know it.</param>
/// <param name="Availability">Whether it takes computes.</param>
/// <param name="Aggregates">The aggregates it is in.</param>
/// <param name="Rebooted">Whether it has another boot id than before.</param>
/// <param name="Guests">The guests it holds.</param>
internal sealed record HostJoined(
    HostInventory Inventory,
    bool IsChanged,
    HostAvailability Availability,
    ImmutableSortedSet<string> Aggregates,
    bool Rebooted,
    ImmutableArray<GuestObservation> Guests);

/// <summary>Host to scheduler: whether it takes computes changed.</summary>
internal sealed record HostAvailabilityNews(HostId Host, HostAvailability Availability);

/// <summary>Host to scheduler: it is in other aggregates than before.</summary>
internal sealed record HostAggregatesNews(HostId Host, ImmutableSortedSet<string> Aggregates);

/// <summary>Host to scheduler: it is to go.</summary>
internal sealed record DropHost(HostId Host);

/// <summary>Scheduler to host: it is out of the ledger.</summary>
internal sealed class HostIsDropped
{
    public static HostIsDropped Instance { get; } = new();
}

/// <summary>Host to itself: did its agent come back after the VIM's restart?</summary>
internal sealed class ReturnDue
{
    public static ReturnDue Instance { get; } = new();
}

/// <summary>Scheduler to itself: whose retention is over?</summary>
internal sealed class SweepDue
{
    public static SweepDue Instance { get; } = new();
}

/// <summary>Router to scheduler: where would it go?</summary>
internal sealed record ExplainInZone(PlacementRequest Request, int MaxHostCount);

/// <summary>Router to virtual link: the zone wants to put computes on it.</summary>
internal sealed record GrantLink(ZoneId Zone);

/// <summary>Router to virtual link: a compute that is being allocated takes a port.</summary>
internal sealed record AttachPort(PortId Port, ComputeId Compute, ZoneId Zone);

/// <summary>Virtual link to itself: is the compute there that the port was given to?</summary>
internal sealed record PortCheckDue(PortId Port);

/// <summary>Virtual link to zone, between shards: the link is to go.</summary>
internal sealed record ReturnLinkGrant(VirtualLinkId Link, long Grant);

/// <summary>Zone to virtual link, between shards: no compute is on it, none will be under this grant.</summary>
internal sealed record LinkGrantBack(ZoneId Zone, long Grant);

/// <summary>Zone to virtual link, between shards: computes are on it.</summary>
internal sealed record LinkStillUsed(ZoneId Zone, long Grant, int ComputeCount);

/// <summary>Compute (or router) to virtual link: the port is free.</summary>
internal sealed record DetachPort(PortId Port, ComputeId Compute);

/// <summary>Virtual link to compute, between shards: do you hold the port?</summary>
internal sealed record AskPortHolder(VirtualLinkId Link, PortId Port, ComputeId Compute);

/// <summary>Compute to virtual link, between shards.</summary>
internal sealed record PortHolderAnswer(PortId Port, ComputeId Compute, bool Holds);

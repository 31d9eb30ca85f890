using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Engine.Actors;

// What changes a zone's ledger. None of it is journaled: it follows from the events of hosts and computes, which are
// journaled in the same chain, and after a restart from their states.

/// <summary>A host joined the ledger, or has another inventory or availability now.</summary>
internal sealed record HostPut(
    HostInventory Inventory, HostAvailability Availability, ImmutableSortedSet<string> Aggregates);

/// <summary>Whether a host may get new claims.</summary>
internal sealed record HostAvailabilitySet(HostId Host, HostAvailability Availability);

/// <summary>A host is in these aggregates now.</summary>
internal sealed record HostAggregatesSet(HostId Host, ImmutableSortedSet<string> Aggregates);

/// <summary>A host left the ledger; it held no claim.</summary>
internal sealed record HostDropped(HostId Host);

/// <summary>The scheduler gave a compute its place.</summary>
/// <param name="Request">What the compute asked of placement.</param>
/// <param name="Result">What is its own from now on, and what of reservations was taken or broken for it.</param>
internal sealed record ClaimGranted(PlacementRequest Request, PlacementResult Result);

/// <summary>The scheduler booked the places of a reservation.</summary>
internal sealed record ReservationBooked(CapacityReservation Reservation);

/// <summary>A reservation ended.</summary>
internal sealed record ReservationEnded(ReservationId Reservation);

/// <summary>A place of a reservation was broken.</summary>
internal sealed record PlaceBroken(ReservedPlace Place);

/// <summary>A lost place of a reservation is booked again.</summary>
internal sealed record PlaceFound(ReservedPlace Place, HostPlacement Placement);

/// <summary>The scheduler gave a compute that migrates the place where it goes.</summary>
internal sealed record ElsewhereGranted(ComputeId Compute, HostPlacement Placement);

/// <summary>A compute that migrates arrived: its places changed roles.</summary>
internal sealed record PlacesExchanged(ComputeId Compute);

/// <summary>The other place of a migration is free.</summary>
internal sealed record ElsewhereReleased(ComputeId Compute);

/// <summary>A compute's place is free.</summary>
/// <param name="Request">What it had asked.</param>
internal sealed record ClaimReleased(PlacementRequest Request);

/// <summary>A compute ended and holds no place: its retention begins.</summary>
internal sealed record RetentionBegun(ComputeId Compute, DateTimeOffset EndedAt, int Incarnation);

/// <summary>The oldest ended computes were forgotten; their retention is over.</summary>
internal sealed record EndedForgotten(int Count);

using System.Collections.Immutable;
using Vim.Domain.Requests;
using Vim.Domain.Topology;

namespace Vim.Domain.Hosts;

/// <summary>
/// A host registered: for the first time, after a reboot, or with another inventory.
/// </summary>
/// <param name="Inventory">What it has, with its zone and boot id.</param>
/// <param name="Driver">Technology behind the agent.</param>
/// <param name="InventoryDigest">Digest of the inventory less the boot id.</param>
/// <param name="At">When.</param>
public sealed record HostRegistered(
    HostInventory Inventory, string Driver, RequestDigest InventoryDigest, DateTimeOffset At);

/// <summary>Whether the host may get computes changed.</summary>
/// <param name="Lease">How its agent's lease is.</param>
/// <param name="InMaintenance">Whether an operator took it out.</param>
/// <param name="Reason">For people.</param>
/// <param name="At">When.</param>
public sealed record HostAvailabilityChanged(HostLease Lease, bool InMaintenance, string Reason, DateTimeOffset At);

/// <summary>The host is in these aggregates and no others.</summary>
/// <param name="Aggregates">Their names.</param>
/// <param name="At">When.</param>
public sealed record HostAggregatesChanged(ImmutableSortedSet<string> Aggregates, DateTimeOffset At);

/// <summary>The host was removed for good.</summary>
/// <param name="At">When.</param>
public sealed record HostRemoved(DateTimeOffset At);

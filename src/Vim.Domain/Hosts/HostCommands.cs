using System.Collections.Immutable;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;

namespace Vim.Domain.Hosts;

/// <summary>A host's agent connected and tells what the host has and which guests it holds.</summary>
/// <param name="Inventory">What it has; id, zone and boot id are in it.</param>
/// <param name="Guests">All guests of the VIM on it, running or not.</param>
/// <param name="Driver">Technology behind the agent: <c>simulated</c>, <c>libvirt</c>.</param>
public sealed record RegisterHost(HostInventory Inventory, ImmutableArray<GuestObservation> Guests, string Driver)
    : IRequest<HostState>;

/// <summary>The agent's lease lapsed, or was renewed again.</summary>
/// <param name="Host">The host.</param>
/// <param name="Lease">How the lease is now.</param>
/// <param name="Reason">For people.</param>
public sealed record ReportLease(HostId Host, HostLease Lease, string Reason) : IRequest<HostState>;

/// <summary>An operator takes a host out of placement, or back in.</summary>
/// <param name="Host">The host.</param>
/// <param name="InMaintenance">Whether it takes no new computes.</param>
/// <param name="Reason">For people.</param>
public sealed record SetHostMaintenance(HostId Host, bool InMaintenance, string Reason) : IRequest<HostState>;

/// <summary>An operator puts a host in an aggregate, or takes it out. Done before is done.</summary>
/// <param name="Host">The host.</param>
/// <param name="Aggregate">Name of the aggregate; <see cref="HostAggregateRules"/>.</param>
/// <param name="IsMember">Whether it is in it from now on.</param>
public sealed record SetHostAggregate(HostId Host, string Aggregate, bool IsMember) : IRequest<HostState>;

/// <summary>An operator removes a host for good; only one without claims.</summary>
/// <param name="Host">The host.</param>
public sealed record RemoveHost(HostId Host) : IRequest<HostState>;

/// <summary>
/// How an order ended on its host. Answered when what follows from it is durable: then the agent may forget it.
/// </summary>
/// <param name="Host">The host.</param>
/// <param name="CommandId">The order.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Done">What the host has after it, read back; null: it was not done.</param>
/// <param name="Failure">Why it was not done; null: it was.</param>
/// <param name="IsTransient">Whether another try on this host can succeed.</param>
public sealed record ReportOrderOutcome(
    HostId Host,
    string CommandId,
    ComputeId Compute,
    int Incarnation,
    GuestObservation? Done,
    Failure? Failure,
    bool IsTransient) : IRequest<Done>;

/// <summary>What an agent sees of guests.</summary>
/// <param name="Host">The host.</param>
/// <param name="IsComplete">Whether <paramref name="Guests"/> are all that there are.</param>
/// <param name="Guests">The guests.</param>
public sealed record ReportGuests(HostId Host, bool IsComplete, ImmutableArray<GuestObservation> Guests)
    : IRequest<Done>;

using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Identity;

namespace Vim.Domain.Placement;

/// <summary>One question to placement: where in this zone can the compute live?</summary>
public sealed record PlacementRequest
{
    /// <summary>The highest <see cref="Priority"/>.</summary>
    public const int MaxPriority = 1_000;

    /// <summary>The compute; its claim is booked under this id.</summary>
    public required ComputeId Compute { get; init; }

    /// <summary>What it asks of its host; well formed (<see cref="ComputeRequirementsRules"/>).</summary>
    public required ComputeRequirements Requirements { get; init; }

    /// <summary>Affinity and anti-affinity groups it is a member of; all must hold.</summary>
    public ImmutableArray<GroupMembership> Groups { get; init; } = [];

    /// <summary>Ids of <see cref="Groups"/>, in their order: what its claim is booked with.</summary>
    public ImmutableArray<AffinityGroupId> GroupIds =>
        Groups.IsEmpty ? [] : ImmutableArray.CreateRange(Groups, membership => membership.Group);

    /// <summary>Hosts it must be on one of; empty: any.</summary>
    public ImmutableArray<HostId> OnlyHosts { get; init; } = [];

    /// <summary>Hosts it must not be on.</summary>
    public ImmutableArray<HostId> NotHosts { get; init; } = [];

    /// <summary>Host aggregates it must be in, all of them.</summary>
    public ImmutableArray<string> InAggregates { get; init; } = [];

    /// <summary>Host aggregates it must not be in.</summary>
    public ImmutableArray<string> NotInAggregates { get; init; } = [];

    /// <summary>
    /// 0 to <see cref="MaxPriority"/>: where it fits nowhere else, unused places of reservations of a lower priority
    /// are broken for it.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>Reservation of which it takes a place; null: of none.</summary>
    public ReservationId? Reservation { get; init; }

    /// <summary>
    /// Computes whose host (or what the scope is) it must share or avoid, from constraints that list resources.
    /// </summary>
    public ImmutableArray<ResourceAffinity> Resources { get; init; } = [];
}

/// <summary>Membership of a named group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Type">Together or apart.</param>
/// <param name="Scope">What together and apart are measured by.</param>
public sealed record GroupMembership(AffinityGroupId Group, AffinityType Type, AffinityScope Scope)
{
    /// <summary>
    /// The most members on one socket or host, in one rack or in one fault domain, by the scope: 1 or more; for
    /// anti-affinity only.
    /// </summary>
    public int MaxPerScope { get; init; } = 1;

    /// <summary>Whether it is a wish: it holds where a host lets it, and refuses nothing.</summary>
    public bool IsSoft { get; init; }
}

/// <summary>A wish to be near or far from one other compute.</summary>
/// <param name="Compute">The other.</param>
/// <param name="Type">Together or apart.</param>
/// <param name="Scope">What together and apart are measured by.</param>
public sealed record ResourceAffinity(ComputeId Compute, AffinityType Type, AffinityScope Scope);

/// <summary>IFA 005 AffinityOrAntiAffinityConstraint type.</summary>
public enum AffinityType
{
    /// <summary>Together.</summary>
    Affinity,

    /// <summary>Apart.</summary>
    AntiAffinity,
}

/// <summary>IFA 005 scope of an affinity constraint, as far as it bears on one zone.</summary>
public enum AffinityScope
{
    /// <summary>NFVI_NODE: the compute host.</summary>
    Host,

    /// <summary>The rack.</summary>
    Rack,

    /// <summary>The resource zone.</summary>
    Zone,

    /// <summary>What fails as one: a power feed, a room.</summary>
    FaultDomain,

    /// <summary>A socket (physical package) of the compute host: what the guest's NUMA nodes lie on.</summary>
    Socket,
}

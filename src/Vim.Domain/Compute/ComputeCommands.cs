using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;

namespace Vim.Domain.Compute;

/// <summary>AllocateVirtualisedComputeResource (IFA 005 7.3.1.2).</summary>
public sealed record AllocateCompute : IRequest<ComputeState>
{
    /// <summary>Name for people; need not be unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>computeFlavourId; null only where <see cref="Requirements"/> is given.</summary>
    public FlavourId? Flavour { get; init; }

    /// <summary>
    /// What is asked, spelled out; null: what the flavour says. Has no vNICs: they are in <see cref="Vnics"/>.
    /// </summary>
    public ComputeRequirements? Requirements { get; init; }

    /// <summary>vNICs besides those of the requirements.</summary>
    public ImmutableArray<VnicRequirement> Vnics { get; init; } = [];

    /// <summary>vcImageId; null boots nothing.</summary>
    public ImageId? Image { get; init; }

    /// <summary>Content of IFA 005 UserData, at most <see cref="MaxUserDataLength"/> characters.</summary>
    public string UserData { get; init; } = "";

    /// <summary>Metadata.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>Zone it must be in; null: any zone that fits.</summary>
    public ZoneId? Zone { get; init; }

    /// <summary>Affinity and anti-affinity constraints; all hold.</summary>
    public ImmutableArray<AffinityConstraint> Constraints { get; init; } = [];

    /// <summary>Hosts it must be on one of (location constraint); empty: any.</summary>
    public ImmutableArray<HostId> OnlyHosts { get; init; } = [];

    /// <summary>Hosts it must not be on.</summary>
    public ImmutableArray<HostId> NotHosts { get; init; } = [];

    /// <summary>Host aggregates it must be in, all of them.</summary>
    public ImmutableArray<string> InAggregates { get; init; } = [];

    /// <summary>Host aggregates it must not be in.</summary>
    public ImmutableArray<string> NotInAggregates { get; init; } = [];

    /// <summary>
    /// reservationId: it takes one of its places (IFA 005 7.3.1.2), whatever zone is given; null: what is free.
    /// </summary>
    public ReservationId? Reservation { get; init; }

    /// <summary>
    /// 0 to <see cref="PlacementRequest.MaxPriority"/>: where it fits nowhere else, unused places of reservations of a
    /// lower priority are broken for it.
    /// </summary>
    public int Priority { get; init; }

    /// <summary>When to answer.</summary>
    public AnswerWhen AnswerWhen { get; init; }

    /// <summary>The most characters of <see cref="UserData"/>.</summary>
    public const int MaxUserDataLength = 65_536;
}

/// <summary>When an allocation is answered.</summary>
public enum AnswerWhen
{
    /// <summary>As soon as the place is claimed and durable; whether the guest came up follows as a change.</summary>
    Placed,

    /// <summary>When the guest runs, or has failed.</summary>
    Running,
}

/// <summary>IFA 005 AffinityOrAntiAffinityConstraint: by a named group, or by a list of computes.</summary>
/// <param name="Type">Together or apart; that of the group where one is named.</param>
/// <param name="Scope">What it is measured by; that of the group where one is named.</param>
/// <param name="Group">The group; null where computes are listed.</param>
/// <param name="Computes">The other computes; empty where a group is named.</param>
public sealed record AffinityConstraint(
    AffinityType Type,
    AffinityScope Scope,
    AffinityGroupId? Group,
    ImmutableArray<ComputeId> Computes);

/// <summary>UpdateVirtualisedComputeResource (IFA 005 7.3.1.4): what is null stays.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="Name">New name.</param>
/// <param name="Metadata">New metadata, in place of all there is.</param>
public sealed record UpdateCompute(ComputeId Compute, string? Name, ImmutableArray<MetadataEntry>? Metadata)
    : IRequest<ComputeState>;

/// <summary>OperateVirtualisedComputeResource (IFA 005 7.3.1.6).</summary>
/// <param name="Compute">The compute.</param>
/// <param name="Operation">What to do.</param>
public sealed record OperateCompute(ComputeId Compute, GuestOperation Operation) : IRequest<ComputeState>;

/// <summary>MigrateVirtualisedComputeResource (IFA 005 7.3.1.8): to another host of its zone.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="Type">How.</param>
public sealed record MigrateCompute(ComputeId Compute, MigrationType Type = MigrationType.Live) : IRequest<ComputeState>
{
    /// <summary>Hosts to one of which it is to go; empty: any that fits.</summary>
    public ImmutableArray<HostId> OnlyHosts { get; init; } = [];

    /// <summary>Hosts to which it is not to go; never the one that it is on.</summary>
    public ImmutableArray<HostId> NotHosts { get; init; } = [];

    /// <summary>Computes that it is to be near or far from, besides what its allocation asked.</summary>
    public ImmutableArray<ResourceAffinity> Resources { get; init; } = [];
}

/// <summary>IFA 005 migrationType.</summary>
public enum MigrationType
{
    /// <summary>The guest runs on while its memory is copied.</summary>
    Live,

    /// <summary>The guest is stopped first and started again at its new place.</summary>
    Offline,
}

/// <summary>TerminateVirtualisedComputeResource (IFA 005 7.3.1.5). Done before is done.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="AnswerWhen">When to answer.</param>
public sealed record TerminateCompute(ComputeId Compute, TerminateAnswer AnswerWhen = TerminateAnswer.Terminated)
    : IRequest<ComputeState>;

/// <summary>When a termination is answered.</summary>
public enum TerminateAnswer
{
    /// <summary>When the host has removed the guest and the claim is free.</summary>
    Terminated,

    /// <summary>When it is durable that the compute is to go.</summary>
    Accepted,
}

using System.Collections.Immutable;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;

namespace Vim.Domain.Zones;

/// <summary>Where a compute would go, or why nowhere: decided like an allocation, and nothing is claimed.</summary>
/// <param name="Allocation">The allocation.</param>
/// <param name="MaxHostCount">
/// Of how many hosts of each zone to tell one by one, 0 to <see cref="HostCountLimit"/>.
/// </param>
public sealed record ExplainPlacement(AllocateCompute Allocation, int MaxHostCount = 0) : IRequest<PlacementExplanation>
{
    /// <summary>The most hosts of a zone that are told of one by one.</summary>
    public const int HostCountLimit = 1_000;
}

/// <summary>Every claim of a zone, and whether its ledger is consistent with itself: for operators and tests.</summary>
/// <param name="Zone">The zone.</param>
public sealed record AuditZone(ZoneId Zone) : IRequest<ZoneAudit>;

/// <summary>The answer to <see cref="ExplainPlacement"/>.</summary>
/// <param name="Zones">What each zone that was asked says.</param>
public sealed record PlacementExplanation(ImmutableArray<ZoneVerdict> Zones);

/// <summary>One zone's answer: exactly one of placement and reasons is given.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Placement">Where it would go.</param>
/// <param name="Infeasible">Why nowhere.</param>
/// <param name="Hosts">
/// As many hosts as asked for: those that fit in the order of choice, then the others by id.
/// </param>
/// <param name="Policy">The zone's placement policy: its name, or its text where it has none.</param>
public sealed record ZoneVerdict(
    ZoneId Zone,
    HostPlacement? Placement,
    Infeasible? Infeasible,
    ImmutableArray<HostVerdict> Hosts,
    string Policy)
{
    /// <summary>The place of a reservation that it would take; null: none.</summary>
    public ReservedPlace? Takes { get; init; }

    /// <summary>Places of reservations of a lower priority that would be broken for it.</summary>
    public ImmutableArray<ReservedPlace> Breaks { get; init; } = [];
}

/// <summary>Whether the ledger of a zone is consistent with itself.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Digest">Hash over hosts, claims and every counter: equal for equal ledgers.</param>
/// <param name="Claims">Every claim: compute and host.</param>
/// <param name="Errors">What is wrong, for people; empty when all is well.</param>
public sealed record ZoneAudit(
    ZoneId Zone, string Digest, ImmutableArray<ClaimEntry> Claims, ImmutableArray<string> Errors);

/// <summary>One claim of a ledger.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="Host">The host.</param>
/// <param name="IsElsewhere">Whether it is the second claim of a compute that migrates.</param>
public readonly record struct ClaimEntry(ComputeId Compute, HostId Host, bool IsElsewhere = false);

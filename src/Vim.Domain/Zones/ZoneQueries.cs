using System.Collections.Immutable;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;

namespace Vim.Domain.Zones;

/// <summary>What a zone has and how much of it is claimed, from its ledger.</summary>
/// <param name="Zone">The zone.</param>
public sealed record GetZoneCapacity(ZoneId Zone) : IRequest<ZoneCapacity>;

/// <summary>What a host has and how much of it is claimed, from its zone's ledger.</summary>
/// <param name="Host">The host.</param>
public sealed record GetHostCapacity(HostId Host) : IRequest<HostCapacity>;

/// <summary>Where a compute would go, or why nowhere: decided like an allocation, and nothing is claimed.</summary>
/// <param name="Allocation">The allocation.</param>
public sealed record ExplainPlacement(AllocateCompute Allocation) : IRequest<PlacementExplanation>;

/// <summary>Every claim of a zone, and whether its ledger is consistent with itself: for operators and tests.</summary>
/// <param name="Zone">The zone.</param>
public sealed record AuditZone(ZoneId Zone) : IRequest<ZoneAudit>;

/// <summary>The capacity of a zone.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="HostCount">Hosts in it.</param>
/// <param name="EnabledHostCount">Hosts that take new computes.</param>
/// <param name="ComputeCount">Claims in it.</param>
/// <param name="Items">Sums over its hosts.</param>
public sealed record ZoneCapacity(
    ZoneId Zone, int HostCount, int EnabledHostCount, int ComputeCount, ImmutableArray<CapacityItem> Items);

/// <summary>The capacity of a host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Zone">Its zone.</param>
/// <param name="Availability">Whether it takes new computes.</param>
/// <param name="Computes">The computes with a claim on it.</param>
/// <param name="Items">What it has.</param>
public sealed record HostCapacity(
    HostId Host,
    ZoneId Zone,
    HostAvailability Availability,
    ImmutableArray<ComputeId> Computes,
    ImmutableArray<CapacityItem> Items);

/// <summary>How much there is of one thing.</summary>
/// <param name="Dimension">What.</param>
/// <param name="Detail">Which: NUMA node, page size, physical network, device alias; empty where the dimension says it all.</param>
/// <param name="Unit">Unit of all three amounts: <c>CPUs</c>, <c>vCPUs</c>, <c>bytes</c>, <c>pages</c>, <c>VFs</c>, <c>bit/s</c>.</param>
/// <param name="Total">What there is, less what is reserved for the host.</param>
/// <param name="Reserved">What is kept for the host.</param>
/// <param name="Claimed">What computes have of <paramref name="Total"/>.</param>
public readonly record struct CapacityItem(
    Dimension Dimension, string Detail, string Unit, long Total, long Reserved, long Claimed)
{
    /// <summary>What is left.</summary>
    public long Free => Total - Claimed;
}

/// <summary>The answer to <see cref="ExplainPlacement"/>.</summary>
/// <param name="Zones">What each zone that was asked says.</param>
public sealed record PlacementExplanation(ImmutableArray<ZoneVerdict> Zones);

/// <summary>One zone's answer: exactly one of placement and reasons is given.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Placement">Where it would go.</param>
/// <param name="Infeasible">Why nowhere.</param>
public sealed record ZoneVerdict(ZoneId Zone, HostPlacement? Placement, Infeasible? Infeasible);

/// <summary>Whether the ledger of a zone is consistent with itself.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Claims">Every claim: compute and host.</param>
/// <param name="Errors">What is wrong, for people; empty when all is well.</param>
public sealed record ZoneAudit(ZoneId Zone, ImmutableArray<ClaimEntry> Claims, ImmutableArray<string> Errors);

/// <summary>One claim of a ledger.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="Host">The host.</param>
public readonly record struct ClaimEntry(ComputeId Compute, HostId Host);

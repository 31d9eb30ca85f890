using System.Collections.Immutable;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Scheduling.Policies;
using Vim.Scheduling.Views;

namespace Vim.Engine;

/// <summary>What a zone has and how much of it is claimed, from its ledger.</summary>
/// <param name="Zone">The zone.</param>
public sealed record GetZoneCapacity(ZoneId Zone) : IRequest<ZoneCapacity>;

/// <summary>What a host has and how much of it is claimed, from its zone's ledger.</summary>
/// <param name="Host">The host.</param>
public sealed record GetHostCapacity(HostId Host) : IRequest<HostCapacity>;

/// <summary>
/// How many computes like one would still be placed, one after the other, before one is refused; nothing is claimed.
/// Counted on what durable events tell at the moment of asking.
/// </summary>
/// <param name="Allocation">One of them; its groups are those of all.</param>
/// <param name="Most">Where counting ends in a zone and over all of them, 1 to <see cref="CountLimit"/>.</param>
public sealed record CountFitting(AllocateCompute Allocation, int Most) : IRequest<FittingCount>
{
    /// <summary>The most that are counted.</summary>
    public const int CountLimit = 100_000;
}

/// <summary>The answer to <see cref="CountFitting"/>.</summary>
/// <param name="Zones">Of each zone that may be meant, by id.</param>
/// <param name="All">
/// Over all zones. Computes that must be together are so in one zone: that which would be asked first.
/// </param>
public sealed record FittingCount(ImmutableArray<ZoneFittingCount> Zones, BoundedCount All);

/// <summary>How many more fit a zone.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Count">How many.</param>
public readonly record struct ZoneFittingCount(ZoneId Zone, BoundedCount Count);

/// <summary>A count that ended where it was told to.</summary>
/// <param name="Count">What was counted.</param>
/// <param name="IsLimitReached">Whether there is more.</param>
public readonly record struct BoundedCount(int Count, bool IsLimitReached)
{
    /// <summary>A count that went on one further than the limit.</summary>
    public static BoundedCount Of(long count, int limit) => new((int)Math.Min(count, limit), count > limit);
}

/// <summary>By what a zone chooses hosts, and what it learned of requests.</summary>
/// <param name="Zone">The zone.</param>
public sealed record GetPlacementPolicy(ZoneId Zone) : IRequest<ZonePolicy>;

/// <summary>The answer to <see cref="GetPlacementPolicy"/>.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="Name">Name of the policy; its text where it has none.</param>
/// <param name="Text">The policy in words (<see cref="PolicyText"/>).</param>
/// <param name="Usual">
/// The flavours of its requests by their shares, the commonest first; empty where the policy does not look at them.
/// </param>
public sealed record ZonePolicy(ZoneId Zone, string Name, string Text, ImmutableArray<FlavourShare> Usual);

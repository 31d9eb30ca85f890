using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Scheduling.Fragmentation;

namespace Vim.Engine;

/// <summary>
/// How much of what is free is of use for large guests, measured on what durable events tell at the moment of asking.
/// </summary>
/// <param name="Zone">The zone; null: all.</param>
/// <param name="Flavours">
/// Guests to measure by, at most <see cref="MaxFlavours"/>; empty: those of
/// <see cref="EngineOptions.FragmentationFlavours"/>, or else half a NUMA node, a whole one and two.
/// </param>
/// <param name="MaxHostCount">Of how many hosts of each zone to tell, 0 to <see cref="HostCountLimit"/>.</param>
public sealed record GetFragmentation(ZoneId? Zone, ImmutableArray<FlavourId> Flavours, int MaxHostCount)
    : IRequest<FragmentationReport>
{
    /// <summary>The most guests that are measured by.</summary>
    public const int MaxFlavours = 16;

    /// <summary>The most hosts of a zone that are told of one by one.</summary>
    public const int HostCountLimit = 1_000;
}

/// <summary>The answer to <see cref="GetFragmentation"/>.</summary>
/// <param name="Zones">By zone id.</param>
public sealed record FragmentationReport(ImmutableArray<KeyValuePair<ZoneId, ZoneFragmentation>> Zones);

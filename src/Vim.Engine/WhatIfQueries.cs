using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Topology;
using Vim.Scheduling.Imagining;
using Vim.Scheduling.Views;

namespace Vim.Engine;

/// <summary>
/// What would become of a zone if hosts came and went, and flavours were others; nothing is changed. Tried on what
/// durable events tell at the moment of asking.
/// </summary>
/// <param name="Zone">The zone.</param>
public sealed record ImagineZone(ZoneId Zone) : IRequest<ImaginedZone>
{
    /// <summary>The most hosts that are added.</summary>
    public const int MaxAdded = 10_000;

    /// <summary>The most hosts that are drained, and that are removed.</summary>
    public const int MaxGone = 1_000;

    /// <summary>The most flavours.</summary>
    public const int MaxFlavours = 16;

    /// <summary>Hosts that come, before any go.</summary>
    public ImmutableArray<AddedHosts> Added { get; init; } = [];

    /// <summary>Hosts that are emptied and take nothing any more, all at once with those removed.</summary>
    public ImmutableArray<HostId> Drained { get; init; } = [];

    /// <summary>Hosts that are gone.</summary>
    public ImmutableArray<HostId> Removed { get; init; } = [];

    /// <summary>Flavours that are changed or imagined, or just counted.</summary>
    public ImmutableArray<ImaginedFlavour> Flavours { get; init; } = [];

    /// <summary>Where counting computes ends, 1 to <see cref="CountFitting.CountLimit"/>.</summary>
    public int MaxCount { get; init; } = 10_000;
}

/// <summary>Hosts that are alike, each empty and taking computes: exactly one of like and inventory is given.</summary>
/// <param name="Count">1 or more.</param>
/// <param name="Like">A host of any zone to be like.</param>
/// <param name="Inventory">What each has; its id, zone and boot id do not matter.</param>
public sealed record AddedHosts(int Count, HostId? Like, HostInventory? Inventory);

/// <summary>
/// With a flavour alone: counted as it is. With both: the flavour is changed, and each of its computes is placed anew.
/// With a change alone: imagined from nothing.
/// </summary>
/// <param name="Flavour">A flavour that there is.</param>
/// <param name="Change">What of it is other.</param>
public sealed record ImaginedFlavour(FlavourId? Flavour, FlavourChange? Change);

/// <summary>The answer to <see cref="ImagineZone"/>.</summary>
/// <param name="Before">The zone as it is.</param>
/// <param name="After">The zone as it would be.</param>
/// <param name="Computes">What becomes of each compute of a host that goes or a flavour that changes.</param>
/// <param name="Flavours">How many more fit, in the order of the question.</param>
public sealed record ImaginedZone(
    ZoneCapacity Before,
    ZoneCapacity After,
    ImmutableArray<Resettled> Computes,
    ImmutableArray<ImaginedCount> Flavours);

/// <summary>How many more computes of a flavour fit.</summary>
/// <param name="Flavour">The flavour; null where it was imagined from nothing.</param>
/// <param name="Before">In the zone as it is; of a flavour that is changed, as that is.</param>
/// <param name="After">In the zone as it would be.</param>
public sealed record ImaginedCount(FlavourId? Flavour, BoundedCount Before, BoundedCount After);

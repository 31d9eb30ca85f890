using System.Collections.Immutable;
using Vim.Actors.Shards;
using Vim.Domain.Identity;
using Vim.Scheduling.Placing;

namespace Vim.Engine;

/// <summary>Settings and limits of the engine.</summary>
public sealed record EngineOptions
{
    /// <summary>Zones that exist from the start; others are added when a host of theirs registers.</summary>
    public ImmutableArray<ZoneId> Zones { get; init; } = [];

    /// <summary>The most zones.</summary>
    public int MaxZones { get; init; } = 256;

    /// <summary>Which of the hosts that fit is taken.</summary>
    public PlacementPolicy Policy { get; init; } = PlacementPolicy.Pack;

    /// <summary>How long an order waits for its outcome before it is given again.</summary>
    public TimeSpan ResendOrdersAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a passing failure an order is given again.</summary>
    public TimeSpan RetryOrdersAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without an outcome a start or a power operation has failed.</summary>
    public TimeSpan OrderDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how long without an outcome the sending of a guest to another host has failed.</summary>
    public TimeSpan MigrationDeadline { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long after its start a guest that is not in a host's list may be younger than the list.</summary>
    public TimeSpan FreshGuest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long after a restart of the VIM a host's agent may take to come back before it is suspected.
    /// </summary>
    public TimeSpan HostReturnGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long ended computes and their idempotency keys are remembered.</summary>
    public TimeSpan KeyRetention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// The most ended computes that a zone remembers; beyond it the oldest are forgotten before their time.
    /// </summary>
    public int MaxEndedComputes { get; init; } = 200_000;

    /// <summary>How often ended computes whose time is over are looked for.</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the compute that a port was given to may take to come into being; above every request's deadline.
    /// </summary>
    public TimeSpan PortCheckAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest that a request with a deadline waits, whatever its deadline.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Changes that the change feed keeps.</summary>
    public int ChangesKept { get; init; } = 65_536;

    /// <summary>
    /// Large guests by which fragmentation is measured; those that are not known are passed over. Empty: half a NUMA
    /// node, a whole one and two of each zone's commonest kind of host.
    /// </summary>
    public ImmutableArray<FlavourId> FragmentationFlavours { get; init; } = [];

    /// <summary>How old the fragmentation told by metrics may be before a scrape measures it anew.</summary>
    public TimeSpan FragmentationEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Limits of each shard.</summary>
    public ShardOptions Shards { get; init; } = new();
}

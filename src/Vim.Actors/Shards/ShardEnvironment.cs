using Vim.Actors.Dispatching;
using Vim.Actors.Observing;
using Vim.Actors.Sources;

namespace Vim.Actors.Shards;

/// <summary>What comes into a shard from outside.</summary>
public sealed record ShardEnvironment
{
    public required TimeProvider Time { get; init; }

    public required IRandomSource Random { get; init; }

    public required IIdSource Ids { get; init; }

    public required IDispatcher Dispatcher { get; init; }

    public required IShardOutlet Outlet { get; init; }

    public IShardObserver Observer { get; init; } = new SilentObserver();

    /// <summary>Follows durable events, if anybody does.</summary>
    public IEventFeed? Feed { get; init; }

    public ITurnTrace? Trace { get; init; }
}

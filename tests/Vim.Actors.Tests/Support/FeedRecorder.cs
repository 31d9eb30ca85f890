using Vim.Actors.Journaling;
using Vim.Actors.Observing;

namespace Vim.Actors.Tests.Support;

internal sealed class FeedRecorder : IEventFeed
{
    public List<(ActorId Actor, object State, long Position)> Restored { get; } = [];

    public long? OpenedAt { get; private set; }

    public List<JournaledEvent> Committed { get; } = [];

    void IEventFeed.Restored(ShardId shard, ActorId actor, object state, long position) =>
        Restored.Add((actor, state, position));

    void IEventFeed.Opened(ShardId shard, long lastPosition) => OpenedAt = lastPosition;

    void IEventFeed.Committed(ShardId shard, IReadOnlyList<JournaledEvent> events) => Committed.AddRange(events);
}

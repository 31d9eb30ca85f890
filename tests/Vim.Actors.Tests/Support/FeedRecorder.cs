using Vim.Actors.Journaling;
using Vim.Actors.Observing;

namespace Vim.Actors.Tests.Support;

internal sealed class FeedRecorder : IEventFeed
{
    public List<JournaledEvent> Restored { get; } = [];

    public List<JournaledEvent> Committed { get; } = [];

    void IEventFeed.Restored(ShardId shard, in ActorSnapshot snapshot)
    {
    }

    void IEventFeed.Restored(ShardId shard, in JournaledEvent journaled) => Restored.Add(journaled);

    void IEventFeed.Committed(ShardId shard, IReadOnlyList<JournaledEvent> events) => Committed.AddRange(events);
}

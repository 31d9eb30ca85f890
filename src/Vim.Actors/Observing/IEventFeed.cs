using Vim.Actors.Journaling;

namespace Vim.Actors.Observing;

/// <summary>
/// Port: follows the events of a shard once they are durable, for read models. While the shard opens it is called from
/// the
/// journal's thread, later on the shard's turn; by one at a time, in order. Returns quickly, does not throw, keeps no
/// list.
/// </summary>
public interface IEventFeed
{
    /// <summary>The shard opens: a snapshot was restored.</summary>
    void Restored(ShardId shard, in ActorSnapshot snapshot);

    /// <summary>The shard opens: an event was restored.</summary>
    void Restored(ShardId shard, in JournaledEvent journaled);

    /// <summary>Events are durable now; what depends on them leaves the shard after this call.</summary>
    void Committed(ShardId shard, IReadOnlyList<JournaledEvent> events);
}

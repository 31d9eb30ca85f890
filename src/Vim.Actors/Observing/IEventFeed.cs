using Vim.Actors.Journaling;

namespace Vim.Actors.Observing;

/// <summary>
/// Port: follows a shard once it is durable, for read models: the state of every actor when the shard has opened, then
/// the events. Called on the shard's turn, in order. Returns quickly, does not throw, keeps no list and no state that
/// its actor may change in place.
/// </summary>
public interface IEventFeed
{
    /// <summary>The shard opens: this is an actor as its events left it. Comes once for each, in no order.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="actor">The actor.</param>
    /// <param name="state">Its state.</param>
    /// <param name="position">Position of its last event.</param>
    void Restored(ShardId shard, ActorId actor, object state, long position);

    /// <summary>The shard is open: all actors were told.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="lastPosition">Position of its last event.</param>
    void Opened(ShardId shard, long lastPosition);

    /// <summary>Events are durable now; what depends on them leaves the shard after this call.</summary>
    void Committed(ShardId shard, IReadOnlyList<JournaledEvent> events);
}

namespace Vim.Actors.Observing;

/// <summary>Is told what goes wrong in a shard and how it does. Called on the shard's turn: returns quickly, does not
/// throw.</summary>
public interface IShardObserver
{
    /// <summary>A message was set aside.</summary>
    void MessageSetAside(ShardId shard, DeadLetter letter);

    /// <summary>An actor could not be recovered; it refuses everything until the shard is opened again.</summary>
    void ActorFailed(ShardId shard, ActorId actor, string reason, Exception? exception);

    /// <summary>
    /// Whatever takes what leaves the shard (outlet, asker or journal) threw; what it should have taken is lost. If it
    /// was the journal, the shard stops.
    /// </summary>
    void ReleaseFailed(ShardId shard, object released, Exception exception);

    /// <summary>A group became durable.</summary>
    void GroupCommitted(ShardId shard, int events, TimeSpan elapsed);

    /// <summary>The shard stopped by itself. Open it again from the journal; when it was fenced, do not.</summary>
    void ShardStopped(ShardId shard, ActorError error);
}

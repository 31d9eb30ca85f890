namespace Vim.Actors.Observing;

/// <summary>Tells nobody.</summary>
public sealed class SilentObserver : IShardObserver
{
    public void MessageSetAside(ShardId shard, DeadLetter letter)
    {
    }

    public void ActorFailed(ShardId shard, ActorId actor, string reason, Exception? exception)
    {
    }

    public void ReleaseFailed(ShardId shard, object released, Exception exception)
    {
    }

    public void GroupCommitted(ShardId shard, int events, TimeSpan elapsed)
    {
    }

    public void ShardStopped(ShardId shard, ActorError error)
    {
    }
}

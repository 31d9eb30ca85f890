namespace Vim.Actors.Observing;

/// <summary>Sees every turn, for trace hashes and debugging. Called on the shard's turn.</summary>
public interface ITurnTrace
{
    /// <summary>A turn was taken.</summary>
    void TurnTaken(ShardId shard, ActorId actor, object message, Turn turn);

    /// <summary>A turn threw; nothing of it happened.</summary>
    void TurnFailed(ShardId shard, ActorId actor, object message, Exception exception);
}

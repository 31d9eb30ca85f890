using Vim.Actors.Messaging;

namespace Vim.Actors.Shards;

/// <summary>
/// Port: takes what leaves a shard, in order, when all it depends on is durable. Called on the shard's turn: hands work
/// on and returns.
/// </summary>
public interface IShardOutlet
{
    /// <summary>An effect of an actor: at least once across crashes, so it names what makes it idempotent.</summary>
    void Release(ActorId from, object effect);

    /// <summary>Something for another shard; may be lost, it is repeated until acknowledged.</summary>
    void Send(ShardEnvelope envelope);
}

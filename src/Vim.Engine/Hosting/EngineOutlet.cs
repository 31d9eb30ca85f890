using Vim.Actors;
using Vim.Actors.Messaging;
using Vim.Actors.Shards;
using Vim.Domain.Compute;
using Vim.Engine.Ports;

namespace Vim.Engine.Hosting;

/// <summary>
/// Where a shard's effects go: orders to the agents' gateway, envelopes to the other shards. What is not taken is owed
/// on: computes give their orders again, outboxes their messages.
/// </summary>
internal sealed class EngineOutlet(IAgentGateway agents, Func<ShardId, Shard?> findShard, EngineMetrics metrics)
    : IShardOutlet
{
    public void Release(ActorId from, object effect)
    {
        Invariant.Check(effect is GuestOrder, $"{from} has an effect {effect.GetType().Name} that nobody takes");
        metrics.OrderGiven(agents.TrySend((GuestOrder)effect));
    }

    public void Send(ShardEnvelope envelope) => findShard(envelope.To)?.Deliver(envelope);
}

using Vim.Actors.Messaging;
using Vim.Actors.Observing;
using Vim.Actors.Shards;

namespace Vim.Actors.Tests.Support;

/// <summary>Records what leaves a shard and what is reported of it.</summary>
internal sealed class Recorder : IShardOutlet, IShardObserver
{
    public List<object> Effects { get; } = [];

    public List<ShardEnvelope> Envelopes { get; } = [];

    public List<DeadLetter> SetAside { get; } = [];

    public List<ActorId> FailedActors { get; } = [];

    public List<ActorError> Stops { get; } = [];

    public List<int> Groups { get; } = [];

    public List<Exception> ReleaseFailures { get; } = [];

    public Action<object>? OnEffect { get; set; }

    public void Release(ActorId from, object effect)
    {
        OnEffect?.Invoke(effect);
        Effects.Add(effect);
    }

    public void Send(ShardEnvelope envelope) => Envelopes.Add(envelope);

    public void MessageSetAside(ShardId shard, DeadLetter letter) => SetAside.Add(letter);

    public void ActorFailed(ShardId shard, ActorId actor, string reason, Exception? exception) => FailedActors.Add(
        actor);

    public void ReleaseFailed(ShardId shard, object released, Exception exception) => ReleaseFailures.Add(exception);

    public void GroupCommitted(ShardId shard, int events, TimeSpan elapsed) => Groups.Add(events);

    public void ShardStopped(ShardId shard, ActorError error) => Stops.Add(error);
}

namespace Vim.Actors;

/// <summary>One thing a turn brings about. Steps are linked backwards, so a <see cref="Turn"/> is an immutable
/// value.</summary>
public abstract class TurnStep
{
    private protected TurnStep(TurnStep? previous) => Previous = previous;

    internal TurnStep? Previous { get; }
}

/// <summary>An event: a fact to apply to the state and to journal.</summary>
public sealed class EmitStep : TurnStep
{
    internal EmitStep(TurnStep? previous, object @event) : base(previous) => Event = @event;

    public object Event { get; }
}

/// <summary>An event to apply to the state only: it follows from what others journal.</summary>
public sealed class DeriveStep : TurnStep
{
    internal DeriveStep(TurnStep? previous, object @event) : base(previous) => Event = @event;

    public object Event { get; }
}

/// <summary>A message to an actor of the same shard.</summary>
public sealed class TellStep : TurnStep
{
    internal TellStep(TurnStep? previous, ActorId to, object message, ActorId? onBehalfOf) : base(previous)
    {
        To = to;
        Message = message;
        OnBehalfOf = onBehalfOf;
    }

    internal ActorId? OnBehalfOf { get; }

    public ActorId To { get; }

    public object Message { get; }
}

/// <summary>A message to an actor of another shard.</summary>
public sealed class TellShardStep : TurnStep
{
    internal TellShardStep(TurnStep? previous, ShardId shard, ActorId to, object message) : base(previous)
    {
        Shard = shard;
        To = to;
        Message = message;
    }

    public ShardId Shard { get; }

    public ActorId To { get; }

    public object Message { get; }
}

/// <summary>Something that leaves the shard once everything before it is durable.</summary>
public sealed class EffectStep : TurnStep
{
    internal EffectStep(TurnStep? previous, object effect) : base(previous) => Effect = effect;

    public object Effect { get; }
}

/// <summary>The answer to whoever asked.</summary>
public sealed class ReplyStep : TurnStep
{
    internal ReplyStep(TurnStep? previous, object reply) : base(previous) => Reply = reply;

    public object Reply { get; }
}

/// <summary>Keeps whoever asked waiting under a key of this actor.</summary>
public sealed class ParkStep : TurnStep
{
    internal ParkStep(TurnStep? previous, string key) : base(previous) => Key = key;

    public string Key { get; }
}

/// <summary>The answer to all who are parked under a key of this actor.</summary>
public sealed class ReplyParkedStep : TurnStep
{
    internal ReplyParkedStep(TurnStep? previous, string key, object reply) : base(previous)
    {
        Key = key;
        Reply = reply;
    }

    public string Key { get; }

    public object Reply { get; }
}

/// <summary>A message to oneself after a while.</summary>
public sealed class TimerStep : TurnStep
{
    internal TimerStep(TurnStep? previous, string key, TimeSpan due, object message) : base(previous)
    {
        Key = key;
        Due = due;
        Message = message;
    }

    public string Key { get; }

    public TimeSpan Due { get; }

    public object Message { get; }
}

/// <summary>Takes a timer back.</summary>
public sealed class CancelTimerStep : TurnStep
{
    internal CancelTimerStep(TurnStep? previous, string key) : base(previous) => Key = key;

    public string Key { get; }
}

internal sealed class RefuseStep : TurnStep
{
    internal RefuseStep(TurnStep? previous, ActorError error) : base(previous) => Error = error;

    internal ActorError Error { get; }
}

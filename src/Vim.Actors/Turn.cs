namespace Vim.Actors;

/// <summary>
/// What a message brings about, as an immutable value: start from <see cref="None"/> and add. Steps take effect in the
/// order in which they were added, after all events of the turn were applied; if any step fails, none of the turn
/// happens.
/// </summary>
public readonly struct Turn : IEquatable<Turn>
{
    private Turn(TurnStep last) => Last = last;

    /// <summary>Nothing happens.</summary>
    public static Turn None => default;

    internal TurnStep? Last { get; }

    /// <summary>Whether nothing happens.</summary>
    public bool IsNone => Last is null;

    /// <summary>All steps in order. Builds a list: for tests and traces.</summary>
    public IReadOnlyList<TurnStep> Steps
    {
        get
        {
            var steps = new List<TurnStep>();
            for (var step = Last; step is not null; step = step.Previous)
            {
                steps.Add(step);
            }
            steps.Reverse();
            return steps;
        }
    }

    /// <summary>The events in order. Builds a list: for tests and traces.</summary>
    public IReadOnlyList<object> Events => [.. Steps.OfType<EmitStep>().Select(step => step.Event)];

    /// <summary>The effects in order. Builds a list: for tests and traces.</summary>
    public IReadOnlyList<object> Effects => [.. Steps.OfType<EffectStep>().Select(step => step.Effect)];

    /// <summary>The reply to the asker, or null if there is none.</summary>
    public object? Answer => Steps.OfType<ReplyStep>().FirstOrDefault()?.Reply;

    /// <summary>Emits an event: applied to the state at once, journaled with the group.</summary>
    public Turn Emit(object @event) => new(new EmitStep(Last, @event));

    /// <summary>
    /// Applies an event to the state at once and journals nothing: for what follows from what other actors of the shard
    /// journal in the same chain. After a replay <see cref="Actor{TState}.Gather"/> brings it back.
    /// </summary>
    public Turn Derive(object @event) => new(new DeriveStep(Last, @event));

    /// <summary>
    /// Tells an actor of the same shard, at once: it has its turn before any message from outside. The right to reply
    /// goes along.
    /// </summary>
    public Turn Tell(ActorId to, object message) => new(new TellStep(Last, to, message, onBehalfOf: null));

    /// <summary>
    /// Tells an actor of another shard: leaves when durable, is repeated until acknowledged, and is handled once there.
    /// The message is journaled in the outbox of this shard, so the journal's codec must know its type.
    /// </summary>
    public Turn TellShard(ShardId shard, ActorId to, object message) => new(
        new TellShardStep(Last, shard, to, message));

    /// <summary>Leaves the shard (a command to an agent, a notification) when everything emitted before it is
    /// durable.</summary>
    public Turn Effect(object effect) => new(new EffectStep(Last, effect));

    /// <summary>Answers whoever asked, when durable. Nobody asked, or already answered or parked: nothing
    /// happens.</summary>
    public Turn Reply(object reply) => new(new ReplyStep(Last, reply));

    /// <summary>
    /// Keeps whoever asked waiting under (this actor, <paramref name="key"/>); several may wait under one key.
    /// Volatile: a stop of the shard answers them all with an error. Nobody asked: nothing happens.
    /// </summary>
    public Turn Park(string key) => new(new ParkStep(Last, key));

    /// <summary>Answers all who are parked under (this actor, <paramref name="key"/>), when durable. None: nothing
    /// happens.</summary>
    public Turn ReplyParked(string key, object reply) => new(new ReplyParkedStep(Last, key, reply));

    /// <summary>
    /// Sends <paramref name="message"/> to this actor after <paramref name="due"/>. A timer of the same key is
    /// replaced.
    /// Volatile: arm it again on <see cref="Recovered"/>.
    /// </summary>
    public Turn Timer(string key, TimeSpan due, object message) => new(new TimerStep(Last, key, due, message));

    /// <summary>Takes the timer of this key back. None: nothing happens.</summary>
    public Turn CancelTimer(string key) => new(new CancelTimerStep(Last, key));

    internal Turn Refuse(ActorError error) => new(new RefuseStep(Last, error));

    internal Turn Relay(ActorId sender, ActorId to, object message) => new(new TellStep(Last, to, message, sender));

    public bool Equals(Turn other) => ReferenceEquals(Last, other.Last);

    public override bool Equals(object? obj) => obj is Turn other && Equals(other);

    public override int GetHashCode() => Last is null ? 0 : Last.GetHashCode();

    public static bool operator ==(Turn left, Turn right) => left.Equals(right);

    public static bool operator !=(Turn left, Turn right) => !left.Equals(right);
}

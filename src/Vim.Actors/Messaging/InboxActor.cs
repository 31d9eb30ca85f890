namespace Vim.Actors.Messaging;

/// <summary>
/// What this shard took from one other shard (the key). A message is taken in the same chain of turns, and so in the
/// same group, as what it brings about: each is handled exactly once, whatever is repeated.
/// </summary>
public sealed class InboxActor : Actor<InboxActor.State>
{
    /// <summary>The kind's stable name.</summary>
    public const string KindName = "vim.inbox";

    public override string Kind => KindName;

    internal static ActorId For(ShardId from) => new(KindName, from.Value);

    public override State Initial(ActorId self) => new();

    public override Turn Handle(State state, object message, TurnContext context)
    {
        Invariant.Check(message is ShardMessage, $"an inbox has no use for {message.GetType().Name}");
        var received = (ShardMessage)message;
        var last = state.LastTaken.GetValueOrDefault(received.Incarnation);
        if (received.Number > last + 1)
        {
            // One before it was lost: the outbox sends both again, in order.
            return Turn.None;
        }
        if (received.Number <= last)
        {
            return Turn.None.Effect(Acknowledgement(received, last));
        }
        return Turn.None
            .Emit(new InboxTaken(received.Incarnation, received.Number))
            .Relay(received.Sender, received.Target, received.Message)
            .Effect(Acknowledgement(received, received.Number));
    }

    public override State Evolve(State state, object @event)
    {
        Invariant.Check(@event is InboxTaken, $"an inbox has no event {@event.GetType().Name}");
        var taken = (InboxTaken)@event;
        state.LastTaken[taken.Incarnation] = taken.Number;
        return state;
    }

    public override bool IsAtRest(State state) => true;

    public override IReadOnlyList<object> Summarise(State state) =>
        [.. state.LastTaken.OrderBy(taken => taken.Key).Select(taken => new InboxTaken(taken.Key, taken.Value))];

    private static ShardAcknowledgement Acknowledgement(ShardMessage received, long upTo) =>
        new(received.To, received.From, received.Incarnation, upTo);

    /// <summary>State of an inbox.</summary>
    public sealed class State
    {
        internal Dictionary<Guid, long> LastTaken { get; } = [];
    }
}

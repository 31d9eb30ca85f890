namespace Vim.Actors.Messaging;

/// <summary>
/// The messages of this shard to one other shard (the key): numbered, kept until acknowledged, sent again in order
/// until then.
/// </summary>
public sealed class OutboxActor : Actor<OutboxActor.State>
{
    /// <summary>The kind's stable name.</summary>
    public const string KindName = "vim.outbox";

    private const int ResendWindow = 256;
    private const string ResendTimer = "resend";

    private readonly int _maxUnacknowledged;
    private readonly TimeSpan _resendAfter;

    public OutboxActor(int maxUnacknowledged, TimeSpan resendAfter)
    {
        _maxUnacknowledged = maxUnacknowledged;
        _resendAfter = resendAfter;
    }

    public override string Kind => KindName;

    internal static ActorId For(ShardId to) => new(KindName, to.Value);

    public override State Initial(ActorId self) => new();

    public override Turn Handle(State state, object message, TurnContext context) => message switch
    {
        SendToShard send => Send(state, send, context),
        ShardAcknowledgement acknowledgement => Acknowledge(state, acknowledgement),
        ResendDue or Recovered => Resend(state, context),
        _ => throw new InvariantException($"an outbox has no use for {message.GetType().Name}"),
    };

    public override State Evolve(State state, object @event)
    {
        switch (@event)
        {
            case OutboxOpened opened:
                state.Incarnation = opened.Incarnation;
                break;
            case OutboxQueued queued:
                state.LastNumber = queued.Number;
                state.Unacknowledged.Enqueue(queued);
                break;
            case OutboxAcknowledged acknowledged:
                // What a summary leaves out was numbered too.
                state.LastNumber = Math.Max(state.LastNumber, acknowledged.UpTo);
                while (state.Unacknowledged.TryPeek(out var first) && first.Number <= acknowledged.UpTo)
                {
                    state.Unacknowledged.Dequeue();
                }
                break;
            default:
                throw new InvariantException($"an outbox has no event {@event.GetType().Name}");
        }
        return state;
    }

    public override bool IsAtRest(State state) => state.Unacknowledged.Count == 0;

    public override IReadOnlyList<object> Summarise(State state) => state.Incarnation == Guid.Empty
        ? []
        :
        [
            new OutboxOpened(state.Incarnation),
            new OutboxAcknowledged(state.LastNumber - state.Unacknowledged.Count),
            .. state.Unacknowledged,
        ];

    public override bool HasUnfinishedBusiness(State state) => state.Unacknowledged.Count > 0;

    private Turn Send(State state, SendToShard send, TurnContext context)
    {
        if (state.Unacknowledged.Count >= _maxUnacknowledged)
        {
            var text = $"{_maxUnacknowledged} messages to shard {context.Self.Key} wait for its acknowledgement; "
                + "see to that shard";
            return Turn.None.Refuse(new ActorError(ActorErrorCodes.OutboxFull, text, _resendAfter));
        }
        var turn = Turn.None;
        var incarnation = state.Incarnation;
        if (incarnation == Guid.Empty)
        {
            incarnation = context.Ids.Next();
            turn = turn.Emit(new OutboxOpened(incarnation));
        }
        var queued = new OutboxQueued(state.LastNumber + 1, send.Sender, send.Target, send.Message);
        turn = turn.Emit(queued).Effect(ToEnvelope(incarnation, queued, context));
        return state.Unacknowledged.Count == 0 ? turn.Timer(ResendTimer, _resendAfter, ResendDue.Instance) : turn;
    }

    private static Turn Acknowledge(State state, ShardAcknowledgement acknowledgement)
    {
        var isNews = acknowledgement.Incarnation == state.Incarnation
            && state.Unacknowledged.TryPeek(out var first)
            && first.Number <= acknowledgement.UpTo;
        if (!isNews)
        {
            return Turn.None;
        }
        var turn = Turn.None.Emit(new OutboxAcknowledged(acknowledgement.UpTo));
        return acknowledgement.UpTo >= state.LastNumber ? turn.CancelTimer(ResendTimer) : turn;
    }

    private Turn Resend(State state, TurnContext context)
    {
        if (state.Unacknowledged.Count == 0)
        {
            return Turn.None;
        }
        var turn = Turn.None;
        foreach (var queued in state.Unacknowledged.Take(ResendWindow))
        {
            turn = turn.Effect(ToEnvelope(state.Incarnation, queued, context));
        }
        return turn.Timer(ResendTimer, _resendAfter, ResendDue.Instance);
    }

    private static ShardMessage ToEnvelope(Guid incarnation, OutboxQueued queued, TurnContext context) => new(
        context.Shard, new ShardId(context.Self.Key), incarnation, queued.Number, queued.Sender, queued.Target,
        queued.Message);

    /// <summary>State of an outbox.</summary>
    public sealed class State
    {
        internal Guid Incarnation { get; set; }

        internal long LastNumber { get; set; }

        internal Queue<OutboxQueued> Unacknowledged { get; } = new();
    }
}

namespace Vim.Actors.Tests.Support;

/// <summary>Tells a counter to add, and counts it too.</summary>
internal sealed record AddAndTally(ActorId Counter, int Amount);

internal sealed record Tallied(int Amount);

/// <summary>The sum over all counters of a shard: never journaled, gathered from them.</summary>
internal sealed class TallyActor : Actor<TallyActor.State>
{
    public const string KindName = "tally";

    public static ActorId Id { get; } = new(KindName, "all");

    public override string Kind => KindName;

    public override ActorId? GathererOf(ShardId shard) => Id;

    public override State Initial(ActorId self) => new();

    public override Turn Handle(State state, object message, TurnContext context) => message switch
    {
        AddAndTally add => Turn.None.Derive(new Tallied(add.Amount)).Tell(add.Counter, new Add(add.Amount)),
        Announce announce => Turn.None.Emit(new Announced(announce.Text)).Reply("announced"),
        GetTotal => Turn.None.Reply(state.Sum),
        _ => throw new InvalidOperationException("secret of the tally"),
    };

    public override State Evolve(State state, object @event)
    {
        state.Sum += (@event as Tallied)?.Amount ?? 0;
        return state;
    }

    public override IReadOnlyList<object> Summarise(State state) => [];

    public override State Gather(State state, IEnumerable<KeyValuePair<ActorId, object>> others)
    {
        state.Sum = others.Sum(other => ((CounterActor.State)other.Value).Total);
        return state;
    }

    internal sealed class State
    {
        public int Sum { get; set; }
    }
}

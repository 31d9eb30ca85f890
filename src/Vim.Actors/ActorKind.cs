namespace Vim.Actors;

/// <summary>
/// What a shard knows of a kind of actor, without the type of its state. Only <see cref="Actor{TState}"/> derives from
/// it.
/// </summary>
public abstract class ActorKind
{
    private protected ActorKind()
    {
    }

    /// <summary>Stable name of the kind; the first half of an <see cref="ActorId"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// Whether an actor of this kind wants a <see cref="MessageRefused"/> when a message that it told inside the shard
    /// could not be handled (the other's turn threw, it is failed, its kind is unknown).
    /// </summary>
    public virtual bool WantsRefusals => false;

    /// <summary>
    /// The one actor of this kind that the shard has from its opening on, if its state follows in part from the states
    /// of the others (<see cref="Actor{TState}.Gather"/>); null for all other kinds.
    /// </summary>
    public virtual ActorId? GathererOf(ShardId shard) => null;

    internal abstract object InitialState(ActorId self);

    internal abstract Turn HandleMessage(object state, object message, TurnContext context);

    internal abstract object EvolveState(object state, object @event);

    internal abstract bool StateIsAtRest(object state);

    internal abstract bool StateIsUnfinished(object state);

    internal abstract bool StateHasEnded(object state);

    internal abstract IReadOnlyList<object> SummaryOf(object state);

    internal abstract object GatherState(object state, IEnumerable<KeyValuePair<ActorId, object>> others);
}

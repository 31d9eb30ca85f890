using System.Runtime.CompilerServices;

namespace Vim.Actors;

/// <summary>
/// A kind of actor as pure functions over its state; one instance serves every id of the kind in every shard, so it has
/// no
/// fields that change. All three functions are called on the shard's turn, one at a time for a shard.
/// </summary>
/// <typeparam name="TState">State of one actor. Owned by the actor; nobody else sees it.</typeparam>
public abstract class Actor<TState> : ActorKind
    where TState : class
{
    /// <summary>State of an actor that has no event yet.</summary>
    public abstract TState Initial(ActorId self);

    /// <summary>
    /// Decides what a message brings about. Reads the state and never changes it; reads no clock, static, socket or
    /// file.
    /// A throw is a programmer's error: nothing of the turn happens and the actor is replayed from the journal.
    /// </summary>
    public abstract Turn Handle(TState state, object message, TurnContext context);

    /// <summary>
    /// Applies an event: the only change of the state. Owns the state and may change it in place and return it.
    /// Must accept every event that was ever journaled, and depend on nothing but its two arguments.
    /// </summary>
    public abstract TState Evolve(TState state, object @event);

    /// <summary>Whether the actor may leave memory (passivate) until the next message. The default says
    /// never.</summary>
    public virtual bool IsAtRest(TState state) => false;

    /// <summary>
    /// Whether the actor waits for something outside its state (an effect's outcome, a timer): it then gets
    /// <see cref="Recovered"/> after each replay and issues its effects and timers again.
    /// </summary>
    public virtual bool HasUnfinishedBusiness(TState state) => false;

    /// <summary>
    /// Whether nothing needs to be known of the actor any more: then its rows leave the journal with the event that
    /// ended it, and it is as if it had never been. The default says never.
    /// </summary>
    public virtual bool HasEnded(TState state) => false;

    /// <summary>
    /// The shortest events from which <see cref="Evolve"/> makes this state again, from <see cref="Initial"/> on: what
    /// the journal keeps as a snapshot in place of all events so far. What others' states give (<see cref="Gather"/>)
    /// is left out.
    /// </summary>
    public abstract IReadOnlyList<object> Summarise(TState state);

    /// <summary>
    /// Adds to the state what follows from the states of the other actors of the shard: all that
    /// <see cref="Turn.Derive"/> did when it happened. Called after each replay of a gatherer
    /// (<see cref="ActorKind.GathererOf"/>). The order of the others means nothing.
    /// </summary>
    public virtual TState Gather(TState state, IEnumerable<KeyValuePair<ActorId, object>> others) => state;

    internal sealed override object InitialState(ActorId self) => Initial(self);

    internal sealed override Turn HandleMessage(object state, object message, TurnContext context) =>
        Handle(Unsafe.As<TState>(state), message, context);

    internal sealed override object EvolveState(object state, object @event) => Evolve(
        Unsafe.As<TState>(state), @event);

    internal sealed override bool StateIsAtRest(object state) => IsAtRest(Unsafe.As<TState>(state));

    internal sealed override bool StateIsUnfinished(object state) => HasUnfinishedBusiness(Unsafe.As<TState>(state));

    internal sealed override bool StateHasEnded(object state) => HasEnded(Unsafe.As<TState>(state));

    internal sealed override IReadOnlyList<object> SummaryOf(object state) => Summarise(Unsafe.As<TState>(state));

    internal sealed override object GatherState(
        object state, IEnumerable<KeyValuePair<ActorId, object>> others) => Gather(Unsafe.As<TState>(state), others);
}

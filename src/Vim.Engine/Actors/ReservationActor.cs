using Vim.Actors;
using Vim.Domain.Reservations;

namespace Vim.Engine.Actors;

/// <summary>
/// A reservation's turns. Its capacity is the zone scheduler's to find, to break and to mend; here it becomes durable.
/// </summary>
internal sealed class ReservationActor : Actor<ReservationState>
{
    private static readonly Func<ReservationState, object, ReservationState> Evolution = ReservationDecider.Evolve;

    public override string Kind => ActorNames.Reservation;

    public override ReservationState Initial(ActorId self) => ReservationState.None(new(self.Key));

    public override ReservationState Evolve(ReservationState state, object @event) =>
        ReservationDecider.Evolve(state, @event);

    public override bool HasEnded(ReservationState state) => !state.Exists;

    public override IReadOnlyList<object> Summarise(ReservationState state) => ReservationDecider.Summarise(state);

    public override bool IsAtRest(ReservationState state) => true;

    public override Turn Handle(ReservationState state, object message, TurnContext context) => message switch
    {
        ReserveInZone reserve => Reserve(state, reserve),
        PlacesReserved reserved => Create(state, reserved, context),
        DeleteReservation => Delete(state, context),
        PlaceLost lost => Decide(state, ReservationDecider.Lose(state, lost.Number, lost.To, context.Now)),
        PlaceMended mended => Decide(
            state, ReservationDecider.Mend(state, mended.Number, mended.Placement, context.Now)),
        _ => throw new InvariantException($"a reservation has no use for {message.GetType().Name}"),
    };

    private static Turn Reserve(ReservationState state, ReserveInZone reserve)
    {
        var decision = ReservationDecider.Create(state, reserve.Draft.Digest, out var isNew);
        return isNew
            ? Turn.None.Tell(ActorNames.Of(reserve.Draft.Zone), new ReservePlaces(state.Id, reserve))
            : Deciding.Answer(decision, state, Evolution);
    }

    private static Turn Create(ReservationState state, PlacesReserved reserved, TurnContext context)
    {
        var created = reserved.Draft with { Places = reserved.Places, At = context.Now };
        return Turn.None.Emit(created).Reply(ReservationDecider.Evolve(state, created));
    }

    private static Turn Delete(ReservationState state, TurnContext context)
    {
        var decision = ReservationDecider.Delete(state, context.Now);
        if (decision.Refusal is { } refusal)
        {
            return Turn.None.Reply(refusal);
        }

        var after = state;
        return Turn.None.Apply(decision, ref after, Evolution)
            .Tell(ActorNames.Of(state.Zone), new EndReserved(state.Id))
            .Reply(state);
    }

    // What the scheduler tells is no request: whoever asked for something else has the answer to come.
    private static Turn Decide(ReservationState state, in Domain.Errors.Decision decision)
    {
        var after = state;
        return Turn.None.Apply(decision, ref after, Evolution);
    }
}

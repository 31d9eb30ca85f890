using Vim.Actors;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Engine.Routing;

namespace Vim.Engine.Actors;

/// <summary>
/// A host's turns: registrations, leases, maintenance, aggregates. Its capacity and its guests are the zone
/// scheduler's.
/// </summary>
internal sealed class HostActor(EngineOptions options) : Actor<HostState>
{
    private const string ReturnTimer = "return";

    private static readonly Func<HostState, object, HostState> Evolution = HostDecider.Evolve;

    public override string Kind => ActorNames.Host;

    public override HostState Initial(ActorId self) => HostState.None(new(self.Key));

    public override HostState Evolve(HostState state, object @event) => HostDecider.Evolve(state, @event);

    public override bool HasEnded(HostState state) => !state.Exists;

    public override IReadOnlyList<object> Summarise(HostState state) => HostDecider.Summarise(state);

    /// <summary>
    /// After a restart of the VIM, agents have to come back: who does not within the grace is suspected.
    /// </summary>
    public override bool HasUnfinishedBusiness(HostState state) => state is { Exists: true, Lease: HostLease.Held };

    public override Turn Handle(HostState state, object message, TurnContext context) => message switch
    {
        RegisterHost register => Register(state, register, context),
        ReportLease report => Change(state, HostDecider.Lease(state, report, context.Now)).CancelTimer(ReturnTimer),
        SetHostMaintenance maintenance => Change(state, HostDecider.Maintain(state, maintenance, context.Now)),
        SetHostAggregate aggregate => Change(state, HostDecider.Aggregate(state, aggregate, context.Now)),
        RemoveHost => state.Exists
            ? Turn.None.Tell(ActorNames.Of(state.Zone), new DropHost(state.Id))
            : Turn.None.Reply(Refusals.NotFound("host", state.Id.Value)),
        HostIsDropped => Deciding.Answer(HostDecider.Remove(state, context.Now), state, Evolution),
        Recovered => Turn.None.Timer(ReturnTimer, options.HostReturnGrace, ReturnDue.Instance),
        ReturnDue => Change(state, HostDecider.Lease(
            state,
            new(state.Id, HostLease.Suspected, "its agent did not come back after the VIM's restart"),
            context.Now)),
        _ => throw new InvariantException($"a host has no use for {message.GetType().Name}"),
    };

    private static Turn Register(HostState before, RegisterHost register, TurnContext context)
    {
        var digest = RequestDigests.OfInventory(register.Inventory);
        var decision = HostDecider.Register(before, register, digest, context.Now);
        if (decision.Refusal is { } refusal)
        {
            return Turn.None.Reply(refusal);
        }

        var after = before;
        var turn = Turn.None.Apply(decision, ref after, Evolution);
        return turn
            .CancelTimer(ReturnTimer)
            .Tell(ActorNames.Of(after.Zone), new HostJoined(
                register.Inventory,
                IsChanged: after.Inventory != before.Inventory,
                after.Availability,
                after.Aggregates,
                Rebooted: before.Exists && before.BootId != after.BootId,
                register.Guests))
            .Reply(after);
    }

    private static Turn Change(HostState before, in Decision decision)
    {
        if (decision.Refusal is { } refusal)
        {
            return Turn.None.Reply(refusal);
        }

        var after = before;
        var turn = Turn.None.Apply(decision, ref after, Evolution);
        if (after.Availability != before.Availability)
        {
            turn = turn.Tell(ActorNames.Of(after.Zone), new HostAvailabilityNews(after.Id, after.Availability));
        }

        if (!ReferenceEquals(after.Aggregates, before.Aggregates))
        {
            turn = turn.Tell(ActorNames.Of(after.Zone), new HostAggregatesNews(after.Id, after.Aggregates));
        }

        return turn.Reply(after);
    }
}

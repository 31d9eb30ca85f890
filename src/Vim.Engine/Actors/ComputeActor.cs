using Vim.Actors;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Engine.Actors;

/// <summary>
/// A compute's turns. What is decided is in Vim.Domain.Compute; here is what follows from it: the claim is asked for
/// and given back, the host gets its orders, whoever waits gets the answer.
///
/// What a host is to do is a function of the state (<see cref="GuestOrders.Owed"/>). It is ordered when it becomes
/// owed, again after a replay, when the host registers, and by a timer, until its outcome is known; agents do it once.
/// Migrations, for which two hosts may owe something, are in ComputeActor.Migration.cs.
/// </summary>
internal sealed partial class ComputeActor(EngineOptions options) : Actor<ComputeState>
{
    private const string OrderTimer = "order";

    private static readonly Func<ComputeState, object, ComputeState> Evolution = ComputeEvolution.Evolve;

    public override string Kind => ActorNames.Compute;

    public override ComputeState Initial(ActorId self) => ComputeState.None(new(self.Key));

    public override ComputeState Evolve(ComputeState state, object @event) => ComputeEvolution.Evolve(state, @event);

    public override bool HasEnded(ComputeState state) => state.Phase == ComputePhase.Absent;

    public override IReadOnlyList<object> Summarise(ComputeState state) =>
        HasEnded(state) ? [] : [new ComputeRestored(state)];

    public override bool IsAtRest(ComputeState state) => !GuestOrders.IsOwed(state);

    public override bool HasUnfinishedBusiness(ComputeState state) => GuestOrders.IsOwed(state);

    public override Turn Handle(ComputeState state, object message, TurnContext context) => message switch
    {
        AllocateInZone allocation => Allocate(state, allocation, context),
        PlaceClaimed claimed => Place(state, claimed, context),
        RetryAllocation retry => Retry(state, retry),
        AwaitRunning => state.Phase == ComputePhase.Placed
            ? Turn.None.Park(ComputeWaiters.Running)
            : Turn.None.Reply(ComputeWaiters.AnswerOf(state)),
        ClientCommand { Command: TerminateCompute terminate } => Terminate(state, terminate, context),
        ClientCommand { Command: OperateCompute operate } command => Operate(state, operate, command, context),
        ClientCommand { Command: MigrateCompute migrate } command => Migrate(state, migrate, command),
        ElsewhereClaimed claimed => Depart(state, claimed, context),
        ClientCommand { Command: UpdateCompute update } =>
            Deciding.Answer(ComputeDecider.Update(state, update), state, Evolution),
        ReportOrderOutcome outcome => Report(state, outcome, context),
        GuestSeen seen => See(state, seen, context),
        GuestMissing missing => Miss(Turn.None, state, missing, context),
        OrderDue => Remind(state, context),
        Recovered => Order(Turn.None, state),
        ForgetCompute forget => state.EndedAt == forget.EndedAt
            ? Turn.None.Apply(ComputeDecider.Forget(state), ref state, Evolution)
            : Turn.None,
        AskPortHolder ask => Turn.None.TellShard(
            ActorNames.CatalogueShard,
            ActorNames.Of(ask.Link),
            new PortHolderAnswer(ask.Port, ask.Compute, HoldsPort(state, ask.Port))),
        _ => throw new InvariantException($"a compute has no use for {message.GetType().Name}"),
    };

    private Turn Allocate(ComputeState state, AllocateInZone allocation, TurnContext context)
    {
        var ended = state.Phase == ComputePhase.Terminated && context.Now - state.EndedAt >= options.KeyRetention;
        if (state.Phase == ComputePhase.Absent || ended)
        {
            return Turn.None.Tell(ActorNames.Of(allocation.Draft.Zone), new ClaimPlace(state.Id, allocation));
        }

        return Again(state, allocation.Draft.Digest);
    }

    private static Turn Retry(ComputeState state, RetryAllocation retry)
    {
        if (state.Phase == ComputePhase.Absent)
        {
            return Turn.None.Reply(NothingAllocated.Instance);
        }

        return Again(state, retry.Digest);
    }

    private static Turn Again(ComputeState state, RequestDigest digest)
    {
        var decision = ComputeDecider.Allocate(state, digest, out _);
        return decision.Refusal is { } refusal ? Turn.None.Reply(refusal) : Turn.None.Reply(state);
    }

    private Turn Place(ComputeState state, PlaceClaimed claimed, TurnContext context)
    {
        var incarnation = Math.Max(state.LastIncarnation, claimed.IncarnationFloor) + 1;
        var requested = claimed.Allocation.Draft with { Incarnation = incarnation, At = context.Now };
        var placed = new ComputePlaced(claimed.Result.Placement!)
        {
            Takes = claimed.Result.Takes,
            Breaks = claimed.Result.Breaks,
        };
        var after = ComputeEvolution.Evolve(ComputeEvolution.Evolve(state, requested), placed);
        return Order(Turn.None.Emit(requested).Emit(placed), after).Reply(after);
    }

    private Turn Terminate(ComputeState before, TerminateCompute command, TurnContext context)
    {
        var decision = ComputeDecider.Terminate(before, context.Now);
        if (decision.Refusal is { } refusal)
        {
            return Turn.None.Reply(refusal);
        }

        var after = before;
        var turn = Turn.None.Apply(decision, ref after, Evolution);
        turn = after.Phase == ComputePhase.Terminated || command.AnswerWhen == TerminateAnswer.Accepted
            ? turn.Reply(after)
            : turn.Park(ComputeWaiters.Ended);
        return Settle(turn, before, after);
    }

    private Turn Operate(ComputeState before, OperateCompute command, ClientCommand asked, TurnContext context)
    {
        var decision = ComputeDecider.Operate(before, command.Operation, asked.Digest, context.Now);
        if (decision.Refusal is { } refusal)
        {
            return Turn.None.Reply(refusal);
        }

        var after = before;
        var turn = Turn.None.Apply(decision, ref after, Evolution);
        turn = after.Pending is { } pending
            ? turn.Park(ComputeWaiters.Operation(pending.Number))
            : turn.Reply(ComputeWaiters.AnswerOf(after));
        return Settle(turn, before, after);
    }

    private Turn Report(ComputeState state, ReportOrderOutcome outcome, TurnContext context)
    {
        var isKnown = GuestOrders.TryReadCommand(outcome.CommandId, out var verb, out var number);
        var isHome = state.Incarnation == outcome.Incarnation && state.Placement?.Host == outcome.Host;
        if (!isKnown || !(isHome || IsElsewhere(state, outcome.Host, outcome.Incarnation)))
        {
            // An order of an earlier incarnation came true late: what it made must go.
            var exists = outcome.Done is not null
                && verb is not (GuestOrders.Destroy or GuestOrders.Send or GuestOrders.Settle);
            return (exists ? DestroyStale(state, outcome.Host, outcome.Incarnation) : Turn.None).Reply(Done.Instance);
        }

        if (outcome is { Failure: not null, IsTransient: true })
        {
            return (GuestOrders.IsOwed(state)
                ? Turn.None.Timer(OrderTimer, options.RetryOrdersAfter, OrderDue.Instance)
                : Turn.None).Reply(Done.Instance);
        }

        var decision = isHome
            ? DecideAtHome(state, verb, number, outcome, context.Now)
            : DecideElsewhere(state, verb, number, outcome, context.Now);
        return Decide(Turn.None, state, decision).Reply(Done.Instance);
    }

    private static Decision DecideAtHome(
        ComputeState state, string verb, int number, ReportOrderOutcome outcome, DateTimeOffset now)
    {
        var failure = FailureOf(outcome);
        return (verb, outcome.Done) switch
        {
            (GuestOrders.Create, { } seen) when number == state.LastOperation => GuestDecider.Created(state, seen, now),
            (GuestOrders.Create, null) when number == state.LastOperation =>
                GuestDecider.CreateFailed(state, failure, now),
            (GuestOrders.Operate, { } seen) when state.Migration?.Number == number =>
                MigrationDecider.WentOn(state, number, seen, now),
            (GuestOrders.Operate, null) when state.Migration?.Number == number =>
                MigrationDecider.WentOnFailed(state, number, failure, now),
            (GuestOrders.Operate, { } seen) => GuestDecider.Operated(state, number, seen, now),
            (GuestOrders.Operate, null) => GuestDecider.OperateFailed(state, number, failure),
            (GuestOrders.Send, { }) => MigrationDecider.Sent(state, number, failure: null, now),
            (GuestOrders.Send, null) => MigrationDecider.Sent(state, number, failure, now),
            (GuestOrders.Destroy, _) when outcome.Failure is null => GuestDecider.Destroyed(state, now),
            _ => Decision.Nothing,
        };
    }

    private Turn See(ComputeState state, GuestSeen seen, TurnContext context)
    {
        var isMine = state.Incarnation == seen.Guest.Incarnation
            && state.Placement?.Host == seen.Host
            && state.GuestMayExist;
        if (isMine || IsElsewhere(state, seen.Host, seen.Guest.Incarnation))
        {
            var decision = isMine
                ? GuestDecider.Observed(state, seen.Guest, context.Now)
                : MigrationDecider.SeenElsewhere(state, seen.Guest, context.Now);
            var turn = Decide(Turn.None, state, decision);
            return turn.IsNone && seen.HasRegistered ? Order(turn, state) : turn;
        }

        // One of before is there, so that of now is not, if it should be on this host at all.
        var stale = DestroyStale(state, seen.Host, seen.Guest.Incarnation);
        return seen.HasRegistered && seen.Guest.Incarnation < state.LastIncarnation
            ? Miss(stale, state, new(seen.Host, HasRegistered: true, seen.Rebooted, seen.BootId), context)
            : stale;
    }

    private Turn Miss(Turn turn, ComputeState state, GuestMissing missing, TurnContext context)
    {
        if (state.Migration?.Elsewhere.Host == missing.Host)
        {
            return MissElsewhere(turn, state, missing, context);
        }

        // A list that was asked for in between may be older than what was just made; a registration is not.
        var isFresh = !missing.HasRegistered
            && context.Now - Later(state.StartedAt, state.OrderedAt) < options.FreshGuest;
        if (state.Placement?.Host != missing.Host || isFresh)
        {
            return turn;
        }

        var decision = GuestDecider.Missing(state, missing.Rebooted, missing.BootId, context.Now);
        return decision.First is null && missing.HasRegistered ? Order(turn, state) : Decide(turn, state, decision);
    }

    private Turn Remind(ComputeState state, TurnContext context)
    {
        if (!GuestOrders.IsOwed(state))
        {
            return Turn.None;
        }

        var limit = state.Migration is { Stage: MigrationStage.Sending }
            ? options.MigrationDeadline
            : options.OrderDeadline;
        var decision = context.Now - state.OrderedAt < limit ? Decision.Nothing
            : state.Migration is { IsOpen: true } ? MigrationDecider.Silent(state, context.Now)
            : GuestDecider.Silent(state, context.Now);
        var turn = Decide(Turn.None, state, decision);
        return turn.IsNone ? Order(turn, state) : turn;
    }

    private Turn Decide(Turn turn, ComputeState before, in Decision decision)
    {
        var after = before;
        turn = turn.Apply(decision, ref after, Evolution);
        return Settle(turn, before, after);
    }

    /// <summary>What follows from every change, whatever brought it about.</summary>
    private Turn Settle(Turn turn, ComputeState before, ComputeState after)
    {
        if (ReferenceEquals(before, after))
        {
            return turn;
        }

        turn = MovePlaces(turn, before, after);
        if (after is { HoldsClaim: false, EndedAt: { } ended } && (before.HoldsClaim || before.EndedAt != ended))
        {
            turn = turn.Tell(ActorNames.Of(after.Zone), new ComputeEnded(after.Request!, ended, after.LastIncarnation));
        }

        if (before.HoldsClaim && !after.HoldsClaim)
        {
            turn = DetachPorts(turn, after);
        }

        turn = ComputeWaiters.Wake(turn, before, after);
        return GuestOrders.IsOwed(after) ? Order(turn, after)
            : GuestOrders.IsOwed(before) ? turn.CancelTimer(OrderTimer)
            : turn;
    }

    private Turn Order(Turn turn, ComputeState state)
    {
        var home = GuestOrders.Owed(state);
        var elsewhere = GuestOrders.OwedElsewhere(state);
        turn = home is null ? turn : turn.Effect(home);
        turn = elsewhere is null ? turn : turn.Effect(elsewhere);
        return home is null && elsewhere is null
            ? turn
            : turn.Timer(OrderTimer, options.ResendOrdersAfter, OrderDue.Instance);
    }

    private static Turn DetachPorts(Turn turn, ComputeState state)
    {
        foreach (var vnic in state.Requirements!.Vnics)
        {
            if (vnic is { Port: { } port, VirtualLink: { } link })
            {
                turn = turn.TellShard(
                    ActorNames.CatalogueShard, ActorNames.Of(link), new DetachPort(port, state.Id));
            }
        }

        return turn;
    }

    private static Turn DestroyStale(ComputeState state, HostId host, int incarnation) =>
        Turn.None.Effect(new DestroyGuest(host, state.Id, incarnation));

    private static bool HoldsPort(ComputeState state, PortId port)
    {
        if (!state.HoldsClaim)
        {
            return false;
        }

        foreach (var vnic in state.Requirements!.Vnics)
        {
            if (vnic.Port == port)
            {
                return true;
            }
        }

        return false;
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) =>
        one > other ? one.Value : other;
}

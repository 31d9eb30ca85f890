namespace Vim.Actors.Tests.Support;

internal sealed record Add(int Amount);

internal sealed record Added(int Amount);

internal sealed record GetTotal;

/// <summary>Adds, then passes the right to answer to another actor.</summary>
internal sealed record AddVia(int Amount, ActorId Next);

internal sealed record Explode;

internal sealed record ExplodeInEvolve;

internal sealed record BadFact;

internal sealed record Wait(string Key);

internal sealed record Release(string Key);

internal sealed record Keep;

internal sealed record SendAway(ShardId Shard, ActorId To, object Message);

internal sealed record Announce(string Text);

/// <summary>Nothing need be known of it any more.</summary>
internal sealed record Retire;

internal sealed record Retired;

internal sealed record Announced(string Text);

internal sealed record Begin;

internal sealed record Begun;

internal sealed record End;

internal sealed record Ended;

internal sealed record After(TimeSpan Due, string Key, object Message);

internal sealed record CancelAfter(string Key);

internal sealed record TellOther(ActorId To, object Message);

internal sealed record Loop;

/// <summary>A timer that is due at once and arms itself again.</summary>
internal sealed record Again;

internal sealed record ReplyTwice;

internal sealed record WhatDoYouKnow;

/// <summary>A counter with every way to behave and misbehave that a shard must handle.</summary>
internal sealed class CounterActor : Actor<CounterActor.State>
{
    public const string KindName = "counter";

    public override string Kind => KindName;

    public override bool WantsRefusals => true;

    public bool FailsToRecover { get; set; }

    public bool FailsToReplay { get; set; }

    public bool FailsToSummarise { get; set; }

    public static ActorId Id(string key) => new(KindName, key);

    public override State Initial(ActorId self) => new();

    public override Turn Handle(State state, object message, TurnContext context) => message switch
    {
        Add add => Turn.None.Emit(new Added(add.Amount)).Reply(state.Total + add.Amount),
        AddVia via => Turn.None.Emit(new Added(via.Amount)).Tell(via.Next, new Add(via.Amount)),
        GetTotal => Turn.None.Reply(state.Total),
        Explode => throw new InvalidOperationException("secret of the actor"),
        ExplodeInEvolve => Turn.None.Emit(new Added(1000)).Emit(new BadFact()).Effect("never").Reply("never"),
        Wait wait => Turn.None.Emit(new Added(1)).Park(wait.Key),
        Release release => Turn.None.ReplyParked(release.Key, state.Total).Reply("released"),
        Keep => Turn.None,
        SendAway away => Turn.None.Emit(new Added(1)).TellShard(away.Shard, away.To, away.Message).Reply("sent"),
        Announce announce => Turn.None.Emit(new Announced(announce.Text)).Effect(announce.Text).Reply("announced"),
        Retire => Turn.None.Emit(new Retired()).Reply("retired"),
        Begin => Turn.None.Emit(new Begun()).Effect("work").Reply("begun"),
        End => Turn.None.Emit(new Ended()).Reply("ended"),
        Recovered => FailsToRecover ? throw new InvalidOperationException("cannot recover") : Turn.None.Effect(
            "work again"),
        After after => Turn.None.Timer(after.Key, after.Due, after.Message).Reply("armed"),
        CancelAfter cancel => Turn.None.CancelTimer(cancel.Key).Reply("cancelled"),
        TellOther tell => Turn.None.Emit(new Added(1)).Tell(tell.To, tell.Message),
        Loop => Turn.None.Tell(context.Self, message),
        Again => Turn.None.Timer("again", TimeSpan.Zero, message),
        ReplyTwice => Turn.None.Reply("first").Reply("second"),
        MessageRefused refused => Turn.None.Emit(new Refused(refused.Error.Code)),
        WhatDoYouKnow => Turn.None.Reply(
            (context.Self, context.Shard, context.Now, context.Sender, context.Asked, context.Ids.Next())),
        _ => throw new InvalidOperationException($"unknown message {message}"),
    };

    public override State Evolve(State state, object @event)
    {
        switch (@event)
        {
            case Added added:
                state.Total += added.Amount;
                Invariant.Check(!FailsToReplay, "told not to replay");
                break;
            case Announced:
                break;
            case Begun:
                state.IsBusy = true;
                break;
            case Ended:
                state.IsBusy = false;
                break;
            case Retired:
                return new State { IsRetired = true };
            case Refused refused:
                state.Refusals.Add(refused.Code);
                break;
            default:
                throw new InvalidOperationException($"unknown event {@event}");
        }
        state.Events++;
        state.IsRetired = false;
        return state;
    }

    public override bool IsAtRest(State state) => !state.IsBusy;

    public override bool HasUnfinishedBusiness(State state) => state.IsBusy;

    public override bool HasEnded(State state) => state.IsRetired;

    public override IReadOnlyList<object> Summarise(State state) => FailsToSummarise
        ? throw new InvalidOperationException("cannot summarise")
        :
    [
        new Added(state.Total),
        .. state.IsBusy ? [new Begun()] : Array.Empty<object>(),
        .. state.Refusals.Select(code => new Refused(code)),
    ];

    internal sealed record Refused(string Code);

    internal sealed class State
    {
        public int Total { get; set; }

        public int Events { get; set; }

        public bool IsBusy { get; set; }

        public bool IsRetired { get; set; }

        public List<string> Refusals { get; init; } = [];

        public State Copy() => new() { Total = Total, Events = Events, IsBusy = IsBusy, Refusals = [.. Refusals] };
    }
}

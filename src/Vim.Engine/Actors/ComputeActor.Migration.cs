using Vim.Actors;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;

namespace Vim.Engine.Actors;

/// <summary>The part of a compute's turns that is about its other place, while it migrates.</summary>
internal sealed partial class ComputeActor
{
    private static Turn Migrate(ComputeState state, MigrateCompute command, ClientCommand asked)
    {
        var decision = MigrationDecider.Migrate(state, command, asked.Digest, out var retryOf);
        if (decision.Refusal is { } refusal)
        {
            return Turn.None.Reply(refusal);
        }

        return retryOf is { } known
            ? Again(state, known)
            : Turn.None.Tell(
                ActorNames.Of(state.Zone),
                new ClaimElsewhere(MigrationDecider.Search(state, command), command, asked.Digest));
    }

    private Turn Depart(ComputeState before, ElsewhereClaimed claimed, TurnContext context)
    {
        var (_, command, key) = claimed.Claim;
        var after = before;
        var turn = Turn.None.Apply(
            MigrationDecider.Placed(before, command, claimed.Target, key, context.Now), ref after, Evolution);
        return Settle(turn.Park(ComputeWaiters.Migration(after.Migration!.Number)), before, after);
    }

    /// <summary>The outcome of before, or that to come.</summary>
    private static Turn Again(ComputeState state, in MigrationKey known) =>
        known.Failure is { } failure ? Turn.None.Reply(ComputeWaiters.AnswerOf(state, failure))
        : state.Migration?.Number == known.Number && !ComputeWaiters.IsDecided(state)
            ? Turn.None.Park(ComputeWaiters.Migration(known.Number))
        : Turn.None.Reply(ComputeWaiters.AnswerOf(state));

    private static Decision DecideElsewhere(
        ComputeState state, string verb, int number, ReportOrderOutcome outcome, DateTimeOffset now) =>
        (verb, outcome.Done) switch
        {
            (GuestOrders.Prepare, { } seen) => MigrationDecider.Prepared(state, number, seen, now),
            (GuestOrders.Prepare, null) => MigrationDecider.PrepareFailed(state, number, FailureOf(outcome), now),
            (GuestOrders.Settle, { } seen) => MigrationDecider.Arrived(state, number, seen, now),
            (GuestOrders.Settle, null) => MigrationDecider.SettleFailed(state, number, FailureOf(outcome), now),
            (GuestOrders.Destroy, _) when outcome.Failure is null => MigrationDecider.Cleared(state, now),
            _ => Decision.Nothing,
        };

    private Turn MissElsewhere(Turn turn, ComputeState state, GuestMissing missing, TurnContext context)
    {
        if (!missing.HasRegistered)
        {
            return turn;
        }

        var decision = MigrationDecider.MissingElsewhere(state, context.Now);
        return decision.First is null ? Order(turn, state) : Decide(turn, state, decision);
    }

    /// <summary>Tells the zone's scheduler what became of the two places.</summary>
    private static Turn MovePlaces(Turn turn, ComputeState before, ComputeState after)
    {
        if (before.Migration is null)
        {
            return turn;
        }

        if (before.Incarnation != after.Incarnation)
        {
            turn = turn.Tell(ActorNames.Of(after.Zone), new PlacesExchange(after.Id));
        }

        return after.Migration is null
            ? turn.Tell(ActorNames.Of(after.Zone), new ElsewhereCleared(after.Id))
            : turn;
    }

    private static bool IsElsewhere(ComputeState state, HostId host, int incarnation) =>
        state.Migration is { } migration
        && migration.Incarnation == incarnation
        && migration.Elsewhere.Host == host;

    private static Failure FailureOf(ReportOrderOutcome outcome) =>
        outcome.Failure ?? new(ErrorCodes.HostRefused, "the agent reported neither success nor failure");
}

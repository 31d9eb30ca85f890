using Vim.Domain.Errors;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;

using static Vim.Domain.Compute.MigrationRefusals;

namespace Vim.Domain.Compute;

// A migrating compute holds two places (src/decisions/0019). Its own is where the guest is, as far as anything is
// proven; elsewhere is the target, and after the guest was seen to run there, the source. What each host is to do
// follows from the stage:
//
//   stage      its own host           elsewhere              goes on when
//   ---------  ---------------------  ---------------------  ----------------------------------------------------------
//   Preparing  -                      target: prepare        prepared as placed -> Sending
//                                                            refused, other than placed, silent, guest at home changed
//                                                                                -> failed, Clearing (target)
//   Sending    source: send           -                      sent, refused, silent, target lost what it had prepared
//                                                                                -> Settling
//                                                            target seen to run it -> migrated, Clearing (source)
//   Settling   -                      target: settle         runs, or ran        -> migrated, Clearing (source)
//                                                            holds nothing, and never will -> Reverting
//                                                            runs other than placed -> the compute failed, Clearing
//   Reverting  source: start          -                      runs                -> failed, over
//                                                            has no guest        -> failed, over; it is made again
//   Clearing   as any compute's       either: destroy        holds nothing       -> over
//
// The target alone decides whether the guest arrived, and decides once: from Settling on it either runs it or never
// will. So whatever the source told, or did not come to tell, no two hosts run it. A source that handed its guest over
// never starts it again by itself. From Sending to Reverting what is seen at home proves nothing. A termination, and a
// failure of the compute itself, end in Clearing from anywhere; the compute ends when neither place holds anything.

/// <summary>
/// What clients, hosts and observations make of a migration. Pure. A stale report changes nothing.
/// </summary>
public static class MigrationDecider
{
    private const string Kind = "compute";

    /// <summary>
    /// Whether a migration may go on to placement (<see cref="Decision.Nothing"/>, with <paramref name="retryOf"/>
    /// null), is a retry of one that was accepted, or is refused.
    /// </summary>
    public static Decision Migrate(
        ComputeState state, MigrateCompute command, RequestDigest key, out MigrationKey? retryOf)
    {
        retryOf = null;
        if (!state.IsListed)
        {
            return Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));
        }

        retryOf = Known(state, key);
        if (retryOf is not null)
        {
            return Decision.Nothing;
        }

        foreach (var known in state.OperationKeys)
        {
            if (!key.IsNone && known.Key == key)
            {
                return Decision.Refuse(Refusals.KeyReused(Kind, state.Id.Value));
            }
        }

        var refusal = command.Type != MigrationType.Live ? OnlyLive(state)
            : state.Migration is not null ? Migrating(state)
            : ComputeDecider.Unfinished(state) ?? NotLive(state) ?? Nowhere(state, command);
        return refusal is null ? Decision.Nothing : Decision.Refuse(refusal);
    }

    /// <summary>
    /// What is asked of placement: what the compute asked, but not where it is, and at no reservation's cost.
    /// </summary>
    public static PlacementRequest Search(ComputeState state, MigrateCompute command) => state.Request! with
    {
        OnlyHosts = Common(state.Request.OnlyHosts, command.OnlyHosts),
        Reservation = null,
        Priority = 0,
        Resources = [.. state.Request.Resources, .. command.Resources],
        NotHosts = [.. state.Request.NotHosts, .. command.NotHosts, state.Placement!.Host],
    };

    /// <summary>The place was found and claimed.</summary>
    public static Decision Placed(
        ComputeState state, MigrateCompute command, HostPlacement target, RequestDigest key, DateTimeOffset now) =>
        Decision.Of(new ComputeMigrationRequested(
            state.LastOperation + 1, command.Type, target, state.LastIncarnation + 1, key, now));

    /// <summary>The migration that was asked for with this key; null: none of the last ones.</summary>
    public static MigrationKey? Known(ComputeState state, RequestDigest key)
    {
        foreach (var known in state.MigrationKeys)
        {
            if (!key.IsNone && known.Key == key)
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>Why nothing can be done to the guest now; null: no migration is in the way.</summary>
    public static VimError? InTheWay(ComputeState state) =>
        state.Migration is { IsOpen: true } ? Migrating(state) : null;

    /// <summary>The target made ready, or says so again.</summary>
    public static Decision Prepared(ComputeState state, int number, GuestObservation seen, DateTimeOffset now)
    {
        if (!IsAt(state, number, MigrationStage.Preparing))
        {
            return Decision.Nothing;
        }

        if (GuestDecider.Mismatch(state.Migration!.Elsewhere, seen) is { } mismatch)
        {
            return Failed(state, new(ErrorCodes.PlacementMismatch, mismatch), targetGone: false, now);
        }

        return seen.MigrationEndpoint.Length == 0
            ? Failed(
                state,
                new(ErrorCodes.HostRefused, $"host {state.Migration.Elsewhere.Host} does not say where it listens"),
                targetGone: false,
                now)
            : Decision.Of(new ComputeMigrationPrepared(number, seen.MigrationEndpoint, now));
    }

    /// <summary>The target could not make ready.</summary>
    public static Decision PrepareFailed(ComputeState state, int number, Failure failure, DateTimeOffset now) =>
        IsAt(state, number, MigrationStage.Preparing)
            ? Failed(
                state,
                GuestDecider.AsToldToClients(state, state.Migration!.Elsewhere.Host, failure),
                targetGone: false,
                now)
            : Decision.Nothing;

    /// <summary>The source sent the guest, or could not as far as it knows.</summary>
    /// <param name="state">The compute.</param>
    /// <param name="number">Number of the migration.</param>
    /// <param name="failure">Why not; null: it did.</param>
    /// <param name="now">Now.</param>
    public static Decision Sent(ComputeState state, int number, Failure? failure, DateTimeOffset now) =>
        IsAt(state, number, MigrationStage.Sending)
            ? Decision.Of(new ComputeMigrationSent(
                number,
                failure is null ? null : GuestDecider.AsToldToClients(state, state.Placement!.Host, failure),
                now))
            : Decision.Nothing;

    /// <summary>The target holds the guest, which came to run there, whatever it does by now.</summary>
    public static Decision Arrived(ComputeState state, int number, GuestObservation seen, DateTimeOffset now)
    {
        if (!IsAt(state, number, MigrationStage.Settling))
        {
            return Decision.Nothing;
        }

        if (seen.PowerState == GuestPowerState.Running)
        {
            return Commit(state, seen, now);
        }

        return Decision.Of(
            new ComputeMigrated(number, now), new ComputePowerChanged(seen.PowerState, seen.Message, now));
    }

    /// <summary>The target could not say what became of it, or says that it holds nothing and never will.</summary>
    public static Decision SettleFailed(ComputeState state, int number, Failure failure, DateTimeOffset now)
    {
        if (!IsAt(state, number, MigrationStage.Settling) || failure.Code != ErrorCodes.NotFound)
        {
            return Decision.Nothing;
        }

        var reason = state.Migration!.Failure ?? new(
            ErrorCodes.MigrationLost,
            $"host {state.Migration.Elsewhere.Host} did not get compute {state.Id}, or lost it on arrival: "
            + failure.Message);
        return Decision.Of(new ComputeMigrationReverted(number, reason, now));
    }

    /// <summary>The source lets the guest go on.</summary>
    public static Decision WentOn(ComputeState state, int number, GuestObservation seen, DateTimeOffset now)
    {
        if (!IsAt(state, number, MigrationStage.Reverting))
        {
            return Decision.Nothing;
        }

        var failed = Over(state, now);
        return seen.PowerState == GuestPowerState.Running
            ? Decision.Of(failed)
            : Decision.Of(failed, new ComputePowerChanged(seen.PowerState, seen.Message, now));
    }

    /// <summary>The source cannot let the guest go on; one that it does not hold any more is made again.</summary>
    public static Decision WentOnFailed(ComputeState state, int number, Failure failure, DateTimeOffset now)
    {
        if (!IsAt(state, number, MigrationStage.Reverting))
        {
            return Decision.Nothing;
        }

        var failed = Over(state, now);
        return failure.Code == ErrorCodes.NotFound
            ? Decision.Of(failed, new ComputeRestarting(state.LastOperation + 1, "", now))
            : Decision.Of(failed);
    }

    /// <summary>The host elsewhere holds nothing of the guest any more.</summary>
    public static Decision Cleared(ComputeState state, DateTimeOffset now) => state switch
    {
        { Migration: null or { IsOpen: true } } => Decision.Nothing,
        { Phase: ComputePhase.Terminating, GuestMayExist: false } => Decision.Of(
            new ComputeMigrationCleared(state.Migration.Number, now), new ComputeTerminated(now)),
        _ => Decision.Of(new ComputeMigrationCleared(state.Migration.Number, now)),
    };

    /// <summary>The host elsewhere tells of the guest.</summary>
    public static Decision SeenElsewhere(ComputeState state, GuestObservation seen, DateTimeOffset now) =>
        state.Migration is { Stage: MigrationStage.Sending or MigrationStage.Settling }
        && seen.PowerState == GuestPowerState.Running
            ? Commit(state, seen, now)
            : Decision.Nothing;

    /// <summary>The host elsewhere registered and does not hold the guest: what was to come there cannot.</summary>
    public static Decision MissingElsewhere(ComputeState state, DateTimeOffset now) =>
        state.Migration is { Stage: MigrationStage.Sending } migration
            ? Decision.Of(new ComputeMigrationSent(
                migration.Number,
                new(ErrorCodes.MigrationLost, $"host {migration.Elsewhere.Host} lost what it had prepared"),
                now))
            : Decision.Nothing;

    /// <summary>A host gave no outcome in time.</summary>
    public static Decision Silent(ComputeState state, DateTimeOffset now) => state.Migration switch
    {
        { Stage: MigrationStage.Preparing } migration =>
            Failed(state, GuestDecider.SilentHost(migration.Elsewhere.Host), targetGone: false, now),
        { Stage: MigrationStage.Sending } migration => Decision.Of(new ComputeMigrationSent(
            migration.Number, GuestDecider.SilentHost(state.Placement!.Host), now)),
        _ => Decision.Nothing,
    };

    /// <summary>
    /// What is left of a conclusion from what was seen at home: all of it without a migration; with one that has sent
    /// nothing yet, it ends the migration; later, nothing is.
    /// </summary>
    internal static Decision Overrule(ComputeState state, in Decision concluded, DateTimeOffset now)
    {
        if (state.Migration is not { IsOpen: true } migration || concluded.First is null)
        {
            return concluded;
        }

        return migration.Stage == MigrationStage.Preparing
            ? Decision.Of(
                new ComputeMigrationFailed(
                    migration.Number,
                    new(
                        ErrorCodes.MigrationLost,
                        $"the guest changed on host {state.Placement!.Host} before it was sent"),
                    TargetGone: false,
                    now),
                concluded.First)
            : Decision.Nothing;
    }

    private static Decision Commit(ComputeState state, GuestObservation seen, DateTimeOffset now) =>
        GuestDecider.Mismatch(state.Migration!.Elsewhere, seen) is { } mismatch
            ? Decision.Of(new ComputeFailed(new(ErrorCodes.PlacementMismatch, mismatch), GuestGone: false, now))
            : Decision.Of(new ComputeMigrated(state.Migration.Number, now));

    private static Decision Failed(ComputeState state, Failure failure, bool targetGone, DateTimeOffset now) =>
        Decision.Of(new ComputeMigrationFailed(state.Migration!.Number, failure, targetGone, now));

    private static ComputeMigrationFailed Over(ComputeState state, DateTimeOffset now) =>
        new(state.Migration!.Number, state.Migration.Failure!, TargetGone: true, now);

    private static bool IsAt(ComputeState state, int number, MigrationStage stage) =>
        state.Migration is { } migration && migration.Number == number && migration.Stage == stage;
}

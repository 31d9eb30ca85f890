using System.Collections.Immutable;
using Vim.Domain.Requests;

namespace Vim.Domain.Compute;

/// <summary>
/// How the events of a migration change a compute; the part of <see cref="ComputeEvolution"/> for them.
/// </summary>
internal static class MigrationEvolution
{
    /// <summary>The state after the event; null where it is not one of a migration.</summary>
    public static ComputeState? Evolve(ComputeState state, object @event) => @event switch
    {
        ComputeMigrationRequested requested => Requested(state, requested),
        ComputeMigrationPrepared prepared => Change(state, prepared.At, migration => migration with
        {
            Stage = MigrationStage.Sending,
            Endpoint = prepared.Endpoint,
        }),
        ComputeMigrationSent sent => Change(state, sent.At, migration => migration with
        {
            Stage = MigrationStage.Settling,
            Failure = sent.Failure,
        }),
        ComputeMigrationReverted reverted => Change(state, reverted.At, migration => migration with
        {
            Stage = MigrationStage.Reverting,
            Failure = reverted.Failure,
        }),
        ComputeMigrated migrated => Migrated(state, migrated),
        ComputeMigrationFailed failed => Change(state, failed.At, migration => failed.TargetGone
            ? null
            : Ending(migration)! with { Failure = failed.Failure }) with
        {
            Failure = failed.Failure,
            MigrationKeys = [.. state.MigrationKeys.Select(
                key => key.Number == failed.Number ? key with { Failure = failed.Failure } : key)],
        },
        ComputeMigrationCleared => state with
        {
            Migration = null,
            HoldsClaim = state.Phase != ComputePhase.Failed || state.GuestMayExist,
        },
        _ => null,
    };

    /// <summary>A migration whose other place is to be cleared, whatever it was up to.</summary>
    public static Migration? Ending(Migration? migration) =>
        migration is null ? null : migration with { Stage = MigrationStage.Clearing };

    private static ComputeState Requested(ComputeState state, ComputeMigrationRequested requested) => state with
    {
        Migration = new()
        {
            Number = requested.Number,
            Type = requested.Type,
            Stage = MigrationStage.Preparing,
            Elsewhere = requested.Target,
            Incarnation = requested.Incarnation,
            RequestedAt = requested.At,
        },
        LastOperation = requested.Number,
        LastIncarnation = requested.Incarnation,
        OrderedAt = requested.At,
        MigrationKeys = Remember(state.MigrationKeys, requested.Key, requested.Number),
    };

    private static ComputeState Migrated(ComputeState state, ComputeMigrated migrated) =>
        Change(state, migrated.At, migration => Ending(migration)! with
        {
            Elsewhere = state.Placement!,
            Incarnation = state.Incarnation,
            Failure = null,
        }) with
        {
            Placement = state.Migration!.Elsewhere,
            Incarnation = state.Migration.Incarnation,
            Phase = ComputePhase.Running,
            Failure = null,
        };

    private static ComputeState Change(
        ComputeState state, DateTimeOffset at, Func<Migration, Migration?> change) => state with
        {
            Migration = change(state.Migration!),
            OrderedAt = at,
        };

    private static ImmutableArray<MigrationKey> Remember(
        ImmutableArray<MigrationKey> keys, RequestDigest key, int number)
    {
        if (key.IsNone)
        {
            return keys;
        }

        var kept = keys.Length < ComputeState.MaxOperationKeys ? keys : keys.RemoveAt(0);
        return kept.Add(new(key, number, Failure: null));
    }
}

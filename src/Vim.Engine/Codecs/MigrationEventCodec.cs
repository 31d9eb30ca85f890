using Vim.Codecs;
using Vim.Domain.Compute;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>Encodings of a compute's events that are about migrations, and of a migration in a snapshot.</summary>
internal static class MigrationEventCodec
{
    public static IEnumerable<EventType> Types =>
    [
        EventType.Of<ComputeMigrationRequested, Proto.ComputeMigrationRequested>(
            Proto.ComputeMigrationRequested.Parser,
            e => new()
            {
                Number = e.Number,
                Type = SharedCodec.Up<MigrationType, Proto.MigrationType>(e.Type),
                Target = e.Target.ToProto(),
                Incarnation = e.Incarnation,
                Key = e.Key.ToProto(),
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(
                m.Number,
                SharedCodec.Down<Proto.MigrationType, MigrationType>(m.Type),
                m.Target.ToDomain(),
                m.Incarnation,
                m.Key.ToDomain(),
                m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeMigrationPrepared, Proto.ComputeMigrationPrepared>(
            Proto.ComputeMigrationPrepared.Parser,
            e => new() { Number = e.Number, Endpoint = e.Endpoint, AtUtcTicks = e.At.ToTicks() },
            m => new(m.Number, m.Endpoint, m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeMigrationSent, Proto.ComputeMigrationSent>(
            Proto.ComputeMigrationSent.Parser,
            e => new() { Number = e.Number, Failure = e.Failure?.ToProto(), AtUtcTicks = e.At.ToTicks() },
            m => new(m.Number, m.Failure?.ToDomain(), m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeMigrationReverted, Proto.ComputeMigrationReverted>(
            Proto.ComputeMigrationReverted.Parser,
            e => new() { Number = e.Number, Failure = e.Failure.ToProto(), AtUtcTicks = e.At.ToTicks() },
            m => new(m.Number, m.Failure.ToDomain(), m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeMigrated, Proto.ComputeMigrated>(
            Proto.ComputeMigrated.Parser,
            e => new() { Number = e.Number, AtUtcTicks = e.At.ToTicks() },
            m => new(m.Number, m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeMigrationFailed, Proto.ComputeMigrationFailed>(
            Proto.ComputeMigrationFailed.Parser,
            e => new()
            {
                Number = e.Number,
                Failure = e.Failure.ToProto(),
                TargetGone = e.TargetGone,
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(m.Number, m.Failure.ToDomain(), m.TargetGone, m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeMigrationCleared, Proto.ComputeMigrationCleared>(
            Proto.ComputeMigrationCleared.Parser,
            e => new() { Number = e.Number, AtUtcTicks = e.At.ToTicks() },
            m => new(m.Number, m.AtUtcTicks.ToTime())),
    ];

    public static Proto.Migration? ToProto(Migration? migration) => migration is null ? null : new()
    {
        Number = migration.Number,
        Type = SharedCodec.Up<MigrationType, Proto.MigrationType>(migration.Type),
        Stage = SharedCodec.Up<MigrationStage, Proto.MigrationStage>(migration.Stage),
        Elsewhere = migration.Elsewhere.ToProto(),
        Incarnation = migration.Incarnation,
        Endpoint = migration.Endpoint,
        Failure = migration.Failure?.ToProto(),
        RequestedAtUtcTicks = migration.RequestedAt.ToTicks(),
    };

    public static Migration? ToDomain(Proto.Migration? message) => message is null ? null : new()
    {
        Number = message.Number,
        Type = SharedCodec.Down<Proto.MigrationType, MigrationType>(message.Type),
        Stage = SharedCodec.Down<Proto.MigrationStage, MigrationStage>(message.Stage),
        Elsewhere = message.Elsewhere.ToDomain(),
        Incarnation = message.Incarnation,
        Endpoint = message.Endpoint,
        Failure = message.Failure?.ToDomain(),
        RequestedAt = message.RequestedAtUtcTicks.ToTime(),
    };
}

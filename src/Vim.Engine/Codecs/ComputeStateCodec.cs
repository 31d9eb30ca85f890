using Vim.Codecs;
using Vim.Domain.Compute;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>The whole state of a compute, as a snapshot keeps it.</summary>
internal static class ComputeStateCodec
{
    public static Proto.ComputeRestored ToProto(ComputeRestored restored)
    {
        var state = restored.State;
        var message = new Proto.ComputeRestored
        {
            Requested = ComputeEventCodec.ToProto(RequestOf(state)),
            Phase = SharedCodec.Up<ComputePhase, Proto.ComputePhase>(state.Phase),
            Placement = state.Placement?.ToProto(),
            HoldsClaim = state.HoldsClaim,
            GuestMayExist = state.GuestMayExist,
            Pending = ToProto(state.Pending),
            LastOperationNumber = state.LastOperation,
            Failure = state.Failure?.ToProto(),
            OrderedAtUtcTicks = state.OrderedAt.ToTicks(),
            Place = state.Place?.ToProto(),
            Broken = { state.Broken.Select(place => place.ToProto()) },
            Migration = MigrationEventCodec.ToProto(state.Migration),
            LastIncarnationNumber = state.LastIncarnation > state.Incarnation ? state.LastIncarnation : 0,
        };
        foreach (var key in state.MigrationKeys)
        {
            message.MigrationKeys.Add(new Proto.MigrationKey
            {
                Key = key.Key.ToProto(),
                Number = key.Number,
                Failure = key.Failure?.ToProto(),
            });
        }

        foreach (var key in state.OperationKeys)
        {
            message.OperationKeys.Add(new Proto.OperationKey
            {
                Key = key.Key.ToProto(),
                Operation = key.Operation.ToProto(),
                Number = key.Number,
            });
        }

        if (state.StartedAt is { } started)
        {
            message.StartedAtUtcTicks = started.ToTicks();
        }

        if (state.EndedAt is { } ended)
        {
            message.EndedAtUtcTicks = ended.ToTicks();
        }

        return message;
    }

    public static ComputeRestored ToDomain(Proto.ComputeRestored message)
    {
        var requested = ComputeEventCodec.ToDomain(message.Requested);
        var state = ComputeEvolution.Evolve(ComputeState.None(requested.Request.Compute), requested);
        return new(state with
        {
            Phase = SharedCodec.Down<Proto.ComputePhase, ComputePhase>(message.Phase),
            Placement = message.Placement?.ToDomain(),
            Place = message.Place?.ToDomain(),
            Broken = ComputeEventCodec.Places(message.Broken),
            HoldsClaim = message.HoldsClaim,
            GuestMayExist = message.GuestMayExist,
            Pending = ToDomain(message.Pending),
            LastOperation = message.LastOperationNumber,
            OperationKeys = message.OperationKeys.Count == 0
                ? []
                : [.. message.OperationKeys.Select(key => new OperationKey(
                    key.Key.ToDomain(), key.Operation.ToDomain(), key.Number))],
            Migration = MigrationEventCodec.ToDomain(message.Migration),
            MigrationKeys = message.MigrationKeys.Count == 0
                ? []
                : [.. message.MigrationKeys.Select(key => new MigrationKey(
                    key.Key.ToDomain(), key.Number, key.Failure?.ToDomain()))],
            LastIncarnation = message.LastIncarnationNumber,
            Failure = message.Failure?.ToDomain(),
            OrderedAt = message.OrderedAtUtcTicks.ToTime(),
            StartedAt = message.HasStartedAtUtcTicks ? message.StartedAtUtcTicks.ToTime() : null,
            EndedAt = message.HasEndedAtUtcTicks ? message.EndedAtUtcTicks.ToTime() : null,
        });
    }

    private static ComputeRequested RequestOf(ComputeState state) => new()
    {
        Incarnation = state.Incarnation,
        Zone = state.Zone,
        ResourceGroup = state.ResourceGroup,
        Principal = state.Principal,
        Name = state.Name,
        Flavour = state.Flavour,
        Image = state.Image,
        UserData = state.UserData,
        Metadata = state.Metadata,
        Request = state.Request!,
        Digest = state.Digest,
        At = state.RequestedAt,
    };

    private static Proto.PendingOperation? ToProto(PendingOperation? pending) => pending is null ? null : new()
    {
        Number = pending.Number,
        Operation = pending.Operation.ToProto(),
        PhaseBefore = SharedCodec.Up<ComputePhase, Proto.ComputePhase>(pending.PhaseBefore),
        MakesGuest = pending.MakesGuest,
    };

    private static PendingOperation? ToDomain(Proto.PendingOperation? message) => message is null ? null : new(
        message.Number,
        message.Operation.ToDomain(),
        SharedCodec.Down<Proto.ComputePhase, ComputePhase>(message.PhaseBefore),
        message.MakesGuest);
}

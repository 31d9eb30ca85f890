using System.Collections.Immutable;
using Vim.Domain.Errors;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;

namespace Vim.Domain.Compute;

/// <summary>How each event changes a compute. Accepts every event ever journaled; decides nothing.</summary>
public static class ComputeEvolution
{
    /// <summary>The state after the event.</summary>
    /// <exception cref="ArgumentException">The object is not an event of a compute.</exception>
    public static ComputeState Evolve(ComputeState state, object @event) => @event switch
    {
        ComputeRequested requested => Requested(state, requested),
        ComputePlaced placed => state with
        {
            Phase = ComputePhase.Placed,
            Placement = placed.Placement,
            Place = placed.Takes,
            Broken = placed.Breaks,
            HoldsClaim = true,
            GuestMayExist = true,
        },
        ComputeStarted started => state with
        {
            Phase = ComputePhase.Running,
            StartedAt = state.StartedAt ?? started.At,
            Failure = null,
        },
        ComputeOperationRequested operation => OperationRequested(state, operation),
        ComputeOperated operated => AfterPower(
            state with { Pending = null, GuestMayExist = true }, operated.PowerState, ""),
        ComputeOperationFailed failed => OperationFailed(state, failed),
        ComputeUpdated updated => state with
        {
            Name = updated.Name ?? state.Name,
            Metadata = updated.Metadata ?? state.Metadata,
        },
        ComputePowerChanged changed => AfterPower(state, changed.PowerState, changed.Message),
        ComputeRestarting restarting => state with
        {
            Phase = ComputePhase.Starting,
            Pending = null,
            LastOperation = restarting.Number,
            OrderedAt = restarting.At,
        },
        ComputeUndefined => state with { GuestMayExist = false },
        ComputeFailed failed => state with
        {
            Phase = ComputePhase.Failed,
            Failure = failed.Failure,
            Pending = null,
            Migration = MigrationEvolution.Ending(state.Migration),
            GuestMayExist = !failed.GuestGone,
            HoldsClaim = !failed.GuestGone || state.Migration is not null,
            EndedAt = failed.At,
        },
        ComputeGuestRemoved => state with { GuestMayExist = false, HoldsClaim = state.Migration is not null },
        ComputeTerminationRequested => state with
        {
            Phase = ComputePhase.Terminating,
            Pending = null,
            Migration = MigrationEvolution.Ending(state.Migration),
        },
        ComputeTerminated terminated => state with
        {
            Phase = ComputePhase.Terminated,
            Pending = null,
            Migration = null,
            GuestMayExist = false,
            HoldsClaim = false,
            EndedAt = terminated.At,
        },
        ComputeRestored restored => restored.State with { Id = state.Id },
        ComputeForgotten => ComputeState.None(state.Id) with { Incarnation = state.LastIncarnation },
        _ => MigrationEvolution.Evolve(state, @event)
            ?? throw new ArgumentException($"a compute has no event {@event.GetType().Name}", nameof(@event)),
    };

    private static ComputeState Requested(ComputeState state, ComputeRequested requested) => new()
    {
        Id = state.Id,
        Incarnation = requested.Incarnation,
        Phase = ComputePhase.Requested,
        Zone = requested.Zone,
        ResourceGroup = requested.ResourceGroup,
        Principal = requested.Principal,
        Name = requested.Name,
        Flavour = requested.Flavour,
        Image = requested.Image,
        UserData = requested.UserData,
        Metadata = requested.Metadata,
        Request = requested.Request,
        Digest = requested.Digest,
        RequestedAt = requested.At,
        OrderedAt = requested.At,
    };

    private static ComputeState OperationRequested(
        ComputeState state, ComputeOperationRequested operation) => state with
        {
            Pending = new(operation.Number, operation.Operation, state.Phase, MakesGuest: !state.GuestMayExist),
            LastOperation = operation.Number,
            OrderedAt = operation.At,
            GuestMayExist = true,
            OperationKeys = Remember(state.OperationKeys, operation),
            Phase = operation.Operation is GuestOperation.Start or GuestOperation.Reboot
                ? ComputePhase.Starting
                : state.Phase,
        };

    private static ComputeState OperationFailed(ComputeState state, ComputeOperationFailed failed) => state with
    {
        Phase = state.Pending?.PhaseBefore ?? state.Phase,
        GuestMayExist = state.Pending is not { MakesGuest: true },
        Pending = null,
        Failure = failed.Failure,
    };

    private static ComputeState AfterPower(ComputeState state, GuestPowerState power, string message) => power switch
    {
        GuestPowerState.Running => state with { Phase = ComputePhase.Running, Failure = null },
        GuestPowerState.Paused => state with { Phase = ComputePhase.Paused, Failure = null },
        GuestPowerState.Crashed => state with
        {
            Phase = ComputePhase.Stopped,
            Failure = new(ErrorCodes.GuestLost, message.Length == 0 ? "the guest ended by an error" : message),
        },
        _ => state with { Phase = ComputePhase.Stopped, Failure = null },
    };

    private static ImmutableArray<OperationKey> Remember(
        ImmutableArray<OperationKey> keys,
        ComputeOperationRequested operation)
    {
        if (operation.Key == RequestDigest.None)
        {
            return keys;
        }

        var kept = keys.Length < ComputeState.MaxOperationKeys ? keys : keys.RemoveAt(0);
        return kept.Add(new(operation.Key, operation.Operation, operation.Number));
    }
}

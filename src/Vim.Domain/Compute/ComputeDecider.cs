using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;

namespace Vim.Domain.Compute;

/// <summary>
/// What clients' commands make of a compute. Pure; the outcomes of hosts are in <see cref="GuestDecider"/>.
/// </summary>
public static class ComputeDecider
{
    private const string Kind = "compute";

    /// <summary>
    /// Whether an allocation under this id may go on to placement (<see cref="Decision.Nothing"/>, with
    /// <paramref name="isRetry"/> false), is a retry of one that was accepted (true), or is refused.
    /// </summary>
    public static Decision Allocate(ComputeState state, RequestDigest digest, out bool isRetry)
    {
        isRetry = false;
        if (state.Phase == ComputePhase.Absent)
        {
            return Decision.Nothing;
        }

        isRetry = !digest.IsNone && state.Digest == digest;
        return isRetry
            ? Decision.Nothing
            : Decision.Refuse(
                digest.IsNone
                    ? Refusals.AlreadyExists(Kind, state.Id.Value)
                    : Refusals.KeyReused(Kind, state.Id.Value));
    }

    /// <summary>Changes of name and metadata.</summary>
    public static Decision Update(ComputeState state, UpdateCompute command)
    {
        if (!state.IsListed)
        {
            return Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));
        }

        var renamed = command.Name is not null && command.Name != state.Name;
        var changed = command.Metadata is { } metadata && !metadata.AsSpan().SequenceEqual(state.Metadata.AsSpan());
        return renamed || changed
            ? Decision.Of(new ComputeUpdated(renamed ? command.Name : null, changed ? command.Metadata : null))
            : Decision.Nothing;
    }

    /// <summary>A power operation; nothing where it was done before or needs not be done.</summary>
    public static Decision Operate(ComputeState state, GuestOperation operation, RequestDigest key, DateTimeOffset now)
    {
        if (!state.IsListed)
        {
            return Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));
        }

        foreach (var known in state.OperationKeys)
        {
            if (!key.IsNone && known.Key == key)
            {
                return known.Operation == operation
                    ? Decision.Nothing
                    : Decision.Refuse(Refusals.KeyReused(Kind, state.Id.Value));
            }
        }

        if (MigrationDecider.Known(state, key) is not null)
        {
            return Decision.Refuse(Refusals.KeyReused(Kind, state.Id.Value));
        }

        if ((MigrationDecider.InTheWay(state) ?? Unfinished(state)) is { } refusal)
        {
            return Decision.Refuse(refusal);
        }

        return (operation, state.Phase) switch
        {
            (GuestOperation.Start, ComputePhase.Running) => Decision.Nothing,
            (GuestOperation.Stop, ComputePhase.Stopped) => Decision.Nothing,
            (GuestOperation.Pause, ComputePhase.Paused) => Decision.Nothing,
            (GuestOperation.Unpause, ComputePhase.Running) => Decision.Nothing,
            (GuestOperation.Start, ComputePhase.Stopped)
                or (GuestOperation.Stop, ComputePhase.Running or ComputePhase.Paused)
                or (GuestOperation.Reboot, ComputePhase.Running)
                or (GuestOperation.Pause, ComputePhase.Running)
                or (GuestOperation.Unpause, ComputePhase.Paused) =>
                Decision.Of(new ComputeOperationRequested(state.LastOperation + 1, operation, key, now)),
            _ => Decision.Refuse(Wrong(state, $"{operation} is not possible in this state")),
        };
    }

    /// <summary>The wish that it goes. Done before is done.</summary>
    public static Decision Terminate(ComputeState state, DateTimeOffset now) => state switch
    {
        { Phase: ComputePhase.Absent } => Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value)),
        { Phase: ComputePhase.Terminated or ComputePhase.Terminating } => Decision.Nothing,
        { Phase: ComputePhase.Failed, GuestMayExist: false, Migration: null } =>
            Decision.Of(new ComputeTerminated(now)),
        _ => Decision.Of(new ComputeTerminationRequested(now)),
    };

    /// <summary>The end of the memory of it: nothing where it is alive, or still owes its host a removal.</summary>
    public static Decision Forget(ComputeState state) =>
        state is { Phase: ComputePhase.Terminated or ComputePhase.Failed, HoldsClaim: false, GuestMayExist: false }
            ? Decision.Of(new ComputeForgotten())
            : Decision.Nothing;

    /// <summary>The id that an idempotency key gives, so that its retry finds what it made.</summary>
    public static ComputeId IdFrom(RequestDigest key) => new(ResourceIds.FromDigest(key));

    /// <summary>Why nothing can be begun before the pending operation is done; null: there is none.</summary>
    internal static VimError? Unfinished(ComputeState state) => state.Pending is { } pending
        ? Wrong(state, $"operation {pending.Operation} is not finished; try again after it") with
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        }
        : null;

    private static VimError Wrong(ComputeState state, string wish) =>
        Refusals.WrongState(Kind, state.Id.Value, state.Phase.ToString(), wish);
}

using System.Globalization;
using Vim.Actors;
using Vim.Domain.Compute;
using Vim.Domain.Errors;

namespace Vim.Engine.Actors;

/// <summary>Who waits for what of a compute, and what they are told.</summary>
internal static class ComputeWaiters
{
    /// <summary>Key of those who wait until it runs or has failed.</summary>
    public const string Running = "running";

    /// <summary>Key of those who wait until it is gone.</summary>
    public const string Ended = "ended";

    /// <summary>Key of those who wait for a power operation.</summary>
    public static string Operation(int number) => string.Create(CultureInfo.InvariantCulture, $"operation:{number}");

    /// <summary>Key of those who wait for a migration.</summary>
    public static string Migration(int number) => string.Create(CultureInfo.InvariantCulture, $"migration:{number}");

    /// <summary>Answers those whose wait a change ended.</summary>
    public static Turn Wake(Turn turn, ComputeState before, ComputeState after)
    {
        if (before.Phase == ComputePhase.Placed && after.Phase != ComputePhase.Placed)
        {
            turn = turn.ReplyParked(Running, AnswerOf(after));
        }

        if (before.Pending is { } pending && after.Pending is null)
        {
            turn = turn.ReplyParked(Operation(pending.Number), AnswerOf(after));
        }

        if (before.Migration is { } migration && IsDecided(after))
        {
            var failure = after.Migration is null ? migration.Failure : after.Migration.Failure;
            var hasEnded = failure is null || after.Phase is ComputePhase.Failed or ComputePhase.Terminating;
            turn = turn.ReplyParked(
                Migration(migration.Number), hasEnded ? AnswerOf(after) : AnswerOf(after, failure!));
        }

        return after.Phase == ComputePhase.Terminated && before.Phase != ComputePhase.Terminated
            ? turn.ReplyParked(Ended, after)
            : turn;
    }

    /// <summary>
    /// A migration that failed is so at once; one that was done is when nothing is left where it was.
    /// </summary>
    public static bool IsDecided(ComputeState state) =>
        state.Migration is null or { IsOpen: false, Failure: not null }
        || state.Phase is ComputePhase.Failed or ComputePhase.Terminating;

    /// <summary>The compute, or why it is not what was wished for.</summary>
    public static object AnswerOf(ComputeState state) => state switch
    {
        { Failure: { } failure, Phase: not (ComputePhase.Terminated or ComputePhase.Terminating) } =>
            AnswerOf(state, failure),
        { Phase: ComputePhase.Terminating } => Refusals.WrongState(
            "compute", state.Id.Value, "being terminated", "it was asked to go before this was done"),
        _ => state,
    };

    /// <summary>A failure as a refusal.</summary>
    public static VimError AnswerOf(ComputeState state, Failure failure) => new()
    {
        Code = failure.Code,
        Message = failure.Message,
        Resource = $"compute {state.Id}",
    };
}

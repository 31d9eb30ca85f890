using Vim.Actors;
using Vim.Actors.Shards;
using Vim.Domain.Errors;

namespace Vim.Engine.Routing;

/// <summary>Asks actors, and says the runtime's errors in the VIM's words.</summary>
internal static class ActorAsking
{
    /// <summary>The actor's reply: a value of the domain, or a <see cref="VimError"/>.</summary>
    public static async ValueTask<object> AskActorAsync(this Shard shard, ActorId to, object message)
    {
        var answer = await shard.AskAsync(to, message);
        return answer.Error is { } error ? ToVimError(error) : answer.Reply!;
    }

    private static VimError ToVimError(ActorError error) => new()
    {
        Code = error.Code switch
        {
            ActorErrorCodes.Overloaded or ActorErrorCodes.TooManyParked or ActorErrorCodes.OutboxFull =>
                ErrorCodes.Overloaded,
            ActorErrorCodes.Fenced => ErrorCodes.Fenced,
            ActorErrorCodes.Stopped or ActorErrorCodes.JournalFailed or ActorErrorCodes.OutcomeUnknown
                or ActorErrorCodes.ReplayFailed => ErrorCodes.JournalUnavailable,
            _ => ErrorCodes.ActorFailed,
        },
        Message = error.Message,
        RetryAfter = error.RetryAfter,
    };
}

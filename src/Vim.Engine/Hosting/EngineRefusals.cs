using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Persistence;

namespace Vim.Engine.Hosting;

/// <summary>What the engine itself refuses, worded once.</summary>
internal static class EngineRefusals
{
    /// <summary>The member stops.</summary>
    public static VimError ShuttingDown() => new()
    {
        Code = ErrorCodes.ShuttingDown,
        Message = "this member shuts down and did nothing; ask again when it is back",
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>The shard of a zone could not be opened. Only what the engine itself worded is told.</summary>
    public static VimError NotOpened(ZoneId zone, Exception exception) => new()
    {
        Code = ErrorCodes.JournalUnavailable,
        Message = exception is EngineStartException or JournalException
            ? exception.Message
            : $"zone {zone} cannot be opened: see the log of this member",
        Resource = $"zone {zone}",
    };
}

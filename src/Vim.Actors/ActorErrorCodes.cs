namespace Vim.Actors;

/// <summary>The stable codes of the runtime's errors. Never renamed, never reused.</summary>
public static class ActorErrorCodes
{
    /// <summary>The shard's mailbox is full: nothing was done, try again after the hint.</summary>
    public const string Overloaded = "vim.shard.overloaded";

    /// <summary>The shard is closed or stopped: nothing was done.</summary>
    public const string Stopped = "vim.shard.stopped";

    /// <summary>Another owner has the shard: nothing was done.</summary>
    public const string Fenced = "vim.shard.fenced";

    /// <summary>The journal refused or failed the append: nothing was done.</summary>
    public const string JournalFailed = "vim.shard.journal_failed";

    /// <summary>The journal could not say whether the append happened: the request may or may not have been
    /// done.</summary>
    public const string OutcomeUnknown = "vim.shard.outcome_unknown";

    /// <summary>The shard could not be opened from its journal.</summary>
    public const string ReplayFailed = "vim.shard.replay_failed";

    /// <summary>A turn broke an invariant or threw: that turn did nothing, the message is set aside.</summary>
    public const string TurnFailed = "vim.actor.turn_failed";

    /// <summary>The actor could not be recovered and refuses everything until the shard is opened again.</summary>
    public const string ActorFailed = "vim.actor.failed";

    /// <summary>No turn of the chain answered.</summary>
    public const string NoReply = "vim.actor.no_reply";

    /// <summary>No such kind of actor is registered in the shard.</summary>
    public const string UnknownKind = "vim.actor.unknown_kind";

    /// <summary>One message caused more turns than allowed; the rest of them was set aside.</summary>
    public const string ChainTooLong = "vim.actor.chain_too_long";

    /// <summary>Too many askers are parked in the shard.</summary>
    public const string TooManyParked = "vim.actor.too_many_parked";

    /// <summary>Too many messages to another shard wait for its acknowledgement.</summary>
    public const string OutboxFull = "vim.actor.outbox_full";
}

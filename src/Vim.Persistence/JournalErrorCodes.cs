namespace Vim.Persistence;

/// <summary>The stable codes of a journal's errors. Never renamed, never reused.</summary>
public static class JournalErrorCodes
{
    /// <summary>The position or a sequence is taken, or leaves a gap: somebody else wrote, or an earlier append
    /// failed.</summary>
    public const string Conflict = "vim.journal.conflict";

    /// <summary>The shard has a newer owner.</summary>
    public const string Fenced = "vim.journal.fenced";

    /// <summary>The shard was never opened, so nobody may write it.</summary>
    public const string ShardNotOpen = "vim.journal.shard_not_open";

    /// <summary>The disk or the store's size limit is full.</summary>
    public const string DiskFull = "vim.journal.disk_full";

    /// <summary>Somebody else holds the store locked for longer than the time limit.</summary>
    public const string Locked = "vim.journal.locked";

    /// <summary>Reading or writing failed.</summary>
    public const string InputOutput = "vim.journal.io";

    /// <summary>A payload or batch is larger than the limit.</summary>
    public const string TooLarge = "vim.journal.too_large";

    /// <summary>Too much waits to be written.</summary>
    public const string Overloaded = "vim.journal.overloaded";

    /// <summary>The store is closed.</summary>
    public const string Closed = "vim.journal.closed";

    /// <summary>Another process uses the store.</summary>
    public const string InUse = "vim.journal.in_use";

    /// <summary>The store is not a journal, is torn or damaged.</summary>
    public const string Damaged = "vim.journal.damaged";

    /// <summary>The store was written by a newer version of this program.</summary>
    public const string NewerFormat = "vim.journal.newer_format";

    /// <summary>An event or snapshot was written by a newer version of this program.</summary>
    public const string NewerEvent = "vim.journal.newer_event";

    /// <summary>What should be written exists already.</summary>
    public const string Exists = "vim.journal.exists";
}

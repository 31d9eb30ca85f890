namespace Vim.Persistence;

/// <summary>How an append ended.</summary>
public enum JournalStatus
{
    /// <summary>Durable.</summary>
    Committed,

    /// <summary>Not done: the position or a sequence is taken or leaves a gap.</summary>
    Conflict,

    /// <summary>Not done: the shard has a newer owner.</summary>
    Fenced,

    /// <summary>Not done, for the reason in the error.</summary>
    Failed,

    /// <summary>Done or not done: the store could not say. Open the shard again to see.</summary>
    Unknown,
}

/// <summary>The end of an append.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Error">Why it is not committed; null exactly if it is.</param>
public readonly record struct JournalOutcome(JournalStatus Status, JournalError? Error)
{
    public static JournalOutcome Committed { get; } = new(JournalStatus.Committed, Error: null);

    public static JournalOutcome Conflict(string message) =>
        new(JournalStatus.Conflict, new JournalError(JournalErrorCodes.Conflict, message));

    public static JournalOutcome Fenced(string message) =>
        new(JournalStatus.Fenced, new JournalError(JournalErrorCodes.Fenced, message));

    public static JournalOutcome Failed(JournalError error) => new(JournalStatus.Failed, error);

    public static JournalOutcome Unknown(JournalError error) => new(JournalStatus.Unknown, error);
}

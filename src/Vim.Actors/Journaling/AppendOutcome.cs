namespace Vim.Actors.Journaling;

/// <summary>How an append ended.</summary>
public enum AppendStatus
{
    /// <summary>Durable.</summary>
    Committed,

    /// <summary>Not done: the position or a sequence is taken or leaves a gap; somebody else wrote.</summary>
    Conflict,

    /// <summary>Not done: another owner has a higher epoch.</summary>
    Fenced,

    /// <summary>Not done: full disk, locked file, refused by the store.</summary>
    Failed,

    /// <summary>Done or not done: the store could not say.</summary>
    Unknown,
}

/// <summary>The end of an append.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Detail">What went wrong and what to do, for an operator; empty if committed.</param>
public readonly record struct AppendOutcome(AppendStatus Status, string Detail)
{
    public static AppendOutcome Committed { get; } = new(AppendStatus.Committed, "");
}

namespace Vim.Persistence;

/// <summary>A journal could not be opened, copied or read. Appends never throw it: they end with a
/// <see cref="JournalOutcome"/>.</summary>
public sealed class JournalException : Exception
{
    public JournalException(JournalError error) : base(error.Message) => Error = error;

    public JournalException(JournalError error, Exception innerException) : base(error.Message, innerException) =>
        Error = error;

    /// <summary>The error.</summary>
    public JournalError Error { get; }
}

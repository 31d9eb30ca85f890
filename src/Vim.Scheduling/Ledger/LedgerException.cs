namespace Vim.Scheduling.Ledger;

/// <summary>
/// A caller tried to book what is not free, or to use a host that the ledger does not know: an invariant of the zone
/// is broken. The ledger is as it was before the call.
/// </summary>
public sealed class LedgerException : InvalidOperationException
{
    /// <summary>Without a text.</summary>
    public LedgerException()
    {
    }

    /// <summary>With what, where and why.</summary>
    public LedgerException(string message)
        : base(message)
    {
    }

    /// <summary>With a cause.</summary>
    public LedgerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Vim.Persistence.Memory;

/// <summary>An append to a journal in memory that waits for somebody to decide how it ends. Ends once.</summary>
public sealed class PendingAppend
{
    private readonly MemoryJournalMedium _medium;
    private readonly Action<JournalOutcome> _done;
    private bool _hasEnded;

    internal PendingAppend(MemoryJournalMedium medium, JournalBatch batch, Action<JournalOutcome> done)
    {
        _medium = medium;
        _done = done;
        Batch = batch;
    }

    public JournalBatch Batch { get; }

    /// <summary>Makes it durable, if it follows, and tells the writer.</summary>
    public void Complete() => End(_medium.Apply(Batch));

    /// <summary>Does not make it durable and tells the writer so.</summary>
    public void Fail(JournalError error) => End(JournalOutcome.Failed(error));

    /// <summary>Makes it durable, or not, and tells the writer that nobody knows.</summary>
    public void LoseAnswer(bool isDurable)
    {
        if (isDurable)
        {
            _medium.Apply(Batch);
        }
        End(JournalOutcome.Unknown(
            new JournalError(JournalErrorCodes.InputOutput, "the answer of the store was lost")));
    }

    /// <summary>The writer has crashed: makes it durable, or not, and tells nobody.</summary>
    public void Crash(bool isDurable)
    {
        _hasEnded = true;
        if (isDurable)
        {
            _medium.Apply(Batch);
        }
    }

    private void End(JournalOutcome outcome)
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("this append has ended before");
        }
        _hasEnded = true;
        _done(outcome);
    }
}

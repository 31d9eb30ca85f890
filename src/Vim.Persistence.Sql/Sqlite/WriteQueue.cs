namespace Vim.Persistence.Sql.Sqlite;

/// <summary>Something for the writer: a batch with its callback, or a command that it runs between commits.</summary>
internal sealed record WriteItem(
    JournalBatch? Batch, Action<JournalOutcome>? Done, Action<SqliteCommitter>? Command, long Bytes);

/// <summary>The bounded queue before the writer. Many threads put, one takes.</summary>
internal sealed class WriteQueue(long maxBytes)
{
    private readonly object _lock = new();
    private readonly Queue<WriteItem> _items = new();
    private long _bytes;
    private bool _isClosed;

    public enum PutResult
    {
        Taken,
        Full,
        Closed,
    }

    public PutResult Put(WriteItem item)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return PutResult.Closed;
            }
            // One item always fits, or a batch over the limit could never be written.
            if (_bytes > 0 && _bytes + item.Bytes > maxBytes)
            {
                return PutResult.Full;
            }
            _bytes += item.Bytes;
            _items.Enqueue(item);
            if (_items.Count == 1)
            {
                Monitor.Pulse(_lock);
            }
            return PutResult.Taken;
        }
    }

    /// <summary>No more can be put; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>
    /// Waits for something and takes what belongs into one commit: one command, or batches up to the limits.
    /// </summary>
    /// <returns>False when closed and empty.</returns>
    public bool Take(List<WriteItem> taken, int maxRows, long maxBytesOfCommit)
    {
        lock (_lock)
        {
            while (_items.Count == 0)
            {
                if (_isClosed)
                {
                    return false;
                }
                Monitor.Wait(_lock);
            }
            var rows = 0L;
            var bytes = 0L;
            while (_items.TryPeek(out var item) && (taken.Count == 0 || CanJoin(item)))
            {
                taken.Add(_items.Dequeue());
                _bytes -= item.Bytes;
                rows += item.Batch?.Events.Count ?? 0;
                bytes += item.Bytes;
            }
            return true;

            bool CanJoin(WriteItem item) => taken[0].Batch is not null
                && item.Batch is not null
                && rows + item.Batch.Events.Count <= maxRows
                && bytes + item.Bytes <= maxBytesOfCommit;
        }
    }
}

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// The writer's thread. While a commit is on its way to the disk, the next batches gather in the queue; then they are
/// one commit.
/// </summary>
internal sealed class SqliteWriter
{
    private readonly WriteQueue _queue;
    private readonly SqliteCommitter _committer;
    private readonly SqliteCheckpointer _checkpointer;
    private readonly SqliteJournalOptions _options;
    private readonly Thread _thread;
    private long _sinceWake;
    private long _sinceCatchUp;

    public SqliteWriter(WriteQueue queue, SqliteCommitter committer, SqliteCheckpointer checkpointer,
        SqliteJournalOptions options)
    {
        _queue = queue;
        _committer = committer;
        _checkpointer = checkpointer;
        _options = options;
        _thread = new Thread(Run) { Name = "journal writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Writes what is in the queue and ends.</summary>
    public void Close()
    {
        _queue.Close();
        _thread.Join();
    }

    private void Run()
    {
        var items = new List<WriteItem>();
        var outcomes = new List<JournalOutcome>();
        while (_queue.Take(items, _options.MaxRowsPerCommit, _options.MaxBytesPerCommit))
        {
            if (items[0].Command is { } command)
            {
                command(_committer);
            }
            else
            {
                _committer.Commit(items, outcomes);
                for (var i = 0; i < items.Count; i++)
                {
                    items[i].Done!(outcomes[i]);
                }
                CareForLog();
            }
            items.Clear();
        }
    }

    private void CareForLog()
    {
        var written = _committer.TakeBytesWritten();
        _sinceWake += written;
        _sinceCatchUp += written;
        if (_sinceCatchUp >= _options.MaxLogBytes)
        {
            // Under constant load the checkpointer never gets to the end of the log, where it can begin again: once in
            // a while the writer itself writes back the rest, while nothing is added.
            _sinceCatchUp = _committer.TryCheckpoint() ? 0 : _sinceCatchUp;
        }
        else if (_sinceWake >= _options.CheckpointBytes)
        {
            _sinceWake = 0;
            _checkpointer.Wake();
        }
    }
}

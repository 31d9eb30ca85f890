using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// A journal in one SQLite file: write-ahead log, synchronised at each commit, one writing thread that puts the batches
/// of all shards that gathered meanwhile into one commit. The file belongs to one process.
/// </summary>
public sealed class SqliteJournalStore : IJournalStore
{
    private readonly SqliteJournalOptions _options;
    private readonly SqliteFileLock _lock;
    private readonly WriteQueue _queue;
    private readonly SqliteCommitter _committer;
    private readonly SqliteCheckpointer _checkpointer;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private int _isClosed;

    private SqliteJournalStore(SqliteJournalOptions options, SqliteFileLock fileLock)
    {
        _options = options;
        _lock = fileLock;
        _queue = new WriteQueue(options.MaxQueuedBytes);
        _committer = new SqliteCommitter(Connect(options), options.MaxPayloadBytes);
        _checkpointer = new SqliteCheckpointer(Connect(options));
        _readers = new SqliteReaders(options.Path, options.LockTimeout);
        _writer = new SqliteWriter(_queue, _committer, _checkpointer, options);
    }

    /// <summary>Opens a journal; makes it if there is no such file. Blocks while it looks at the file.</summary>
    /// <exception cref="JournalException">In use, damaged, of a newer format, or not to be read; the file is left as it
    /// is.</exception>
    public static SqliteJournalStore Open(SqliteJournalOptions options)
    {
        var fileLock = new SqliteFileLock(options.Path);
        try
        {
            if (File.Exists(options.Path))
            {
                SqliteInspector.Inspect(options.Path, options.CheckUpToBytes);
            }
            else
            {
                SqliteFormat.Create(options.Path);
            }
            return new SqliteJournalStore(options, fileLock);
        }
        catch (SqliteException exception)
        {
            fileLock.Dispose();
            throw new JournalException(SqliteErrors.ToError(exception), exception);
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    public Task<ShardOpening> OpenShardAsync(string shard, string owner, CancellationToken cancellation) =>
        CommandAsync(committer => committer.Open(shard, owner), cancellation);

    public void Append(JournalBatch batch, Action<JournalOutcome> done)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(batch.IsEmpty, other: true);
        var bytes = 0L;
        foreach (var one in batch.Events)
        {
            bytes += one.Payload.Length;
        }
        foreach (var one in batch.Snapshots)
        {
            bytes += one.Payload.Length;
        }
        switch (_queue.Put(new WriteItem(batch, done, Command: null, bytes)))
        {
            case WriteQueue.PutResult.Full:
                done(JournalOutcome.Failed(new JournalError(
                    JournalErrorCodes.Overloaded,
                    $"{_options.MaxQueuedBytes} bytes wait to be written to {_options.Path}: "
                        + "the disk is too slow or stands still")));
                break;
            case WriteQueue.PutResult.Closed:
                done(JournalOutcome.Failed(ClosedError(_options.Path)));
                break;
        }
    }

    public void ReplayShard(string shard, IJournalReader reader) =>
        _readers.Start(replay => replay.ReadShard(shard, reader), reader);

    public void ReplayEntity(string shard, PersistenceId id, IJournalReader reader) =>
        _readers.Start(replay => replay.ReadEntity(shard, id, reader), reader);

    /// <summary>
    /// Copies the running journal, as it is committed when this begins, to a new file and verifies the copy. Appends go
    /// on meanwhile.
    /// </summary>
    /// <param name="path">The new file; must not exist.</param>
    /// <param name="progress">Is told pages copied and pages in all, if given.</param>
    /// <param name="cancellation">Gives up and removes what was copied.</param>
    /// <exception cref="JournalException">The file exists, or copying failed.</exception>
    public Task BackUpAsync(string path, IProgress<SqliteBackupProgress>? progress, CancellationToken cancellation) =>
        Task.Run(() => SqliteBackup.Copy(_options.Path, path, _options.LockTimeout, progress, cancellation),
            cancellation);

    /// <summary>Writes what is queued, closes the file and lets others have it.</summary>
    public ValueTask DisposeAsync()
    {
        return Interlocked.Exchange(ref _isClosed, 1) == 0 ? new ValueTask(Task.Run(Close)) : ValueTask.CompletedTask;
    }

    internal static JournalError ClosedError(string path) => new(
        JournalErrorCodes.Closed, $"the journal {path} is closed");

    private static SqliteHandle Connect(SqliteJournalOptions options)
    {
        var handle = SqliteHandle.Open(options.Path, mayCreate: false, options.LockTimeout);
        handle.Execute("PRAGMA journal_mode = WAL");
        handle.Execute("PRAGMA synchronous = FULL");
        // Checkpoints have their own thread.
        handle.Execute("PRAGMA wal_autocheckpoint = 0");
        handle.Execute("PRAGMA cache_size = -65536");
        if (options.MaxPages is { } pages)
        {
            handle.Execute($"PRAGMA max_page_count = {pages}");
        }
        return handle;
    }

    private async Task<T> CommandAsync<T>(Func<SqliteCommitter, T> run, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var item = new WriteItem(Batch: null, Done: null, committer => Run(committer, run, done), Bytes: 0);
        if (_queue.Put(item) != WriteQueue.PutResult.Taken)
        {
            throw new JournalException(ClosedError(_options.Path));
        }
        return await done.Task.WaitAsync(cancellation);
    }

    private static void Run<T>(SqliteCommitter committer, Func<SqliteCommitter, T> run, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(run(committer));
        }
        catch (SqliteException exception)
        {
            committer.Rollback();
            done.SetException(new JournalException(SqliteErrors.ToError(exception), exception));
        }
        catch (JournalException exception)
        {
            done.SetException(exception);
        }
    }

    private void Close()
    {
        _writer.Close();
        _checkpointer.Dispose();
        _readers.Dispose();
        // The last connection writes the log back and removes it.
        _committer.Dispose();
        _lock.Dispose();
    }
}

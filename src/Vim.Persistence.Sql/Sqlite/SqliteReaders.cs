using System.Collections.Concurrent;
using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>A few reading connections, shared by all replays; one more replay than connections waits, without a
/// thread.</summary>
internal sealed class SqliteReaders(string path, TimeSpan lockTimeout) : IDisposable
{
    private const int MaxConnections = 4;

    private readonly ConcurrentBag<SqliteReplay> _idle = [];
    private readonly SemaphoreSlim _free = new(MaxConnections);
    private volatile bool _isClosed;

    /// <summary>Runs a replay on the thread pool and tells the reader how it ended.</summary>
    public void Start(Action<SqliteReplay> read, IJournalReader reader) => _ = RunAsync(read, reader);

    public void Dispose()
    {
        _isClosed = true;
        for (var i = 0; i < MaxConnections; i++)
        {
            _free.Wait();
        }
        while (_idle.TryTake(out var replay))
        {
            replay.Dispose();
        }
        _free.Dispose();
    }

    private async Task RunAsync(Action<SqliteReplay> read, IJournalReader reader)
    {
        if (_isClosed)
        {
            reader.OnCompleted(SqliteJournalStore.ClosedError(path));
            return;
        }
        await _free.WaitAsync();
        // Leaves the caller's thread also when a connection is free at once.
        await Task.Yield();
        JournalError? error;
        try
        {
            error = Read(read);
        }
        finally
        {
            _free.Release();
        }
        reader.OnCompleted(error);
    }

    private JournalError? Read(Action<SqliteReplay> read)
    {
        if (_isClosed)
        {
            return SqliteJournalStore.ClosedError(path);
        }
        SqliteReplay? replay = null;
        try
        {
            replay = _idle.TryTake(out var idle) ? idle : Connect();
            read(replay);
            _idle.Add(replay);
            return null;
        }
        catch (SqliteException exception)
        {
            replay?.Dispose();
            return SqliteErrors.ToError(exception);
        }
        catch (JournalException exception)
        {
            replay?.Dispose();
            return exception.Error;
        }
        catch (Exception exception)
        {
            // Whatever a reader cannot take must end its replay, not the process.
            replay?.Dispose();
            return new JournalError(
                JournalErrorCodes.Damaged, $"{path}: what the journal holds could not be read: {exception.Message}");
        }
    }

    private SqliteReplay Connect()
    {
        var handle = SqliteHandle.Open(path, mayCreate: false, lockTimeout);
        handle.Execute("PRAGMA query_only = ON");
        return new SqliteReplay(handle);
    }
}

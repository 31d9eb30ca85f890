using SQLitePCL;
using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>Writes the write-ahead log back into the file on a thread and a connection of its own, so that no commit
/// waits for it.</summary>
internal sealed class SqliteCheckpointer : IDisposable
{
    private readonly SqliteHandle _handle;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Thread _thread;
    private volatile bool _isClosed;
    private int _isAwake;

    public SqliteCheckpointer(SqliteHandle handle)
    {
        _handle = handle;
        _thread = new Thread(Run) { Name = "journal checkpointer", IsBackground = true };
        _thread.Start();
    }

    public void Wake()
    {
        if (Interlocked.Exchange(ref _isAwake, 1) == 0)
        {
            _wake.Release();
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        // Also if it is awake: it may have looked before.
        _wake.Release();
        _thread.Join();
        _handle.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _wake.Wait();
            if (_isClosed)
            {
                return;
            }
            // Errors show at the next commit, which writes to the same disk.
            _handle.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
            Volatile.Write(ref _isAwake, 0);
        }
    }
}

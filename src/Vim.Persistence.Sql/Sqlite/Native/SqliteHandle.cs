using System.Globalization;
using SQLitePCL;

namespace Vim.Persistence.Sql.Sqlite.Native;

/// <summary>One connection to an SQLite file. Used by one thread at a time.</summary>
internal sealed class SqliteHandle : IDisposable
{
    private const int NoCheckpointOnClose = 1006;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteHandle() => Batteries_V2.Init();

    private SqliteHandle(sqlite3 db, string path)
    {
        Db = db;
        Path = path;
    }

    public sqlite3 Db { get; }

    public string Path { get; }

    public bool IsInTransaction => raw.sqlite3_get_autocommit(Db) == 0;

    /// <param name="path">The file.</param>
    /// <param name="mayCreate">Whether to make it if it does not exist.</param>
    /// <param name="lockTimeout">How long to wait for others' locks.</param>
    public static SqliteHandle Open(string path, bool mayCreate, TimeSpan lockTimeout)
    {
        const int NoMutex = 0x8000;
        var flags = raw.SQLITE_OPEN_READWRITE | NoMutex | (mayCreate ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out var db, flags, vfs: null);
        if (code != raw.SQLITE_OK)
        {
            db?.Dispose();
            throw new SqliteException(code, $"opening {path}", raw.sqlite3_errstr(code).utf8_to_string());
        }
        raw.sqlite3_extended_result_codes(db, 1);
        raw.sqlite3_busy_timeout(db, (int)Math.Min(lockTimeout.TotalMilliseconds, int.MaxValue));
        return new SqliteHandle(db, path);
    }

    /// <summary>Leaves the write-ahead log alone when this connection closes: for files that may have to stay
    /// untouched.</summary>
    public void KeepLogOnClose(bool isKept) =>
        Check(raw.sqlite3_db_config(Db, NoCheckpointOnClose, isKept ? 1 : 0, out _), "configuring the connection");

    public void Execute(string sql) => Check(raw.sqlite3_exec(Db, sql), sql);

    public long QueryNumber(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.GetNumber(0) : 0;
    }

    public string QueryText(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.GetText(0) : "";
    }

    /// <summary>Prepares a statement; it lives until it or the connection is disposed.</summary>
    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(Db, sql, out var handle), sql);
        var statement = new SqliteStatement(this, handle, sql);
        _statements.Add(statement);
        return statement;
    }

    public void RollbackIfOpen()
    {
        if (IsInTransaction)
        {
            Execute("ROLLBACK");
        }
    }

    public int Checkpoint(int mode) => raw.sqlite3_wal_checkpoint_v2(Db, "main", mode, out _, out _);

    public void Check(int code, string doing)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }
        var message = string.Create(
            CultureInfo.InvariantCulture, $"{raw.sqlite3_errmsg(Db).utf8_to_string()} ({Path})");
        throw new SqliteException(code, doing, message);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.ToArray())
        {
            statement.Dispose();
        }
        raw.sqlite3_close_v2(Db);
        Db.Dispose();
    }

    internal void Forget(SqliteStatement statement) => _statements.Remove(statement);
}

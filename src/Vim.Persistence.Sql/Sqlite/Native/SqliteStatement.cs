using System.Text;
using SQLitePCL;

namespace Vim.Persistence.Sql.Sqlite.Native;

/// <summary>A prepared statement. Parameters and columns count as SQLite does: from 1 and from 0.</summary>
internal sealed class SqliteStatement(SqliteHandle owner, sqlite3_stmt handle, string sql) : IDisposable
{
    private const int StackBytes = 512;
    private bool _isDisposed;

    /// <summary>SQLite's own pointer; valid until this is disposed.</summary>
    public nint Pointer { get; } = handle.DangerousGetHandle();

    public SqliteStatement Bind(int index, long value)
    {
        owner.Check(raw.sqlite3_bind_int64(handle, index, value), sql);
        return this;
    }

    public SqliteStatement Bind(int index, string value)
    {
        Span<byte> stack = stackalloc byte[StackBytes];
        var bytes = value.Length * 3 <= StackBytes ? stack : new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        var length = Encoding.UTF8.GetBytes(value, bytes);
        owner.Check(raw.sqlite3_bind_text(handle, index, bytes[..length]), sql);
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        owner.Check(
            value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, index, 0) : raw.sqlite3_bind_blob(handle, index, value),
            sql);
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }
        if (code != raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(handle);
            owner.Check(code, sql);
        }
        return false;
    }

    /// <summary>Runs a statement that gives no row and makes it ready for the next time.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public long GetNumber(int column) => raw.sqlite3_column_int64(handle, column);

    public string GetText(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string() ?? "";

    /// <summary>The bytes of a text or blob; valid until the next step.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            handle.Dispose();
            owner.Forget(this);
        }
    }
}

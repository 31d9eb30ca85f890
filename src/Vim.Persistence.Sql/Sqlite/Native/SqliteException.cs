namespace Vim.Persistence.Sql.Sqlite.Native;

/// <summary>SQLite refused something.</summary>
internal sealed class SqliteException(int code, string doing, string message)
    : Exception($"SQLite error {code} while {doing}: {message}")
{
    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>The primary result code.</summary>
    public int Primary => Code & 0xFF;
}

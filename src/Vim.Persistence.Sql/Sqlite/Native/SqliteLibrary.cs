using System.Runtime.InteropServices;

namespace Vim.Persistence.Sql.Sqlite.Native;

/// <summary>
/// The four functions of SQLite that are called for every event, without the wrapper's copies and reference counts.
/// Everything else goes through the wrapper.
/// </summary>
internal static unsafe partial class SqliteLibrary
{
    private const string Library = "e_sqlite3";

    /// <summary>SQLITE_STATIC: the memory stays where it is until the statement is bound again or reset.</summary>
    public const nint Static = 0;

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition]
    public static partial int BindNumber(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    public static partial int BindBlob(nint statement, int index, byte* value, int length, nint lifetime);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);
}

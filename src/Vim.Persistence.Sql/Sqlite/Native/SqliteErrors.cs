using SQLitePCL;

namespace Vim.Persistence.Sql.Sqlite.Native;

/// <summary>SQLite's result codes as errors of the journal.</summary>
internal static class SqliteErrors
{
    public static JournalError ToError(SqliteException exception) => exception.Primary switch
    {
        raw.SQLITE_FULL => new(
            JournalErrorCodes.DiskFull,
            $"{exception.Message}. Free space on the disk or raise the limit, then open the shards again"),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            JournalErrorCodes.Locked,
            $"{exception.Message}. Another program holds the file locked: find it and stop it"),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(
            JournalErrorCodes.Damaged, $"{exception.Message}. Keep the file, restore the latest backup"),
        raw.SQLITE_CONSTRAINT => new(
            JournalErrorCodes.Conflict,
            $"{exception.Message}. A position or sequence is taken: another writer was here"),
        raw.SQLITE_TOOBIG => new(JournalErrorCodes.TooLarge, exception.Message),
        _ => new(JournalErrorCodes.InputOutput,
            $"{exception.Message}. Check disk, rights and mount, then open the store again"),
    };
}

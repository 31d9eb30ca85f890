namespace Vim.Persistence.Sql.Sqlite;

/// <summary>How far a backup is.</summary>
/// <param name="PagesCopied">Pages copied.</param>
/// <param name="PagesTotal">Pages in all.</param>
public readonly record struct SqliteBackupProgress(int PagesCopied, int PagesTotal);

using SQLitePCL;
using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>Copies of a journal: of a running one to a backup, and of a backup to a new journal. Both are complete or
/// absent.</summary>
public static class SqliteBackup
{
    private const int PagesPerStep = 1_024;

    /// <summary>
    /// Makes a journal from a backup: checks the backup's format and all of its content first, never overwrites. Blocks
    /// meanwhile.
    /// </summary>
    /// <param name="backup">The backup's file.</param>
    /// <param name="path">The new journal's file; neither it nor its write-ahead log may exist.</param>
    /// <param name="cancellation">Gives up and removes what was copied.</param>
    /// <exception cref="JournalException">The backup cannot be used, or there is a journal already.</exception>
    public static void Restore(string backup, string path, CancellationToken cancellation)
    {
        RefuseExisting(path);
        RefuseExisting(path + "-wal");
        Check(backup);
        Copy(backup, path, TimeSpan.FromSeconds(5), progress: null, cancellation);
    }

    /// <summary>Checks the format and all of the content of a backup.</summary>
    /// <param name="backup">The backup's file.</param>
    /// <exception cref="JournalException">It cannot be used.</exception>
    public static void Check(string backup)
    {
        if (!File.Exists(backup))
        {
            throw new JournalException(new JournalError(JournalErrorCodes.InputOutput, $"there is no backup {backup}"));
        }

        SqliteInspector.Inspect(backup, checkUpToBytes: long.MaxValue);
    }

    internal static void Copy(
        string from, string to, TimeSpan lockTimeout, IProgress<SqliteBackupProgress>? progress,
        CancellationToken cancellation)
    {
        RefuseExisting(to);
        var partial = to + ".partial";
        File.Delete(partial);
        try
        {
            CopyPages(from, partial, lockTimeout, progress, cancellation);
            SqliteInspector.Inspect(partial, checkUpToBytes: long.MaxValue);
            File.Delete(partial + "-wal");
            File.Delete(partial + "-shm");
            File.Move(partial, to, overwrite: false);
        }
        catch (SqliteException exception)
        {
            Remove(partial);
            throw new JournalException(SqliteErrors.ToError(exception), exception);
        }
        catch
        {
            Remove(partial);
            throw;
        }
    }

    private static void CopyPages(
        string from, string to, TimeSpan lockTimeout, IProgress<SqliteBackupProgress>? progress,
        CancellationToken cancellation)
    {
        using var source = SqliteHandle.Open(from, mayCreate: false, lockTimeout);
        source.KeepLogOnClose(isKept: true);
        using var target = SqliteHandle.Open(to, mayCreate: true, lockTimeout);
        // A read transaction keeps the source as it is now for the whole copy; without it each commit would start the
        // copy again.
        source.Execute("BEGIN");
        source.QueryNumber("SELECT count(*) FROM shards");
        using var backup = raw.sqlite3_backup_init(target.Db, "main", source.Db, "main");
        int code;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(backup, PagesPerStep);
            var total = raw.sqlite3_backup_pagecount(backup);
            progress?.Report(new SqliteBackupProgress(total - raw.sqlite3_backup_remaining(backup), total));
        }
        while (code == raw.SQLITE_OK);
        raw.sqlite3_backup_finish(backup);
        target.Check(code, $"copying {from} to {to}");
        source.Execute("ROLLBACK");
    }

    private static void RefuseExisting(string path)
    {
        if (File.Exists(path))
        {
            throw new JournalException(new JournalError(
                JournalErrorCodes.Exists,
                $"{path} exists and is not overwritten: name another file, or move this one away"));
        }
    }

    private static void Remove(string partial)
    {
        File.Delete(partial);
        File.Delete(partial + "-journal");
        File.Delete(partial + "-wal");
        File.Delete(partial + "-shm");
    }
}

using Vim.Persistence;
using Vim.Persistence.Sql.Sqlite;

namespace Vim.Server.Hosting;

/// <summary>
/// Puts a backup in place of a journal that is closed. The journal is moved aside, never deleted; where the backup
/// cannot be put there it is moved back, so that the member serves again in any case.
/// </summary>
internal static class StoreExchange
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>The restoration as it went. Blocks.</summary>
    public static Restoration Run(Restoration restoration, FileInfo journal)
    {
        try
        {
            Move(journal.FullName, restoration.Kept.FullName);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Move(restoration.Kept.FullName, journal.FullName);
            return restoration with { Problem = $"the store could not be moved away: {problem.Message}" };
        }

        try
        {
            SqliteBackup.Restore(restoration.Backup.FullName, journal.FullName, CancellationToken.None);
            return restoration;
        }
        catch (Exception problem) when (problem is JournalException or IOException or UnauthorizedAccessException)
        {
            Move(restoration.Kept.FullName, journal.FullName);
            return restoration with { Problem = problem.Message };
        }
    }

    private static void Move(string from, string to)
    {
        foreach (var suffix in Suffixes)
        {
            if (File.Exists(from + suffix))
            {
                File.Move(from + suffix, to + suffix, overwrite: false);
            }
        }
    }
}

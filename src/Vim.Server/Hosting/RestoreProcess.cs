using Vim.Persistence;
using Vim.Persistence.Sql.Sqlite;
using Vim.Server.Options;

namespace Vim.Server.Hosting;

/// <summary>Makes a journal from a backup while <c>vimd</c> is stopped. Nothing that exists is overwritten.</summary>
internal static class RestoreProcess
{
    public static async Task<int> RunAsync(FileInfo backup, ServerOptions options, CancellationToken stop)
    {
        try
        {
            options.Data.Create();
            await Task.Run(() => SqliteBackup.Restore(backup.FullName, options.Journal.FullName, stop), stop);
            await Console.Out.WriteLineAsync($"restored {options.Journal.FullName} from {backup.FullName}");
            return ExitCodes.Ok;
        }
        catch (JournalException problem)
        {
            await Console.Error.WriteLineAsync($"vimd restore: {problem.Message}");
            return ExitCodes.Refused;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"vimd restore: {problem.Message}");
            return ExitCodes.Failed;
        }
    }
}

using System.Globalization;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Errors;
using Vim.Persistence;
using Vim.Persistence.Sql.Sqlite;
using Vim.Server.Hosting;

namespace Vim.Server.Admin;

/// <summary>
/// Takes the order to put a backup in place of the store. It is carried out once the member is down: whoever runs the
/// member waits for <see cref="Ordered"/>.
/// </summary>
/// <param name="journal">The journal's file.</param>
/// <param name="backups">Where backups are.</param>
/// <param name="time">The clock.</param>
internal sealed class StoreRestorer(FileInfo journal, BackupFolder backups, TimeProvider time)
{
    private readonly TaskCompletionSource<Restoration> _ordered =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first order.</summary>
    public Task<Restoration> Ordered => _ordered.Task;

    /// <summary>Checks the backup and orders its restoration.</summary>
    /// <exception cref="Rpc.RpcException">The backup cannot be used, or another one is ordered already.</exception>
    public async Task<Restoration> OrderAsync(string fileName, CancellationToken cancellationToken)
    {
        var backup = new FileInfo(backups.PathOf(fileName));
        if (!backup.Exists)
        {
            throw ErrorTable.Refusal(Refusals.NotFound("backup", fileName));
        }

        try
        {
            await Task.Run(() => SqliteBackup.Check(backup.FullName), cancellationToken);
        }
        catch (JournalException problem)
        {
            throw ErrorTable.Refusal(Refusals.BadField("file_name", problem.Message));
        }

        var stamp = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var restoration = new Restoration(backup, new FileInfo($"{journal.FullName}.before-{stamp}"));
        return !restoration.Kept.Exists && _ordered.TrySetResult(restoration)
            ? restoration
            : throw ErrorTable.Refusal(new VimError
            {
                Code = ErrorCodes.Overloaded,
                Message = "a restoration is under way; see how it went first",
            });
    }
}

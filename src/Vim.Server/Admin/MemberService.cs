using System.Security.Cryptography;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Vim.Contracts.Admin.V1;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Errors;
using Vim.Persistence;
using Vim.Persistence.Sql.Sqlite;
using Vim.Rpc;
using Vim.Rpc.Server;

namespace Vim.Server.Admin;

/// <summary>
/// <c>vim.admin.v1.MemberService</c>: how the member is, backups of its running journal, and the way back.
/// </summary>
/// <param name="status">Reads the status.</param>
/// <param name="journal">The journal; null where it is in memory, which has no backup.</param>
/// <param name="backups">Where backups go.</param>
/// <param name="restorer">Takes orders to restore one.</param>
/// <param name="time">The clock.</param>
internal sealed class MemberService(
    Func<GetStatusResponse> status,
    SqliteJournalStore? journal,
    BackupFolder backups,
    StoreRestorer restorer,
    TimeProvider time)
{
    private const int PageBytes = 4096;
    private int _isUnderWay;

    public RpcService Bind() =>
        RpcService.For(AdminReflection.Descriptor.Services.Single(service => service.Name == "MemberService"))
            .Unary<GetStatusRequest, GetStatusResponse>("GetStatus", (_, _) => new(status()))
            .ServerStreaming<BackupRequest, BackupProgress>("Backup", BackupAsync)
            .Unary<RestoreRequest, RestoreResponse>("Restore", RestoreAsync)
            .Build();

    private async ValueTask<RestoreResponse> RestoreAsync(RestoreRequest request, RpcServerCall call)
    {
        if (journal is null)
        {
            throw Refuse(ErrorCodes.NotSupported, "the journal is in memory: there is nothing to restore to");
        }

        var ordered = await restorer.OrderAsync(request.FileName, call.CancellationToken);
        return new() { Restoration = MemberStatus.ToProto(ordered) };
    }

    private async ValueTask BackupAsync(BackupRequest request, IRpcWriter<BackupProgress> writer, RpcServerCall call)
    {
        if (journal is null)
        {
            throw Refuse(ErrorCodes.NotSupported, "the journal is in memory: there is nothing to back up");
        }

        var path = backups.PathOf(request.FileName);
        if (Interlocked.Exchange(ref _isUnderWay, 1) == 1)
        {
            throw Refuse(ErrorCodes.Overloaded, "a backup is under way; try again when it is done");
        }

        try
        {
            await CopyAsync(journal, path, writer, call.CancellationToken);
        }
        catch (JournalException problem)
        {
            var code = problem.Error.Code == JournalErrorCodes.Exists
                ? ErrorCodes.AlreadyExists
                : ErrorCodes.JournalUnavailable;
            throw Refuse(code, problem.Message);
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
        }
    }

    private async Task CopyAsync(
        SqliteJournalStore store, string path, IRpcWriter<BackupProgress> writer, CancellationToken cancellationToken)
    {
        var takenAt = time.GetUtcNow();

        // The copy is not held up by a slow reader of its progress: only the latest step is kept.
        var steps = Channel.CreateBounded<SqliteBackupProgress>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var copying = CopyAndCloseAsync(store, path, steps.Writer, cancellationToken);
        await foreach (var step in steps.Reader.ReadAllAsync(cancellationToken))
        {
            await writer.WriteAsync(new BackupProgress
            {
                DoneBytes = (long)step.PagesCopied * PageBytes,
                TotalBytes = (long)step.PagesTotal * PageBytes,
            });
        }

        await copying;
        await using var file = File.OpenRead(path);
        var hash = await SHA256.HashDataAsync(file, cancellationToken);
        await writer.WriteAsync(new BackupProgress
        {
            DoneBytes = file.Length,
            TotalBytes = file.Length,
            Result = new BackupResult
            {
                Path = path,
                SizeBytes = file.Length,
                Sha256 = Convert.ToHexStringLower(hash),
                TakenAt = Timestamp.FromDateTimeOffset(takenAt),
            },
        });
    }

    private static async Task CopyAndCloseAsync(
        SqliteJournalStore store,
        string path,
        ChannelWriter<SqliteBackupProgress> steps,
        CancellationToken cancellationToken)
    {
        try
        {
            await store.BackUpAsync(path, new StepWriter(steps), cancellationToken);
        }
        finally
        {
            steps.Complete();
        }
    }

    private static RpcException Refuse(string code, string message) =>
        ErrorTable.Refusal(new VimError { Code = code, Message = message });

    private sealed class StepWriter(ChannelWriter<SqliteBackupProgress> steps) : IProgress<SqliteBackupProgress>
    {
        public void Report(SqliteBackupProgress value) => steps.TryWrite(value);
    }
}

using Vim.Persistence.Sql.Sqlite;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Sqlite;

public sealed class BackupTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_backup_of_a_store_that_is_written_holds_what_was_committed_when_it_began()
    {
        var store = _fixture.Open();
        var writer = await ShardWriter.OpenAsync(store);
        await AppendAsync(writer, batches: 100);
        var before = writer.LastPosition;
        var progress = new List<SqliteBackupProgress>();
        using var stop = new CancellationTokenSource();
        var writing = WriteUntilAsync(writer, stop.Token);
        var backup = _fixture.File("backup.db");
        await store.BackUpAsync(backup, new Collector(progress), CancellationToken.None);
        await stop.CancelAsync();
        await writing;
        Assert.True(writer.LastPosition > before, "nothing was written meanwhile");

        Assert.True(progress.Count > 1, "a copy of several steps");
        Assert.Equal(progress[^1].PagesTotal, progress[^1].PagesCopied);
        Assert.Single(progress.Select(one => one.PagesTotal).Distinct());

        var restored = _fixture.File("restored.db");
        SqliteBackup.Restore(backup, restored, CancellationToken.None);
        await using var copy = SqliteJournalStore.Open(_fixture.Options with { Path = restored });
        var read = await SqliteFixture.ReadAsync(copy);
        Assert.InRange(read.Events.Count, before, writer.LastPosition);
        Assert.Equal(Enumerable.Range(1, read.Events.Count).Select(position => (long)position), read.Positions);
        var next = await ShardWriter.OpenAsync(copy);
        Assert.True(next.Epoch > writer.Epoch);
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        var store = _fixture.Open();
        var taken = _fixture.File("taken.db");
        await File.WriteAllTextAsync(taken, "somebody's");
        var refused = await Assert.ThrowsAsync<JournalException>(
            () => store.BackUpAsync(taken, progress: null, CancellationToken.None));
        Assert.Equal(JournalErrorCodes.Exists, refused.Error.Code);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(taken));

        var backup = _fixture.File("backup.db");
        await store.BackUpAsync(backup, progress: null, CancellationToken.None);
        var restore = Assert.Throws<JournalException>(
            () => SqliteBackup.Restore(backup, taken, CancellationToken.None));
        Assert.Equal(JournalErrorCodes.Exists, restore.Error.Code);
        Assert.Equal("somebody's", await File.ReadAllTextAsync(taken));
    }

    [Fact]
    public async Task A_damaged_backup_is_not_restored()
    {
        var store = _fixture.Open();
        var writer = await ShardWriter.OpenAsync(store);
        await AppendAsync(writer, batches: 50);
        var backup = _fixture.File("backup.db");
        await store.BackUpAsync(backup, progress: null, CancellationToken.None);
        var bytes = await File.ReadAllBytesAsync(backup);
        new Random(1).NextBytes(bytes.AsSpan(10 * 4_096, 4_096));
        await File.WriteAllBytesAsync(backup, bytes);
        var restored = _fixture.File("restored.db");
        var refused = Assert.Throws<JournalException>(
            () => SqliteBackup.Restore(backup, restored, CancellationToken.None));
        Assert.Equal(JournalErrorCodes.Damaged, refused.Error.Code);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(restored)!, "restored*"));
    }

    [Fact]
    public async Task A_backup_that_is_given_up_leaves_nothing_behind()
    {
        var store = _fixture.Open();
        var writer = await ShardWriter.OpenAsync(store);
        await AppendAsync(writer, batches: 100);
        using var cancel = new CancellationTokenSource();
        var backup = _fixture.File("backup.db");
        var progress = new CancelAtOnce(cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.BackUpAsync(backup, progress, cancel.Token));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(backup)!, "backup*"));
    }

    [Fact]
    public async Task A_backup_that_does_not_exist_is_named()
    {
        await Task.CompletedTask;
        var refused = Assert.Throws<JournalException>(
            () => SqliteBackup.Restore(_fixture.File("nothing.db"), _fixture.Path, CancellationToken.None));
        Assert.Contains("nothing.db", refused.Message, StringComparison.Ordinal);
    }

    private static async Task AppendAsync(ShardWriter writer, int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            var events = Enumerable.Range(0, 200).Select(n => writer.Event($"k{n}", new string('x', 300))).ToArray();
            Assert.Equal(JournalStatus.Committed, (await writer.AppendAsync(events)).Status);
        }
    }

    private static async Task WriteUntilAsync(ShardWriter writer, CancellationToken stop)
    {
        do
        {
            await AppendAsync(writer, batches: 1);
        }
        while (!stop.IsCancellationRequested);
    }

    private sealed class Collector(List<SqliteBackupProgress> seen) : IProgress<SqliteBackupProgress>
    {
        public void Report(SqliteBackupProgress value) => seen.Add(value);
    }

    private sealed class CancelAtOnce(CancellationTokenSource cancel) : IProgress<SqliteBackupProgress>
    {
        public void Report(SqliteBackupProgress value) => cancel.Cancel();
    }
}

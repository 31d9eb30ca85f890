using System.Diagnostics;
using SQLitePCL;
using Vim.Persistence.Sql.Sqlite;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Sqlite;

public sealed class FaultTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task At_the_size_limit_appends_fail_and_what_was_acknowledged_stays()
    {
        _fixture.Options = _fixture.Options with { MaxPages = 60 };
        var store = _fixture.Open();
        var acknowledged = await FillAsync(store);
        Assert.Equal(acknowledged, (await SqliteFixture.ReadAsync(store)).Events.Count);
        await _fixture.CloseAsync();

        _fixture.Options = _fixture.Options with { MaxPages = null };
        store = _fixture.Open();
        var writer = await ShardWriter.OpenAsync(store);
        Assert.Equal(acknowledged, writer.LastPosition);
        Assert.Equal(JournalStatus.Committed, (await writer.AppendAsync(writer.Event("later"))).Status);
    }

    [Fact]
    public async Task On_a_full_disk_appends_fail_what_was_acknowledged_stays_and_room_lets_it_go_on()
    {
        var mount = _fixture.File("small-disk");
        Directory.CreateDirectory(mount);
        if (Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mount) != 0)
        {
            Assert.Skip("a small file system cannot be mounted here: needs root and tmpfs");
        }
        try
        {
            var filler = Path.Combine(mount, "filler");
            await File.WriteAllBytesAsync(filler, new byte[2 << 20]);
            _fixture.Options = _fixture.Options with { Path = Path.Combine(mount, "journal.db") };
            var store = _fixture.Open();
            var acknowledged = await FillAsync(store);
            Assert.Equal(acknowledged, (await SqliteFixture.ReadAsync(store)).Events.Count);

            File.Delete(filler);
            var writer = await ShardWriter.OpenAsync(store);
            Assert.Equal(acknowledged, writer.LastPosition);
            Assert.Equal(JournalStatus.Committed, (await writer.AppendAsync(writer.Event("later"))).Status);
            Assert.Equal(acknowledged + 1, (await SqliteFixture.ReadAsync(store)).Events.Count);
            await _fixture.CloseAsync();
        }
        finally
        {
            await _fixture.CloseAsync();
            Assert.Equal(0, Run("umount", mount));
        }
    }

    [Fact]
    public async Task A_lock_of_another_program_fails_the_append_after_the_time_limit_and_not_for_ever()
    {
        _fixture.Options = _fixture.Options with { LockTimeout = TimeSpan.FromMilliseconds(50) };
        var store = _fixture.Open();
        var writer = await ShardWriter.OpenAsync(store);
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(_fixture.Path, out var other));
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other, "BEGIN IMMEDIATE"));
        var refused = await writer.AppendAtAsync(1, [writer.Event("a")], []);
        Assert.Equal(JournalStatus.Failed, refused.Status);
        Assert.Equal(JournalErrorCodes.Locked, refused.Error!.Code);
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other, "ROLLBACK"));
        raw.sqlite3_close_v2(other);
        Assert.Equal(JournalStatus.Committed, (await writer.AppendAtAsync(1, [writer.Event("b")], [])).Status);
    }

    [Fact]
    public async Task A_payload_over_the_limit_fails_alone()
    {
        _fixture.Options = _fixture.Options with { MaxPayloadBytes = 100 };
        var writer = await ShardWriter.OpenAsync(_fixture.Open());
        var outcome = await writer.AppendAtAsync(1, [writer.Event("a", new string('x', 101))], []);
        Assert.Equal(JournalErrorCodes.TooLarge, outcome.Error!.Code);
        Assert.Equal(JournalStatus.Committed, (
            await writer.AppendAtAsync(1, [writer.Event("b", new string('x', 100))], [])).Status);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        _fixture.Options = _fixture.Options with { MaxQueuedBytes = 1_000, LockTimeout = TimeSpan.FromSeconds(20) };
        var store = _fixture.Open();
        var writer = await ShardWriter.OpenAsync(store);
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(_fixture.Path, out var other));
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other, "BEGIN IMMEDIATE"));
        // The writer takes the first and stands before the lock; of the others, only the first two fit into the queue
        // at most.
        var appends = Enumerable.Range(0, 5).Select(
            _ => writer.AppendAsync(writer.Event("a", new string('x', 600)))).ToList();
        var refused = await await Task.WhenAny(appends).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(JournalErrorCodes.Overloaded, refused.Error!.Code);
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(other, "ROLLBACK"));
        raw.sqlite3_close_v2(other);
        Assert.Equal(JournalStatus.Committed, (await appends[0]).Status);
    }

    [Fact]
    public async Task A_log_that_is_written_back_all_the_time_loses_nothing()
    {
        _fixture.Options = _fixture.Options with { CheckpointBytes = 1, MaxLogBytes = 200_000 };
        var store = _fixture.Open();
        var writer = await ShardWriter.OpenAsync(store);
        var appends = new List<Task<JournalOutcome>>();
        for (var i = 0; i < 200; i++)
        {
            appends.Add(writer.AppendAsync(
                [.. Enumerable.Range(0, 20).Select(n => writer.Event($"k{n}", new string('x', 300)))]));
            if (i % 10 == 0)
            {
                await appends[^1];
            }
        }
        Assert.All(await Task.WhenAll(appends), outcome => Assert.Equal(JournalStatus.Committed, outcome.Status));
        Assert.Equal(4_000, (await SqliteFixture.ReadAsync(store)).Events.Count);
        Assert.InRange(new FileInfo(_fixture.Path + "-wal").Length, 1, 4 << 20);
    }

    [Fact]
    public async Task Closing_while_the_log_is_written_back_ends()
    {
        _fixture.Options = _fixture.Options with { CheckpointBytes = 1 };
        for (var round = 0; round < 20; round++)
        {
            var writer = await ShardWriter.OpenAsync(_fixture.Open(), $"zone-{round}");
            var outcome = await writer.AppendAsync(
                [.. Enumerable.Range(0, 500).Select(n => writer.Event("a", new string('x', 300)))]);
            Assert.Equal(JournalStatus.Committed, outcome.Status);
            await _fixture.CloseAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    private static async Task<int> FillAsync(SqliteJournalStore store)
    {
        var writer = await ShardWriter.OpenAsync(store);
        for (var acknowledged = 0; acknowledged < 10_000; acknowledged++)
        {
            var outcome = await writer.AppendAsync(writer.Event("a", new string('x', 3_000)));
            if (outcome.Status != JournalStatus.Committed)
            {
                Assert.Equal(JournalStatus.Failed, outcome.Status);
                Assert.Equal(JournalErrorCodes.DiskFull, outcome.Error!.Code);
                Assert.True(acknowledged > 5, "the store was full before anything happened");
                return acknowledged;
            }
        }
        throw new InvalidOperationException("the store was never full");
    }

    private static int Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.WaitForExit(TimeSpan.FromSeconds(20));
        return process.ExitCode;
    }
}

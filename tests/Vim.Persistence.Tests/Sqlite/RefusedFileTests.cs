using System.Buffers.Binary;
using SQLitePCL;
using Vim.Persistence.Sql.Sqlite;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Sqlite;

/// <summary>Files that are no whole journal of this format: refused with a clear error, and not one byte of them is
/// changed.</summary>
public sealed class RefusedFileTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    public async ValueTask InitializeAsync()
    {
        var writer = await ShardWriter.OpenAsync(_fixture.Open());
        for (var i = 0; i < 20; i++)
        {
            await writer.AppendAsync(
                [.. Enumerable.Range(0, 20).Select(n => writer.Event($"k{n}", new string('x', 400)))]);
        }
        await _fixture.CloseAsync();
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public Task A_file_of_something_else() =>
        AssertRefused(JournalErrorCodes.Damaged, _ => [.. Enumerable.Range(0, 5_000).Select(i => (byte)i)]);

    [Fact]
    public Task An_empty_file() => AssertRefused(JournalErrorCodes.Damaged, _ => []);

    [Fact]
    public Task A_file_that_ends_in_its_header() => AssertRefused(JournalErrorCodes.Damaged, bytes => bytes[..60]);

    [Fact]
    public Task A_file_whose_end_is_missing() => AssertRefused(
        JournalErrorCodes.Damaged, bytes => bytes[..(bytes.Length - 4_096)]);

    [Fact]
    public Task A_file_that_ends_inside_a_page() => AssertRefused(
        JournalErrorCodes.Damaged, bytes => bytes[..(bytes.Length - 1)]);

    [Fact]
    public Task A_file_with_garbage_inside() => AssertRefused(JournalErrorCodes.Damaged, bytes =>
    {
        new Random(3).NextBytes(bytes.AsSpan(5 * 4_096, 4 * 4_096));
        return bytes;
    });

    [Fact]
    public Task A_file_of_a_newer_format() => AssertRefused(JournalErrorCodes.NewerFormat, bytes =>
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(60), 2);
        return bytes;
    });

    [Fact]
    public Task An_SQLite_file_of_another_program() => AssertRefused(JournalErrorCodes.Damaged, _ =>
    {
        var other = _fixture.File("other.db");
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(other, out var db));
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(db, "CREATE TABLE t (x); INSERT INTO t VALUES (1)"));
        raw.sqlite3_close_v2(db);
        return File.ReadAllBytes(other);
    });

    [Fact]
    public async Task Damage_with_a_log_beside_leaves_both_as_they_are()
    {
        var writer = await ShardWriter.OpenAsync(_fixture.Open());
        await writer.AppendAsync(writer.Event("new"));
        var path = _fixture.CopyAsCrashed("with-log.db");
        var bytes = await File.ReadAllBytesAsync(path);
        new Random(3).NextBytes(bytes.AsSpan(5 * 4_096, 4 * 4_096));
        await File.WriteAllBytesAsync(path, bytes);
        var log = await File.ReadAllBytesAsync(path + "-wal");
        AssertOpenRefused(path, JournalErrorCodes.Damaged);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
        Assert.Equal(log, await File.ReadAllBytesAsync(path + "-wal"));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named()
    {
        var path = _fixture.File(Path.Combine("nowhere", "journal.db"));
        AssertOpenRefused(path, JournalErrorCodes.InputOutput);
    }

    [Fact]
    public void A_file_in_use_is_refused_and_free_again_after_closing()
    {
        _fixture.Open();
        AssertOpenRefused(_fixture.Path, JournalErrorCodes.InUse);
    }

    private async Task AssertRefused(string code, Func<byte[], byte[]> damage)
    {
        var path = _fixture.File("refused.db");
        var bytes = damage(await File.ReadAllBytesAsync(_fixture.Path));
        await File.WriteAllBytesAsync(path, bytes);
        AssertOpenRefused(path, code);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
        // The refusal holds no lock: the next attempt gives the same answer.
        AssertOpenRefused(path, code);
    }

    private void AssertOpenRefused(string path, string code)
    {
        var refused = Assert.Throws<JournalException>(
            () => SqliteJournalStore.Open(_fixture.Options with { Path = path }));
        Assert.Equal(code, refused.Error.Code);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }
}

using System.Text;
using Vim.Persistence.Sql.Sqlite;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Sqlite;

/// <summary>A write-ahead log that ends anywhere, or is garbage from somewhere: what was committed before stays,
/// nothing else appears.</summary>
public sealed class TornLogTests : IAsyncLifetime
{
    private const int Batches = 30;
    private readonly SqliteFixture _fixture = new();
    private string _crashed = "";
    private byte[] _log = [];

    public async ValueTask InitializeAsync()
    {
        var store = _fixture.Open();
        var writer = await ShardWriter.OpenAsync(store);
        for (var i = 1; i <= Batches; i++)
        {
            var outcome = await writer.AppendAsync(writer.Event("a", Text(i, 1)), writer.Event("b", Text(i, 2)));
            Assert.Equal(JournalStatus.Committed, outcome.Status);
        }
        _crashed = _fixture.CopyAsCrashed("crashed.db");
        _log = await File.ReadAllBytesAsync(_crashed + "-wal");
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_whole_log_gives_everything()
    {
        Assert.Equal(2 * Batches, await ReadPrefixAsync(_log, "whole"));
    }

    [Fact]
    public async Task Cut_at_any_byte_the_committed_prefix_remains()
    {
        var random = new Random(20);
        var lengths = new SortedSet<int>();
        for (var i = 0; i < 25; i++)
        {
            lengths.Add(random.Next(_log.Length));
        }
        var counts = new List<int>();
        foreach (var length in lengths)
        {
            counts.Add(await ReadPrefixAsync(_log[..length], $"cut-{length}"));
        }
        Assert.Equal(counts.Order(), counts);
        Assert.True(counts.Distinct().Count() > 5, "the cuts hit too few places to show anything");
    }

    [Fact]
    public async Task Garbage_from_any_byte_on_is_not_believed()
    {
        var random = new Random(21);
        for (var i = 0; i < 15; i++)
        {
            var torn = _log.ToArray();
            random.NextBytes(torn.AsSpan(random.Next(32, torn.Length)));
            await ReadPrefixAsync(torn, $"garbage-{i}");
        }
    }

    [Fact]
    public async Task A_torn_journal_can_be_written_again()
    {
        var path = Write(_log[..(_log.Length - 100)], "again");
        await using var store = SqliteJournalStore.Open(_fixture.Options with { Path = path });
        var writer = await ShardWriter.OpenAsync(store);
        Assert.Equal(2 * (Batches - 1), writer.LastPosition);
        var next = writer.Event("new");
        Assert.Equal(JournalStatus.Committed, (await writer.AppendAsync(next)).Status);
    }

    private static string Text(int batch, int part) => $"{batch}/{part} " + new string((char)('a' + (batch % 26)), 300);

    private async Task<int> ReadPrefixAsync(byte[] log, string name)
    {
        var path = Write(log, name);
        await using var store = SqliteJournalStore.Open(_fixture.Options with { Path = path });
        var read = await SqliteFixture.ReadAsync(store);
        Assert.Equal(0, read.Events.Count % 2);
        for (var i = 0; i < read.Events.Count; i++)
        {
            Assert.Equal(i + 1, read.Events[i].Header.Position);
            Assert.Equal(Text((i / 2) + 1, (i % 2) + 1), Encoding.UTF8.GetString(read.Events[i].Payload));
        }
        return read.Events.Count;
    }

    private string Write(byte[] log, string name)
    {
        var path = _fixture.File($"{name}.db");
        File.Copy(_crashed, path);
        File.WriteAllBytes(path + "-wal", log);
        return path;
    }
}

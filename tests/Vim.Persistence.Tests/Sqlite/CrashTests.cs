using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vim.Persistence.Sql.Sqlite;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Sqlite;

/// <summary>
/// A process of its own appends as fast as it can and notes what was acknowledged; it is killed; everything
/// acknowledged must be there.
/// </summary>
public sealed class CrashTests
{
    private const int Rounds = 5;
    private const int Shards = 3;
    private const string PathVariable = "VIM_TEST_CRASH_JOURNAL";

    [Fact]
    public async Task Everything_acknowledged_is_there_after_a_kill_round_after_round()
    {
        await using var fixture = new SqliteFixture();
        var random = new Random(99);
        var acknowledgedBefore = new long[Shards];
        for (var round = 0; round < Rounds; round++)
        {
            var notes = fixture.File("notes");
            using var child = StartChild(fixture.Path);
            await WaitForNotesAsync(notes, child, atLeast: 20 + random.Next(200));
            // While the child lives the journal is its own.
            var refused = Assert.Throws<JournalException>(fixture.Open);
            Assert.Equal(JournalErrorCodes.InUse, refused.Error.Code);
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));

            var acknowledged = ReadNotes(notes);
            File.Delete(notes);
            var store = fixture.Open();
            for (var shard = 0; shard < Shards; shard++)
            {
                var read = await SqliteFixture.ReadAsync(store, $"zone-{shard}");
                Assert.Equal(Enumerable.Range(1, read.Events.Count).Select(position => (long)position), read.Positions);
                Assert.All(read.Events, one => Assert.Equal(
                    TextOf(one.Header.Position), Encoding.UTF8.GetString(one.Payload)));
                Assert.True(read.Events.Count >= acknowledged[shard],
                    $"{acknowledged[shard]} acknowledged, {read.Events.Count} there");
                Assert.True(acknowledged[shard] > acknowledgedBefore[shard], "nothing was acknowledged in this round");
                acknowledgedBefore[shard] = acknowledged[shard];
            }
            await fixture.CloseAsync();
        }
    }

    /// <summary>The child's part: runs only when the test above starts it.</summary>
    [Fact(Explicit = true)]
    public async Task Child_appends_until_it_is_killed()
    {
        var path = Environment.GetEnvironmentVariable(PathVariable);
        Assert.NotNull(path);
        var store = SqliteJournalStore.Open(new SqliteJournalOptions { Path = path });
        await using var notes = new FileStream(
            System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, "notes"), FileMode.Create, FileAccess.Write,
                FileShare.Read);
        await Task.WhenAll(Enumerable.Range(0, Shards).Select(shard => AppendForEverAsync(store, shard, notes)));
    }

    private static async Task AppendForEverAsync(SqliteJournalStore store, int shard, FileStream notes)
    {
        var writer = await ShardWriter.OpenAsync(store, $"zone-{shard}");
        var life = Guid.NewGuid();
        var until = Stopwatch.StartNew();
        // If the parent dies, so does this.
        while (until.Elapsed < TimeSpan.FromMinutes(2))
        {
            var first = writer.LastPosition + 1;
            var events = Enumerable.Range(0, 1 + (int)(first % 7))
                .Select(i => writer.Event($"{life}-{i % 3}", TextOf(first + i)))
                .ToArray();
            var outcome = await writer.AppendAsync(events);
            Assert.Equal(JournalStatus.Committed, outcome.Status);
            Note(notes, shard, writer.LastPosition);
        }
    }

    private static void Note(FileStream notes, int shard, long position)
    {
        var note = new byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(note, shard);
        BinaryPrimitives.WriteInt64LittleEndian(note.AsSpan(4), position);
        lock (notes)
        {
            notes.Write(note);
            notes.Flush();
        }
    }

    private static long[] ReadNotes(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var last = new long[Shards];
        for (var at = 0; at + 12 <= bytes.Length; at += 12)
        {
            last[BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at))] = BinaryPrimitives.ReadInt64LittleEndian(
                bytes.AsSpan(at + 4));
        }
        return last;
    }

    private static string TextOf(long position) =>
        string.Create(CultureInfo.InvariantCulture, $"event {position} ") + new string('p', (int)(position % 500));

    private static Process StartChild(string path)
    {
        var assembly = typeof(CrashTests).Assembly.Location;
        var method = $"{typeof(CrashTests).FullName}.{nameof(Child_appends_until_it_is_killed)}";
        var start = new ProcessStartInfo("dotnet", ["exec", assembly, "-explicit", "only", "-method", method])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[PathVariable] = path;
        var child = Process.Start(start)!;
        child.OutputDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        return child;
    }

    private static async Task WaitForNotesAsync(string notes, Process child, int atLeast)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await timer.WaitForNextTickAsync(limit.Token))
        {
            Assert.False(child.HasExited, "the child ended by itself");
            if (File.Exists(notes) && new FileInfo(notes).Length >= 12L * atLeast && ReadNotes(notes).All(
                position => position > 0))
            {
                return;
            }
        }
    }
}

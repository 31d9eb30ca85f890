using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Persistence;
using Vim.Persistence.Sql.Sqlite;

namespace Vim.Benchmarks.Journal;

/// <summary>
/// The SQLite journal with synchronised commits: one shard that waits for each append, and many shards whose appends
/// gather into
/// one commit; rows of 200 bytes in groups of 1, 10, 100 and 1,000; then the replay of what was written.
/// </summary>
internal sealed class JournalBenchmark : IBenchmark
{
    private const int ManyShards = 16;
    private static readonly int[] s_groupSizes = [1, 10, 100, 1_000];

    public async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        var each = duration / (2 * s_groupSizes.Length);
        foreach (var group in s_groupSizes)
        {
            await MeasureAsync(figures, shards: 1, appendsInFlight: 1, group, each);
            await MeasureAsync(figures, ManyShards, appendsInFlight: 2, group, each);
        }
        return figures;
    }

    private static async Task MeasureAsync(
        List<Figure> figures, int shards, int appendsInFlight, int group, TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("vim-bench-journal-");
        try
        {
            var path = Path.Combine(folder.FullName, "journal.db");
            await using var store = SqliteJournalStore.Open(new SqliteJournalOptions { Path = path });
            var writers = new List<JournalLoad>();
            for (var shard = 0; shard < shards; shard++)
            {
                writers.Add(await JournalLoad.OpenAsync(store, $"zone-{shard}", group));
            }
            await RunAsync(writers, appendsInFlight, duration / 5);
            writers.ForEach(writer => writer.Latencies.Clear());
            var started = Stopwatch.GetTimestamp();
            var processorBefore = Environment.CpuUsage.TotalTime;
            await RunAsync(writers, appendsInFlight, duration);
            var elapsed = Stopwatch.GetElapsedTime(started);
            var processor = Environment.CpuUsage.TotalTime - processorBefore;
            Report(figures, writers, shards, group, elapsed, processor);
            if (shards > 1 && group == s_groupSizes[^1])
            {
                figures.Add(await ReplayAsync(store, shards));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task RunAsync(List<JournalLoad> writers, int appendsInFlight, TimeSpan duration)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return Task.WhenAll(writers.Select(writer => Task.Run(() => writer.AppendUntilAsync(end, appendsInFlight))));
    }

    private static void Report(
        List<Figure> figures, List<JournalLoad> writers, int shards, int group, TimeSpan elapsed, TimeSpan processor)
    {
        var latencies = writers.SelectMany(writer => writer.Latencies).Order().ToArray();
        var rows = (double)latencies.Length * group;
        var what = $"{shards} shard{(shards == 1 ? "" : "s")} x {group}";
        figures.Add(Figure.Of($"{what}: rows", "rows/s", rows / elapsed.TotalSeconds));
        figures.Add(Figure.Of($"{what}: appends", "appends/s", latencies.Length / elapsed.TotalSeconds));
        figures.Add(Figure.Of($"{what}: latency p50", "ms", latencies[(latencies.Length - 1) / 2]));
        figures.Add(Figure.Of($"{what}: latency p99", "ms", latencies[(int)((latencies.Length - 1) * 0.99)]));
        // On a machine that others use too, this is the figure that says what the code costs.
        figures.Add(Figure.Of($"{what}: processor time", "us/row", processor.TotalMicroseconds / rows));
    }

    private static async Task<Figure> ReplayAsync(SqliteJournalStore store, int shards)
    {
        var started = Stopwatch.GetTimestamp();
        var events = 0L;
        for (var shard = 0; shard < shards; shard++)
        {
            var reader = new CountingReader();
            store.ReplayShard($"zone-{shard}", reader);
            events += await reader.Completed;
        }
        return Figure.Of("replay of shards, one after the other", "events/s", events / Stopwatch.GetElapsedTime(
            started).TotalSeconds);
    }

    private sealed class CountingReader : IJournalReader
    {
        private readonly TaskCompletionSource<long> _completed = new(
            TaskCreationOptions.RunContinuationsAsynchronously);
        private long _events;

        public Task<long> Completed => _completed.Task;

        public void OnSnapshot(in SnapshotHeader header, ReadOnlySpan<byte> payload)
        {
        }

        public void OnEvent(in EventHeader header, ReadOnlySpan<byte> payload) => _events++;

        public void OnCompleted(JournalError? error)
        {
            if (error is null)
            {
                _completed.SetResult(_events);
            }
            else
            {
                _completed.SetException(new JournalException(error));
            }
        }
    }
}

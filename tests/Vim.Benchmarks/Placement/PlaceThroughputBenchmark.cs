using System.Diagnostics;
using Vim.Benchmarks.Running;

namespace Vim.Benchmarks.Placement;

/// <summary>
/// Placements booked in a second on one core, each with the release of the oldest claim, in zones that are half full;
/// and what the ledger of such a zone takes of memory.
/// </summary>
internal sealed class PlaceThroughputBenchmark : IBenchmark
{
    private const int Batch = 1_000;

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        foreach (var hosts in new[] { 1_000, 10_000, 100_000 })
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var zone = new BenchmarkZone(hosts);
            zone.Fill(50);
            var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
            var samples = new List<double>();
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < duration / 3 || samples.Count < 20)
            {
                var from = Stopwatch.GetTimestamp();
                for (var turn = 0; turn < Batch; turn++)
                {
                    zone.Turn();
                }

                samples.Add(Batch / Stopwatch.GetElapsedTime(from).TotalSeconds);
            }

            figures.Add(new($"{hosts} hosts: placed and released", "1/s", samples));
            figures.Add(Figure.Of($"{hosts} hosts, {zone.ClaimCount} claims: ledger", "MiB", memory / 1048576.0));
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }
}

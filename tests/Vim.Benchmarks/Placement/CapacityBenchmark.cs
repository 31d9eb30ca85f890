using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Placement;

/// <summary>How long it takes to count exactly how many more forwarding planes fit a zone of 10,000 hosts.</summary>
internal sealed class CapacityBenchmark : IBenchmark
{
    private const int Hosts = 10_000;

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        int[] fills = [0, 50, 95];
        foreach (var percent in fills)
        {
            var zone = new BenchmarkZone(Hosts);
            zone.Fill(percent);
            var router = BenchmarkHosts.Request(0) with { Compute = new("counted") };
            var samples = new List<double>();
            var count = 0;
            var start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(start) < duration / fills.Length || samples.Count < 10)
            {
                var from = Stopwatch.GetTimestamp();
                count = zone.Placer.CountMore(zone.Ledger, router, PlacementPolicy.Pack, int.MaxValue);
                samples.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            figures.Add(new($"{Hosts} hosts, {percent} % full", "ms", samples));
            figures.Add(Figure.Of($"{Hosts} hosts, {percent} % full: counted", "computes", count));
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }
}

using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Placement;

/// <summary>
/// The time of one placement decision and what it allocates, on zones of hosts of 2 to 8 NUMA nodes that are
/// empty to nearly full, under a mix of requests with full EPA. "Decision" is the choice of a host; "whole" is the
/// choice and the placement written down. Each is timed on every other turn, cold: between two the placement of the
/// turn is booked and the oldest claim released, so that the zone stays as full as it was.
/// </summary>
/// <param name="policy">Places all of them.</param>
/// <param name="sizes">Hosts of a zone.</param>
/// <param name="fills">How full zones are, %.</param>
internal sealed class PlaceLatencyBenchmark(PlacementPolicy policy, int[] sizes, int[] fills) : IBenchmark
{
    private const int Warmup = 10_000;

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        var zones = sizes.SelectMany(hosts => fills.Select(percent => (Hosts: hosts, Percent: percent))).ToList();
        foreach (var (hosts, percent) in zones)
        {
            var zone = new BenchmarkZone(hosts, policy);
            zone.Fill(percent);
            figures.AddRange(Measure(zone, $"{hosts} hosts, {percent} % full", duration / zones.Count));
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static IEnumerable<Figure> Measure(BenchmarkZone zone, string name, TimeSpan duration)
    {
        for (var index = 0; index < Warmup; index++)
        {
            zone.Choose(out _);
            zone.Turn();
        }

        var decisions = new Samples();
        var wholes = new Samples();
        var refused = 0;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration || decisions.Count < 1_000)
        {
            decisions.Add(zone.Choose(out var bytes), bytes);
            zone.Turn();
            wholes.Add(zone.Find(out bytes), bytes);
            zone.Turn();

            // One turn more, so that both meet every flavour.
            zone.Turn();
            refused += zone.LastFitted ? 0 : 1;
        }

        return
        [
            .. decisions.Figures($"{name}: decision"),
            .. wholes.Figures($"{name}: whole"),
            Figure.Of($"{name}: refused", "%", refused * 100.0 / wholes.Count),
        ];
    }

    private sealed class Samples
    {
        private readonly List<double> _times = new(1 << 20);
        private long _bytes;

        public int Count => _times.Count;

        public void Add(long ticks, long bytes)
        {
            _times.Add(ticks * 1e6 / Stopwatch.Frequency);
            _bytes += bytes;
        }

        public IEnumerable<Figure> Figures(string name)
        {
            _times.Sort();
            yield return Figure.Of($"{name} p50", "us", _times[_times.Count / 2]);
            yield return Figure.Of($"{name} p99", "us", _times[_times.Count * 99 / 100]);
            yield return Figure.Of($"{name} p99.9", "us", _times[(int)(_times.Count * 0.999)]);
            yield return Figure.Of($"{name} max", "us", _times[^1]);
            yield return Figure.Of($"{name} allocated", "bytes", (double)_bytes / _times.Count);
        }
    }
}

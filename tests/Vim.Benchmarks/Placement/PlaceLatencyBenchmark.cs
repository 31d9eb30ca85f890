using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Placement;

/// <summary>
/// The time of one placement decision and what it allocates, on zones of dual-socket hosts (2 NUMA nodes, 80 CPUs)
/// that are empty, half full and 95 % full, under a mix of requests with full EPA. After each decision the placement is
/// booked and the oldest claim released, so that the zone stays as full as it was. One host by itself shows the fit
/// without the search for a host.
/// </summary>
internal sealed class PlaceLatencyBenchmark : IBenchmark
{
    private const int Warmup = 2_000;

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        (int Hosts, int Percent)[] zones =
            [(1, 0), (1_000, 0), (1_000, 50), (1_000, 95), (10_000, 0), (10_000, 50), (10_000, 95)];
        foreach (var (hosts, percent) in zones)
        {
            var zone = new Zone(hosts);
            zone.Fill(percent);
            figures.AddRange(Measure(zone, $"{hosts} hosts, {percent} % full", duration / zones.Length));
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static IEnumerable<Figure> Measure(Zone zone, string name, TimeSpan duration)
    {
        for (var index = 0; index < Warmup; index++)
        {
            zone.Turn(out _);
        }

        var times = new List<double>();
        var refused = 0;
        var allocated = 0L;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration || times.Count < 1_000)
        {
            times.Add(zone.Turn(out var bytes) * 1e6 / Stopwatch.Frequency);
            allocated += bytes;
            refused += zone.LastFitted ? 0 : 1;
        }

        times.Sort();
        yield return Figure.Of($"{name}: decision p50", "us", times[times.Count / 2]);
        yield return Figure.Of($"{name}: decision p99", "us", times[times.Count * 99 / 100]);
        yield return Figure.Of($"{name}: decision p99.9", "us", times[(int)(times.Count * 0.999)]);
        yield return Figure.Of($"{name}: decision max", "us", times[^1]);
        yield return Figure.Of($"{name}: allocated per decision", "bytes", (double)allocated / times.Count);
        yield return Figure.Of($"{name}: refused", "%", refused * 100.0 / times.Count);
    }

    private sealed class Zone
    {
        private readonly ZoneLedger _ledger = new(BenchmarkHosts.Zone);
        private readonly Placer _placer = new();
        private readonly Queue<ComputeId> _claims = new();
        private int _next;

        public Zone(int hosts)
        {
            for (var index = 0; index < hosts; index++)
            {
                _ledger.PutHost(BenchmarkHosts.DualSocket($"host-{index:d6}"), HostAvailability.Enabled);
            }
        }

        public bool LastFitted { get; private set; }

        /// <summary>Places until so much of the dedicated CPUs is claimed, or four requests in a row do not fit.</summary>
        public void Fill(int percent)
        {
            var target = _ledger.Capacity().DedicatedCpus.Total * percent / 100;
            var claimed = 0L;
            for (var misses = 0; claimed < target && misses < 4;)
            {
                var request = BenchmarkHosts.Request(_next++);
                if (_placer.Find(_ledger, request, PlacementPolicy.Pack) is { } placement)
                {
                    _ledger.Apply(request.Compute, placement, []);
                    _claims.Enqueue(request.Compute);
                    claimed += placement.ClaimedCpus.Count;
                    misses = 0;
                }
                else
                {
                    misses++;
                }
            }
        }

        /// <summary>Decides once; ticks and bytes are those of the decision alone.</summary>
        public long Turn(out long bytes)
        {
            var request = BenchmarkHosts.Request(_next++);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            var placement = _placer.Find(_ledger, request, PlacementPolicy.Pack);
            var ticks = Stopwatch.GetTimestamp() - start;
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            LastFitted = placement is not null;
            if (placement is not null)
            {
                _ledger.Apply(request.Compute, placement, []);
                _claims.Enqueue(request.Compute);
            }

            if (_claims.Count > 0)
            {
                _ledger.Release(_claims.Dequeue());
            }

            return ticks;
        }
    }
}

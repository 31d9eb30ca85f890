using System.Diagnostics;
using Vim.Benchmarks.Running;

namespace Vim.Benchmarks.Placement;

/// <summary>
/// What a decision costs as a zone grows: the mean time of a decision and of a whole turn (decided, written down,
/// booked, and the oldest claim released) in zones that are half full, each doubling of hosts by itself; and how much
/// dearer each becomes for ten times as many hosts, by the slope of the logarithms of the quickest batches (a scan of
/// all hosts: 10; the same at any size: 1).
/// </summary>
internal sealed class PlaceGrowthBenchmark : IBenchmark
{
    private const int Warmup = 20_000;
    private const int Batch = 2_000;
    private const int Fewest = 500;
    private const int Doublings = 8;

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        var decisions = new List<(double Hosts, double Time)>();
        var turns = new List<(double Hosts, double Time)>();
        for (var doubling = 0; doubling < Doublings; doubling++)
        {
            var hosts = Fewest << doubling;
            var zone = new BenchmarkZone(hosts);
            zone.Fill(50);
            var (decision, turn) = Measure(zone, duration / Doublings);
            decisions.Add((hosts, decision.Min));
            turns.Add((hosts, turn.Min));
            figures.Add(decision with { Name = $"{hosts} hosts: decision" });
            figures.Add(turn with { Name = $"{hosts} hosts: turn" });
        }

        figures.Add(Figure.Of("10 times as many hosts: decision", "times as long", Growth(decisions)));
        figures.Add(Figure.Of("10 times as many hosts: turn", "times as long", Growth(turns)));
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static (Figure Decision, Figure Turn) Measure(BenchmarkZone zone, TimeSpan duration)
    {
        for (var index = 0; index < Warmup; index++)
        {
            zone.Choose(out _);
            zone.Turn();
        }

        var decisions = new List<double>();
        var turns = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration || turns.Count < 10)
        {
            var decided = 0L;
            var turned = 0L;
            for (var index = 0; index < Batch; index++)
            {
                decided += zone.Choose(out _);
                var from = Stopwatch.GetTimestamp();
                zone.Turn();
                turned += Stopwatch.GetTimestamp() - from;
            }

            decisions.Add(decided * 1e6 / Stopwatch.Frequency / Batch);
            turns.Add(turned * 1e6 / Stopwatch.Frequency / Batch);
        }

        return (new("", "us", decisions), new("", "us", turns));
    }

    /// <summary>Ten to the power of the slope of the straight line through the logarithms (least squares).</summary>
    private static double Growth(List<(double Hosts, double Time)> points)
    {
        var x = points.ConvertAll(point => Math.Log10(point.Hosts));
        var y = points.ConvertAll(point => Math.Log10(point.Time));
        var (meanX, meanY) = (x.Average(), y.Average());
        var slope = x.Zip(y).Sum(pair => (pair.First - meanX) * (pair.Second - meanY))
            / x.Sum(value => (value - meanX) * (value - meanX));
        return Math.Pow(10, slope);
    }
}

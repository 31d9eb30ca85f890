using System.Diagnostics;
using Vim.Benchmarks.Running;

namespace Vim.Benchmarks.Traces.Spane;

/// <summary>
/// How long requests of a public cloud region wait under each policy: the experiment of SPANE (INFOCOM 2025) on the
/// trace Huawei-East-1, with every guest booked in the product's ledger. It runs as long as the episodes take.
/// </summary>
internal sealed class SpaneBenchmark(TraceFolder data) : IBenchmark
{
    private const int PublishedSize = 5;
    private static readonly int[] OtherSizes = [2, 3, 4, 6, 7, 8, 9];

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var trace = SpaneTrace.Read(data);
        var figures = new List<Figure>();
        int[] given = [.. trace.Episodes.Select(episode => episode.LengthOfFive)];
        foreach (var rule in Rules())
        {
            figures.AddRange(Measure(trace, PublishedSize, given, rule));
        }

        foreach (var size in OtherSizes)
        {
            var lengths = Lengths(trace, size);
            foreach (var rule in Rules())
            {
                figures.AddRange(Measure(trace, size, lengths, rule));
            }
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static IPlacementRule[] Rules() =>
        [Baselines.FirstFit, Baselines.BalanceFit, Baselines.BestFit, .. Products.All()];

    private static int[] Lengths(SpaneTrace trace, int size) =>
    [
        .. trace.Episodes.Select(episode =>
            new SpaneEpisode(trace.Requests, new LedgerServers(size, Baselines.FirstFit)).Measure(episode.Start)),
    ];

    private static IEnumerable<Figure> Measure(SpaneTrace trace, int size, int[] lengths, IPlacementRule rule)
    {
        var waits = new List<double>();
        var ticks = 0L;
        var decisions = 0L;
        for (var index = 0; index < lengths.Length; index++)
        {
            var servers = new LedgerServers(size, rule);
            waits.Add(new SpaneEpisode(trace.Requests, servers).Run(trace.Episodes[index].Start, lengths[index]));
            ticks += servers.Zone.Ticks;
            decisions += servers.Zone.Decisions;
        }

        yield return Figure.Of($"{size} servers, {rule.Name}: waits", "s", SpaneEpisode.TrimmedMean(waits));
        yield return Figure.Of(
            $"{size} servers, {rule.Name}: decision", "us", ticks * 1e6 / Stopwatch.Frequency / decisions);
    }
}

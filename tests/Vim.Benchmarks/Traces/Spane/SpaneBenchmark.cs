using System.Diagnostics;
using Vim.Benchmarks.Running;

namespace Vim.Benchmarks.Traces.Spane;

/// <summary>
/// How long requests of a public cloud region wait under each policy: the experiment of SPANE (INFOCOM 2025) on the
/// trace Huawei-East-1, with every guest booked in the product's ledger. It runs as long as the episodes take.
/// </summary>
internal sealed class SpaneBenchmark(TraceFolder data) : IBenchmark
{
    private const int GivenSize = 5;
    private const int LearnedBefore = 3_000;
    private static readonly int[] OtherSizes = [2, 3, 4, 6, 7, 8, 9];
    private readonly SpaneFlavours _flavours = new();

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var trace = SpaneTrace.Read(data);
        var figures = new List<Figure>();
        Measure(trace, GivenSize, [.. trace.Episodes.Select(episode => episode.LengthOfFive)], figures);
        foreach (var size in OtherSizes)
        {
            Measure(trace, size, Lengths(trace, size), figures);
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private int[] Lengths(SpaneTrace trace, int size) =>
    [
        .. trace.Episodes.Select(episode =>
        {
            var servers = new LedgerServers(size, Baselines.FirstFit, _flavours);
            return new SpaneEpisode(trace.Requests, servers).Measure(episode.Start);
        }),
    ];

    private void Measure(SpaneTrace trace, int size, int[] lengths, List<Figure> figures)
    {
        foreach (var rule in (IPlacementRule[])[Baselines.FirstFit, Baselines.BalanceFit, Baselines.BestFit])
        {
            figures.AddRange(Measure(trace, size, lengths, _ => rule));
        }

        foreach (var policy in Products.Unlearned)
        {
            figures.AddRange(Measure(trace, size, lengths, _ => new PlacerRule(policy)));
        }

        figures.AddRange(Measure(trace, size, lengths, start => RuleOf(trace, start)));
    }

    /// <summary>
    /// Knows of an episode's own requests those that it has placed, and of others those that came before it.
    /// </summary>
    private LearningRule RuleOf(SpaneTrace trace, int start) =>
        new(trace.Requests.Take(start).Skip(start - LearnedBefore).Select(request => _flavours.Of(request)));

    private IEnumerable<Figure> Measure(
        SpaneTrace trace,
        int size,
        int[] lengths,
        Func<int, IPlacementRule> ruleFor)
    {
        var waits = new List<double>();
        var ticks = 0L;
        var decisions = 0L;
        var name = "";
        for (var index = 0; index < lengths.Length; index++)
        {
            var rule = ruleFor(trace.Episodes[index].Start);
            var servers = new LedgerServers(size, rule, _flavours);
            waits.Add(new SpaneEpisode(trace.Requests, servers).Run(trace.Episodes[index].Start, lengths[index]));
            ticks += servers.Zone.Ticks;
            decisions += servers.Zone.Decisions;
            name = $"{size} servers, {rule.Name}";
        }

        yield return Figure.Of($"{name}: waits", "s", SpaneEpisode.TrimmedMean(waits));
        yield return Figure.Of($"{name}: decision", "us", ticks * 1e6 / Stopwatch.Frequency / decisions);
    }
}

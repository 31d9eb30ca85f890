using Vim.Benchmarks.Running;

namespace Vim.Benchmarks.Traces.Azure;

/// <summary>
/// How few servers carry three recorded days of a public cloud (azure-v1) without a refusal under each policy, beside
/// the fewest that could by volume; and on those fewest, how full they are at the first refusal and how much of what is
/// free is of no use to a large guest. It runs as long as that takes: millions of decisions for each policy.
/// </summary>
internal sealed class AzureBenchmark(TraceFolder data) : IBenchmark
{
    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var trace = AzureTrace.Read(data);
        var least = trace.ServersByVolume();
        var figures = new List<Figure> { Figure.Of("least by volume", "hosts", least) };
        foreach (var makeRule in Rules())
        {
            var rule = makeRule();
            var replay = new AzureReplay(trace, least, rule);
            figures.Add(Figure.Of($"{rule.Name}: needed", "hosts", ServersNeeded(trace, least, makeRule)));
            replay.Run(stopAtRefusal: false);
            figures.Add(Figure.Of($"{rule.Name}, {least} hosts: refused", "guests", replay.Refused));
            figures.Add(Figure.Of(
                $"{rule.Name}, {least} hosts: utilisation at first refusal",
                "%",
                100 * (replay.UtilisationAtFirstRefusal ?? double.NaN)));
            figures.Add(Figure.Of(
                $"{rule.Name}, {least} hosts: free CPUs stranded, mean", "%", 100 * replay.MeanStranded));
            figures.Add(Figure.Of(
                $"{rule.Name}, {least} hosts: free CPUs stranded, most", "%", 100 * replay.MaxStranded));
            figures.Add(Figure.Of($"{rule.Name}, {least} hosts: decision", "us", replay.Zone.MicrosecondsPerDecision));
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    /// <summary>One that learns begins each replay anew.</summary>
    private static IEnumerable<Func<IPlacementRule>> Rules() =>
    [
        () => Baselines.FirstFit,
        () => Baselines.BestFit,
        .. Products.Unlearned.Select(policy => (Func<IPlacementRule>)(() => new PlacerRule(policy))),
        () => new LearningRule([]),
    ];

    /// <summary>
    /// The fewest servers with which it refuses nobody, by halving between the least and a quarter more.
    /// </summary>
    private static int ServersNeeded(AzureTrace trace, int least, Func<IPlacementRule> makeRule)
    {
        var (low, high) = (least, least + (least / 4));
        while (low < high)
        {
            var middle = (low + high) / 2;
            var replay = new AzureReplay(trace, middle, makeRule());
            replay.Run(stopAtRefusal: true);
            (low, high) = replay.Refused == 0 ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}

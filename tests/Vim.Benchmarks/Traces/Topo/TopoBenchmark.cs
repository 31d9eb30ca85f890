using Vim.Benchmarks.Running;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Traces.Topo;

/// <summary>
/// How many servers the requests of three data centres (huawei-topo) touch, and whether any is refused, without their
/// groups and with them; and whether any had to be (<see cref="Hindsight"/>). Every answer is checked
/// (<see cref="TopoReplay"/>). It runs as long as that takes.
/// </summary>
internal sealed class TopoBenchmark(TraceFolder data) : IBenchmark
{
    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var servers = TopoTrace.Servers(data);
        var figures = new List<Figure>();
        foreach (var name in TopoTrace.Names)
        {
            var requests = TopoTrace.Requests(data, name);
            foreach (var withGroups in new[] { false, true })
            {
                foreach (var rule in Rules())
                {
                    var replay = new TopoReplay(servers, rule, withGroups);
                    replay.Run(requests);
                    var title = $"{name}{(withGroups ? " with groups" : "")}, {rule.Name}";
                    figures.Add(Figure.Of($"{title}: touched", "hosts", replay.Zone.TouchedCount));
                    figures.Add(Figure.Of($"{title}: refused", "guests", replay.Refused));
                    figures.Add(Figure.Of($"{title}: decision", "us", replay.Zone.MicrosecondsPerDecision));
                }
            }

            var known = new TopoReplay(servers, new PlacerRule(PlacementPolicy.Power), withGroups: true);
            known.Run(Hindsight.Order(requests));
            figures.Add(Figure.Of($"{name} with groups, all known beforehand: refused", "guests", known.Refused));
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static IPlacementRule[] Rules() =>
        [Baselines.FirstFitTightNode, Baselines.BestFitByCpu, .. Products.Named(), new LearningRule([])];
}

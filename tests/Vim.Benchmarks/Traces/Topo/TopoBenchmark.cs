using Vim.Benchmarks.Running;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Repacking;

namespace Vim.Benchmarks.Traces.Topo;

/// <summary>
/// How many servers the requests of three data centres (huawei-topo) touch, and whether any is refused, without their
/// groups and with them; whether any had to be (<see cref="Hindsight"/>), and how many are left where up to eight
/// migrations make room for what fits nowhere. Every answer is checked (<see cref="TopoReplay"/>). It runs as long as
/// that takes.
/// </summary>
internal sealed class TopoBenchmark(TraceFolder data) : IBenchmark
{
    /// <summary>Eight moves a request; a search of a quarter of a second.</summary>
    private static readonly RepackingLimits Limits = new(MaxMoves: 8, MaxTries: 20_000, MaxTargets: 4);

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

            foreach (var (rule, policy) in RulesWithMigrations())
            {
                var replay = new TopoReplay(servers, rule, withGroups: true, new(policy, Limits));
                replay.Run(requests);
                var title = $"{name} with groups, {rule.Name}, room made";
                figures.Add(Figure.Of($"{title}: refused", "guests", replay.Refused));
                figures.Add(Figure.Of($"{title}: given room", "guests", replay.Rescued));
                figures.Add(Figure.Of($"{title}: moved for it", "guests", replay.Moved));
            }

            var known = new TopoReplay(servers, new PlacerRule(PlacementPolicy.Power), withGroups: true);
            known.Run(Hindsight.Order(requests));
            figures.Add(Figure.Of($"{name} with groups, all known beforehand: refused", "guests", known.Refused));
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static (IPlacementRule Rule, PlacementPolicy Policy)[] RulesWithMigrations() =>
    [
        (new PlacerRule(PlacementPolicy.Pack), PlacementPolicy.Pack),
        (new PlacerRule(PlacementPolicy.Power), PlacementPolicy.Power),
        (new LearningRule([]), PlacementPolicy.KeepRoom),
    ];

    private static IPlacementRule[] Rules() =>
        [Baselines.FirstFitTightNode, Baselines.BestFitByCpu, .. Products.Named(), new LearningRule([])];
}

using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// Judges each host of a zone by itself. All are looked at to order them; text and placements are made for those of the
/// page alone. For one thread at a time.
/// </summary>
internal sealed class Verdicts(DemandCache demands, HostRules rules, HostChoice choice, PlacementBuilder builder)
{
    private readonly List<(bool Fits, bool Fulfils, bool IsRemote, long Score, HostState Host)> _hosts = [];

    /// <summary>The verdicts of a page, in the order in which the policy's scorer takes hosts.</summary>
    public IReadOnlyList<HostVerdict> Page(
        ZoneLedger ledger,
        PlacementRequest request,
        PlacementPolicy policy,
        int skip,
        int most)
    {
        var demand = demands.Of(ledger, request.Requirements);
        rules.Take(ledger, demand, request, policy.Filters);
        var diagnosis = new HostDiagnosis(demand, request, rules, choice.Fit);
        _hosts.Clear();
        foreach (var host in ledger.Index.Hosts)
        {
            var fits = diagnosis.Find(host);
            _hosts.Add((
                fits,
                rules.Fulfils(host),
                fits && choice.LeastRemote(host, demand, policy.NodeOrder) > 0,
                fits ? policy.Scorer.Score(HostIndex.LoadOf(host, host.Row), demand.Load) : 0,
                host));
        }

        rules.HoldsWishes = rules.HasWishes && _hosts.Exists(item => item.Fits && item.Fulfils);
        var looksAhead = rules.HoldRoom(ledger, request);
        var page = _hosts
            .OrderByDescending(item => item.Fits)
            .ThenByDescending(item => item.Fits && item.Fulfils)
            .ThenBy(item => item.IsRemote)
            .ThenByDescending(item => looksAhead && item.Fits && !item.IsRemote && rules.IsRoomy(item.Host))
            .ThenBy(item => item.Score)
            .Skip(skip)
            .Take(most)
            .Select(item => Tell(item.Host, item.Score, demand, request, policy, diagnosis))
            .ToList();
        _hosts.Clear();
        return page;
    }

    private HostVerdict Tell(
        HostState host,
        long score,
        Demand demand,
        PlacementRequest request,
        PlacementPolicy policy,
        HostDiagnosis diagnosis)
    {
        if (!diagnosis.Find(host))
        {
            return new(host.Id, null, 0, 0, diagnosis.Found.Tell());
        }

        var remote = choice.LeastRemote(host, demand, policy.NodeOrder);
        return new(host.Id, builder.Build(host, demand, request, choice.Fit), score, remote, []);
    }
}

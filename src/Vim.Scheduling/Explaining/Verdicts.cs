using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// Judges each host of a zone by itself. All are looked at to order them; text and placements are made for those of the
/// page alone. For one thread at a time.
/// </summary>
internal sealed class Verdicts(DemandCache demands, HostRules rules, HostChoice choice, PlacementBuilder builder)
{
    private readonly List<Judged> _hosts = [];

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
            _hosts.Add(Judge(host, demand, policy, diagnosis));
        }

        rules.HoldsWishes = rules.HasWishes && _hosts.Exists(judged => judged.Fulfils);
        if (rules.HoldRoom(ledger, request))
        {
            _hosts.ForEach(judged => judged.IsRoomy = IsRoomy(judged, demand, policy.NodeOrder));
        }

        var page = _hosts
            .OrderByDescending(judged => judged.Fits)
            .ThenByDescending(judged => judged.Fulfils)
            .ThenBy(judged => judged.IsRemote)
            .ThenByDescending(judged => judged.IsRoomy)
            .ThenBy(judged => judged.Score)
            .Skip(skip)
            .Take(most)
            .Select(judged => Tell(judged, demand, request, policy, diagnosis))
            .ToList();
        _hosts.Clear();
        return page;
    }

    private Judged Judge(HostState host, Demand demand, PlacementPolicy policy, HostDiagnosis diagnosis)
    {
        if (!Diagnose(host, diagnosis))
        {
            return new(host, Fits: false, Fulfils: false, IsRemote: false, Score: 0);
        }

        var fulfils = choice.HoldWishes(host, demand, rules);
        var remote = choice.LeastRemote(host, demand, policy.NodeOrder, rules.LimitsOf(host));
        var score = policy.Scorer.Score(HostIndex.LoadOf(host, host.Row), demand.Load);
        return new(host, Fits: true, fulfils, remote > 0, score);
    }

    /// <summary>Whether a host fits, by what binds come what may.</summary>
    private bool Diagnose(HostState host, HostDiagnosis diagnosis)
    {
        rules.HoldsWishes = false;
        rules.HoldsRoom = false;
        return diagnosis.Find(host);
    }

    private bool IsRoomy(Judged judged, Demand demand, NodeOrder order)
    {
        rules.HoldsWishes = judged.Fulfils;
        rules.HoldsRoom = true;
        return judged is { Fits: true, IsRemote: false }
            && rules.IsRoomy(judged.Host)
            && (!rules.BindsNodes || choice.Fit.Fit(judged.Host, demand, order, 0, rules.LimitsOf(judged.Host)));
    }

    private HostVerdict Tell(
        Judged judged,
        Demand demand,
        PlacementRequest request,
        PlacementPolicy policy,
        HostDiagnosis diagnosis)
    {
        var host = judged.Host;
        if (!judged.Fits)
        {
            Diagnose(host, diagnosis);
            return new(host.Id, null, 0, 0, diagnosis.Found.Tell());
        }

        rules.HoldsWishes = judged.Fulfils;
        rules.HoldsRoom = judged.IsRoomy;
        var remote = choice.LeastRemote(host, demand, policy.NodeOrder, rules.LimitsOf(host));
        return new(host.Id, builder.Build(host, demand, request, choice.Fit), judged.Score, remote, []);
    }

    /// <summary>What a host is as good as.</summary>
    private sealed record Judged(HostState Host, bool Fits, bool Fulfils, bool IsRemote, long Score)
    {
        /// <summary>Whether the group that the request is the first of has the most room there.</summary>
        public bool IsRoomy { get; set; }
    }
}

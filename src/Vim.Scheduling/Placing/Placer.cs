using Vim.Domain.Placement;
using Vim.Scheduling.Explaining;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Answers where a compute can live: the ledger is only read, and the same ledger, request and policy give the same
/// answer. It refuses only when no host fits. A placer holds scratch that it uses again, nothing else; for one thread
/// at a time.
/// </summary>
public sealed class Placer
{
    private readonly Candidates _candidates = new();
    private readonly HostFit _fit = new();
    private readonly PlacementBuilder _builder = new();

    /// <summary>
    /// The best host by the policy that fits in every dimension, and exactly what of it. Functions for which local is
    /// preferred are local where any host of the zone can do so; else the best host is taken, with as few remote as
    /// it can.
    /// </summary>
    /// <param name="ledger">The zone's capacity.</param>
    /// <param name="request">Well formed (<see cref="Domain.Epa.ComputeRequirementsRules"/>).</param>
    /// <param name="policy">Which host of those that fit.</param>
    public PlacementResult Place(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy)
    {
        var demand = Demand.Of(ledger, request);
        var rules = new HostRules(ledger, demand);
        return Find(ledger, demand, rules, policy) is { } placement
            ? PlacementResult.Of(placement)
            : PlacementResult.Of(Explain(ledger, demand, rules, policy));
    }

    /// <summary>As <see cref="Place"/>, but without the reasons: null when no host fits.</summary>
    public HostPlacement? Find(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy)
    {
        var demand = Demand.Of(ledger, request);
        return Find(ledger, demand, new(ledger, demand), policy);
    }

    /// <summary>
    /// What stands against, or for, each host of the zone: by the same code as <see cref="Place"/>, in the order in
    /// which it would take them; those that do not fit come last, by host id.
    /// </summary>
    public IReadOnlyList<HostVerdict> Explain(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy)
    {
        var demand = Demand.Of(ledger, request);
        var rules = new HostRules(ledger, demand);
        var diagnosis = new HostDiagnosis(ledger, demand, rules, _fit);
        var fitting = new List<HostVerdict>();
        var others = new List<HostVerdict>();
        foreach (var host in ledger.Index.Hosts)
        {
            var shortfalls = diagnosis.Find(host);
            if (shortfalls.Count > 0)
            {
                others.Add(new(host.Id, null, 0, 0, [.. shortfalls.Select(item => item.ForOneHost())]));
                continue;
            }

            var remote = LeastRemote(host, demand, policy);
            fitting.Add(new(
                host.Id,
                _builder.Build(host, demand, _fit),
                policy.Scorer.Score(Candidates.LoadOf(ledger.Index, host.Slot), Candidates.LoadOf(demand)),
                remote,
                []));
        }

        return [.. fitting.OrderBy(verdict => verdict.RemoteCount > 0).ThenBy(verdict => verdict.Score), .. others];
    }

    private HostPlacement? Find(ZoneLedger ledger, Demand demand, HostRules rules, PlacementPolicy policy)
    {
        _fit.Budget.StartDecision();
        _candidates.Collect(ledger, demand, rules, policy.Scorer);
        var hosts = ledger.Index.Hosts;
        HostState? remote = null;
        for (var slot = _candidates.Next(); slot >= 0; slot = _candidates.Next())
        {
            var host = hosts[slot];
            if (!rules.Allows(host))
            {
                continue;
            }

            if (_fit.Fit(host, demand, policy.NodeOrder, remoteBudget: 0))
            {
                return _builder.Build(host, demand, _fit);
            }

            if (remote is null
                && demand.PreferenceCount > 0
                && _fit.Fit(host, demand, policy.NodeOrder, demand.PreferenceCount))
            {
                remote = host;
            }
        }

        if (remote is null)
        {
            return null;
        }

        LeastRemote(remote, demand, policy);
        return _builder.Build(remote, demand, _fit);
    }

    /// <summary>Fits a host that is known to fit, with as few remote functions as it can.</summary>
    private int LeastRemote(HostState host, Demand demand, PlacementPolicy policy)
    {
        for (var remote = 0; remote <= demand.PreferenceCount; remote++)
        {
            if (_fit.Fit(host, demand, policy.NodeOrder, remote))
            {
                return remote;
            }
        }

        throw new LedgerException($"host {host.Id} fits compute {demand.Request.Compute}, and does not");
    }

    private Infeasible Explain(ZoneLedger ledger, Demand demand, HostRules rules, PlacementPolicy policy)
    {
        var summary = new RefusalSummary(ledger.HostCount);
        var diagnosis = new HostDiagnosis(ledger, demand, rules, _fit);
        foreach (var host in ledger.Index.Hosts)
        {
            summary.Add(diagnosis.Find(host));
        }

        var hint = Relaxation.FindHint(
            demand.Request,
            relaxed =>
            {
                var other = Demand.Of(ledger, relaxed);
                return Find(ledger, other, new(ledger, other), policy) is not null;
            });
        return summary.ToInfeasible(hint);
    }
}

using System.Runtime.InteropServices;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// Says why a request fits no host of a zone: looks at every host, adds up, and looks for the smallest change of the
/// request that would fit. A change is tried only on hosts that fail on nothing but what it can cure. For one thread at
/// a time.
/// </summary>
internal sealed class Refusal(DemandCache demands, HostRules rules, HostChoice choice)
{
    private readonly List<(HostState Host, uint Fails)> _hosts = [];
    private readonly HashSet<uint> _fails = [];

    /// <summary>The reasons; the request fits no host.</summary>
    public Infeasible Explain(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy)
    {
        var demand = demands.Of(ledger, request.Requirements);
        rules.Take(ledger, demand, request, policy.Filters);
        var diagnosis = new HostDiagnosis(demand, request, rules, choice.Fit);
        var summary = new RefusalSummary();
        _hosts.Clear();
        _fails.Clear();
        foreach (var host in ledger.Index.Hosts)
        {
            diagnosis.Find(host);
            summary.Add(diagnosis.Found);
            _hosts.Add((host, diagnosis.Found.Dimensions));
            _fails.Add(diagnosis.Found.Dimensions);
        }

        var hint = FindHint(ledger, request, policy);
        _hosts.Clear();
        return summary.ToInfeasible(diagnosis.Found, hint);
    }

    /// <summary>The first change that makes the request fit, as a sentence; empty where none does.</summary>
    private string FindHint(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy)
    {
        foreach (var relaxation in Relaxation.Of(request))
        {
            if (_fails.Any(fails => (fails & ~relaxation.Cures) == 0) && Fits(ledger, relaxation, policy))
            {
                return $"fits {relaxation.Text}";
            }
        }

        return "";
    }

    private bool Fits(ZoneLedger ledger, Relaxation relaxation, PlacementPolicy policy)
    {
        var demand = demands.Of(ledger, relaxation.Request.Requirements);
        rules.Take(ledger, demand, relaxation.Request, policy.Filters);
        choice.Fit.Budget.StartDecision();
        foreach (var (host, fails) in CollectionsMarshal.AsSpan(_hosts))
        {
            if ((fails & ~relaxation.Cures) == 0
                && HostRow.Covers(host.Row, rules.Filters.Least)
                && rules.Allows(host)
                && choice.CanFit(host, demand, rules.LimitsOf(host)))
            {
                return true;
            }
        }

        return false;
    }
}

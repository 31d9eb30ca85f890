using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Finds the host that a request is placed on: the best by the policy of those that fit in every dimension. Allocates
/// nothing once its scratch has grown. For one thread at a time.
/// </summary>
internal sealed class HostChoice
{
    private readonly Candidates _candidates = new();
    private readonly FailureMemo _failures = new();
    private readonly OutcomePicker _outcomes = new();
    private readonly int[] _nodes = new int[Domain.Epa.ComputeRequirements.MaxNumaNodes];

    /// <summary>Left as the choice fitted.</summary>
    public HostFit Fit { get; } = new();

    /// <summary>The host, with <see cref="Fit"/> left as it fitted; null when none fits.</summary>
    public HostState? Find(ZoneLedger ledger, Demand demand, HostRules rules, PlacementPolicy policy)
    {
        Fit.Budget.StartDecision();
        _candidates.Collect(ledger, demand, rules, policy.Scorer);
        var (local, remote) = policy.OutcomeScorer is null
            ? FindFirst(demand, rules, policy.NodeOrder)
            : FindBest(demand, rules, policy);
        if (local is not null || remote is null || rules.HoldsRoom)
        {
            // Elsewhere all may be local, which comes before the room of a group.
            return local;
        }

        LeastRemote(remote, demand, policy.NodeOrder, rules.LimitsOf(remote));
        return remote;
    }

    /// <summary>Whether a demand fits a host in any way; whether the host qualifies is not looked at.</summary>
    public bool CanFit(HostState host, Demand demand, NodeLimits limits) =>
        Fits(host, demand, NodeOrder.LeastLeft, demand.PreferenceCount, limits);

    /// <summary>Has the rules hold what soft groups wish where a host can take the demand so; else not.</summary>
    /// <param name="host">It qualifies, but for the wishes.</param>
    /// <param name="demand">It fits the host, but for the wishes.</param>
    /// <param name="rules">They took the request up.</param>
    /// <returns>Whether they hold them.</returns>
    public bool HoldWishes(HostState host, Demand demand, HostRules rules)
    {
        rules.HoldsWishes = rules.Fulfils(host);
        rules.HoldsWishes &= !rules.BindsNodes
            || Fit.Fit(host, demand, NodeOrder.LeastLeft, demand.PreferenceCount, rules.LimitsOf(host));
        return rules.HoldsWishes;
    }

    /// <summary>
    /// Fits a host that is known to fit, with as few functions and devices remote as it can; how many they are.
    /// </summary>
    public int LeastRemote(HostState host, Demand demand, NodeOrder order, NodeLimits limits)
    {
        for (var remote = 0; remote <= demand.PreferenceCount; remote++)
        {
            if (Fit.Fit(host, demand, order, remote, limits))
            {
                return remote;
            }
        }

        throw new LedgerException($"host {host.Id} fits a demand, and does not");
    }

    private (HostState? Local, HostState? Remote) FindFirst(Demand demand, HostRules rules, NodeOrder order)
    {
        HostState? remote = null;
        while (_candidates.Next() is { } host)
        {
            if (!rules.Allows(host))
            {
                continue;
            }

            var limits = rules.LimitsOf(host);
            if (Fits(host, demand, order, remoteBudget: 0, limits))
            {
                return (host, null);
            }

            remote ??= FitsRemote(host, demand, order, limits) ? host : null;
        }

        return (null, remote);
    }

    private (HostState? Local, HostState? Remote) FindBest(Demand demand, HostRules rules, PlacementPolicy policy)
    {
        HostState? remote = null;
        _outcomes.Start(demand, policy);
        while (!_outcomes.IsFull && _candidates.Next() is { } host)
        {
            if (!rules.Allows(host))
            {
                continue;
            }

            if (!_outcomes.Take(host))
            {
                break;
            }

            var limits = rules.LimitsOf(host);
            var before = _outcomes.Count;
            Fits(host, demand, policy.NodeOrder, remoteBudget: 0, limits, _outcomes);
            remote ??= _outcomes.Count == before && FitsRemote(host, demand, policy.NodeOrder, limits) ? host : null;
        }

        if (_outcomes.Best is not { } best)
        {
            return (null, remote);
        }

        return Fit.FitOn(best, demand, NearestNodes(best, demand, policy, rules.LimitsOf(best)))
            ? (best, null)
            : throw new LedgerException($"host {best.Id} fits a demand, and does not");
    }

    /// <summary>The nodes of the best outcome on a host whose nodes are as near to each other as can be.</summary>
    private ReadOnlySpan<int> NearestNodes(
        HostState best, Demand demand, PlacementPolicy policy, NodeLimits limits)
    {
        var distances = best.Shape.Distances;
        var nodes = _nodes.AsSpan(0, demand.NodeCount);
        _outcomes.BestNodes.CopyTo(nodes);
        var found = distances.LevelOf(nodes);
        for (var level = 0; level < found; level++)
        {
            _outcomes.Start(demand, policy);
            _outcomes.Take(best);
            Fit.FitWithin(best, demand, policy.NodeOrder, level, limits, _outcomes);
            if (_outcomes.Best is not null)
            {
                return _outcomes.BestNodes;
            }
        }

        return nodes;
    }

    private bool FitsRemote(HostState host, Demand demand, NodeOrder order, NodeLimits limits) =>
        demand.PreferenceCount > 0 && Fits(host, demand, order, demand.PreferenceCount, limits);

    private bool Fits(
        HostState host,
        Demand demand,
        NodeOrder order,
        int remoteBudget,
        NodeLimits limits,
        OutcomePicker? outcomes = null)
    {
        if (limits.Bind(demand.NodeCount))
        {
            // What does not fit so may fit without them, and is nothing to remember.
            return Fit.Fit(host, demand, order, remoteBudget, limits, outcomes);
        }

        // The order of nodes is no matter of whether it fits, but of how many steps that takes.
        var key = (demand.Number << 2) | ((int)order << 1) | (remoteBudget > 0 ? 1 : 0);
        var known = _failures.StepsOf(host, key);
        if (known >= 0)
        {
            Fit.Budget.Charge(known);
            return false;
        }

        var before = outcomes?.Count;
        if (Fit.Fit(host, demand, order, remoteBudget, limits, outcomes))
        {
            return true;
        }

        // What was ended before it was complete proves nothing; what had outcomes, though none was taken, did fit.
        if (!Fit.Budget.IsEnded && outcomes?.Count == before)
        {
            _failures.Add(host, key, Fit.Budget.Spent);
        }

        return false;
    }
}

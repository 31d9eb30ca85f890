using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// Everything fits a host; does it on the sockets that groups leave? Told of each group that leaves too little.
/// </summary>
internal sealed class SocketDiagnosis(Demand demand, HostRules rules, HostFit fit, Findings found)
{
    public void Find(HostState host)
    {
        if (Fits(host, rules.LimitsOf(host)))
        {
            return;
        }

        var before = found.Count;
        foreach (var constraint in rules.Constraints)
        {
            if (!Fits(host, constraint.LimitsOf(host)))
            {
                Refuse(constraint, $"{constraint.Name}: no room on the sockets it leaves");
            }
        }

        if (found.Count == before)
        {
            var all = rules.Constraints.Where(constraint => constraint.Scope == AffinityScope.Socket).ToList();
            Refuse(all[0], $"{string.Join("; ", all.Select(one => one.Name))}: no room on the sockets they leave");
        }
    }

    private bool Fits(HostState host, NodeLimits limits) => !limits.Bind(demand.NodeCount)
        || fit.Fit(host, demand, NodeOrder.LeastLeft, demand.PreferenceCount, limits);

    private void Refuse(HostConstraint constraint, string detail) =>
        found.Of(constraint.Dimension, detail, 1, "hosts").Refuse(found);
}

using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Fills one host with computes that are alike, one after the other, as long as another one fits and the policy's
/// filters allow it. For one thread at a time.
/// </summary>
internal sealed class HostFilling(HostRules rules, HostChoice choice, PlacementBuilder builder)
{
    /// <summary>Fills a host that qualifies by the rules, which took the request up.</summary>
    /// <param name="trial">Is left as full as it gets.</param>
    /// <param name="demand">What each asks.</param>
    /// <param name="request">One of them.</param>
    /// <param name="order">Which NUMA nodes are tried first.</param>
    /// <param name="most">Where counting may end.</param>
    /// <returns>How many fitted.</returns>
    public int Fill(HostState trial, Demand demand, PlacementRequest request, NodeOrder order, int most)
    {
        for (var count = 0; count < most; count++)
        {
            choice.Fit.Budget.StartDecision();
            if (!rules.Filters.AllowTrial(trial, trial.Held.Count + count) || !Fits(trial, demand, order))
            {
                return count;
            }

            trial.Book(builder.Build(trial, demand, request, choice.Fit), 1);
        }

        return most;
    }

    private bool Fits(HostState trial, Demand demand, NodeOrder order)
    {
        var fits = false;
        for (var remote = 0; !fits && remote <= demand.PreferenceCount; remote++)
        {
            fits = choice.Fit.Fit(trial, demand, order, remote, rules.LimitsOf(trial));
        }

        return fits;
    }
}

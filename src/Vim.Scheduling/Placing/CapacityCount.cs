using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Counts how many computes like one still fit, by placing them. Without groups no host bears on another: then each is
/// filled by itself, and of hosts that are free alike one. For one thread at a time.
/// </summary>
internal sealed class CapacityCount(DemandCache demands, HostRules rules, HostFilling filling)
{
    private readonly Dictionary<HostState, int> _counts = new(FreeAlike.Instance);

    /// <summary>Fills each host that qualifies.</summary>
    public int CountByHost(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy, int most)
    {
        var demand = demands.Of(ledger, request.Requirements);
        rules.Take(ledger, demand, request, policy.Filters);
        _counts.Clear();
        var count = 0L;
        var walk = ledger.Index.ById.Hosts(rules.Filters.Least);
        while (count < most && walk.Next() is { } host)
        {
            if (!rules.Allows(host))
            {
                continue;
            }

            count += rules.LimitsOf(host).Bind(demand.NodeCount) ? Fill(host) : CountOn(host);
        }

        _counts.Clear();
        return (int)Math.Min(most, count);

        int Fill(HostState host) => filling.Fill(host.Copy(), demand, request, policy.NodeOrder, most);

        int CountOn(HostState host)
        {
            if (!_counts.TryGetValue(host, out var own))
            {
                own = Fill(host);
                _counts.Add(host, own);
            }

            return own;
        }
    }

    /// <summary>Places and books one after the other.</summary>
    /// <param name="placer">Who places.</param>
    /// <param name="trial">Is left as full as it gets.</param>
    /// <param name="request">One of them.</param>
    /// <param name="policy">Which host each takes.</param>
    /// <param name="most">Where counting may end.</param>
    public static int CountInTurn(
        Placer placer,
        ZoneLedger trial,
        PlacementRequest request,
        PlacementPolicy policy,
        int most)
    {
        for (var count = 0; count < most; count++)
        {
            var next = request with { Compute = new($"{request.Compute}+{count}") };
            if (placer.Find(trial, next, policy) is not { } placement)
            {
                return count;
            }

            trial.Apply(next.Compute, placement, [.. request.Groups.Select(group => group.Group)]);
        }

        return most;
    }
}

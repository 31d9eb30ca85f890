using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Is shown fits, works out what the host would look like under each, and keeps the best by the policy's outcome
/// scorer. Scratch that is used again; for one thread at a time.
/// </summary>
internal sealed class OutcomePicker : IFitVisitor
{
    private readonly int[] _bestNodes = new int[Domain.Epa.ComputeRequirements.MaxNumaNodes];
    private NodeOutcome[] _nodes = [];
    private HostState _host = null!;
    private HostLoad _load;
    private bool _isRead;
    private Demand _demand = null!;
    private IOutcomeScorer _scorer = null!;
    private IHostScorer _order = null!;
    private long _leastLoss;
    private long _bestScore;
    private int _max;

    /// <summary>Outcomes seen.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no more may be looked at.</summary>
    public bool IsFull => Count >= _max;

    /// <summary>The host of the best; null before any.</summary>
    public HostState? Best { get; private set; }

    /// <summary>The host nodes of the best, by guest node.</summary>
    public ReadOnlySpan<int> BestNodes => _bestNodes.AsSpan(0, _demand.NodeCount);

    /// <summary>Starts over for a request.</summary>
    public void Start(Demand demand, PlacementPolicy policy)
    {
        _demand = demand;
        _scorer = policy.OutcomeScorer!;
        _order = policy.Scorer;
        _leastLoss = _scorer.LeastLoss(demand.Exact.AsSpan());
        _max = policy.MaxOutcomes;
        Count = 0;
        Best = null;
    }

    /// <summary>Takes up the next host in the policy's order.</summary>
    /// <returns>False when neither it nor any that comes after it can be better than the best so far.</returns>
    public bool Take(HostState host)
    {
        _host = host;
        _load = HostIndex.LoadOf(host, host.Row);
        _isRead = false;
        return Best is null
            || _scorer.LeastFrom(_load, _demand.Load.Kind, _order) < _bestScore - _leastLoss;
    }

    /// <inheritdoc />
    public bool Takes(HostFit fit)
    {
        Restore();
        for (var guest = 0; guest < _demand.NodeCount; guest++)
        {
            Subtract(guest, fit);
        }

        for (var item = 0; item < _demand.Functions.Length; item++)
        {
            var node = _host.Shape.Functions[fit.Functions.FunctionOf(item)].Node;
            if (node >= 0 && _demand.Functions[item].TakesVf)
            {
                var after = _nodes[node].After;
                _nodes[node] = _nodes[node] with
                {
                    After = after with { VirtualFunctions = after.VirtualFunctions - 1 },
                };
            }
        }

        var nodes = _nodes.AsSpan(0, _host.Nodes.Length);
        var score = _scorer.Score(new(_host.Id, _demand.Load, _load, nodes));
        if (Count++ == 0 || score < _bestScore)
        {
            _bestScore = score;
            Best = _host;
            fit.NodeOf.CopyTo(_bestNodes);
        }

        return IsFull;
    }

    /// <summary>The nodes as they are, read once for each host.</summary>
    private void Restore()
    {
        var count = _host.Nodes.Length;
        if (_nodes.Length < count)
        {
            _nodes = new NodeOutcome[count];
        }

        for (var node = 0; node < count; node++)
        {
            var free = _isRead ? _nodes[node].Before : NodeAmounts.FreeOf(_host, node);
            _nodes[node] = new(_host.Shape.Nodes[node].Id, false, free, free);
        }

        _isRead = true;
    }

    private void Subtract(int guest, HostFit fit)
    {
        ref var node = ref _nodes[fit.NodeOf[guest]];
        var memory = HostRow.ToMiB(_demand.Memory[guest]);
        var isSmall = fit.PoolOf(guest) == HostFit.SmallPages;
        node = node with
        {
            IsUsed = true,
            After = node.Before with
            {
                DedicatedCpus = node.Before.DedicatedCpus - _demand.Cpus[guest],
                FloatingVirtualCpus = node.Before.FloatingVirtualCpus - _demand.Floating[guest],
                SmallPageMiB = node.Before.SmallPageMiB - (isSmall ? memory : 0),
                HugePageMiB = node.Before.HugePageMiB - (isSmall ? 0 : memory),
            },
        };
    }
}

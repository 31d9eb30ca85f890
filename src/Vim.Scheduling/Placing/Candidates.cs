using System.Runtime.Intrinsics;
using Vim.Domain.Identity;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// The hosts that may fit a request by their rows, the best by the policy first, lower ids first among equals. Where a
/// standing order is kept they are walked to in it; else each is scored, and a heap orders only as many as are tried.
/// Scratch that is used again; for one thread at a time.
/// </summary>
internal sealed class Candidates
{
    private readonly List<HostState> _few = [];
    private HostOrder.Walk _walk;
    private bool _isWalk;
    private (long Score, int Place, HostState Host)[] _heap = [];
    private int _count;

    /// <summary>Starts over for a request.</summary>
    public void Collect(ZoneLedger ledger, Demand demand, HostRules rules, IHostScorer scorer)
    {
        _count = 0;
        _isWalk = false;
        if (rules.Few() is { } few)
        {
            ScoreFew(ledger, few, demand, rules.Filters.Least, scorer);
        }
        else if (scorer is IStandingScorer standing)
        {
            _isWalk = true;
            _walk = ledger.Index.By(standing, demand.Load.Kind).Hosts(rules.Filters.Least);
        }
        else
        {
            ScoreAll(ledger, demand, rules.Filters.Least, scorer);
        }
    }

    /// <summary>Takes the best that is left; null when none is.</summary>
    public HostState? Next()
    {
        if (_isWalk)
        {
            return _walk.Next();
        }

        if (_count == 0)
        {
            return null;
        }

        var host = _heap[0].Host;
        _heap[0] = _heap[--_count];
        Sink(0);
        return host;
    }

    private void ScoreFew(
        ZoneLedger ledger,
        HashSet<HostId> few,
        Demand demand,
        in Vector512<int> least,
        IHostScorer scorer)
    {
        _few.Clear();
        foreach (var id in few)
        {
            if (ledger.FindState(id) is { } host && HostRow.Covers(host.Row, least))
            {
                _few.Add(host);
            }
        }

        _few.Sort(HostBlock.Compare);
        foreach (var host in _few)
        {
            Add(host, demand, scorer);
        }

        Heapify();
    }

    private void ScoreAll(ZoneLedger ledger, Demand demand, in Vector512<int> least, IHostScorer scorer)
    {
        var walk = ledger.Index.ById.Hosts(least);
        while (walk.Next() is { } host)
        {
            Add(host, demand, scorer);
        }

        Heapify();
    }

    private void Add(HostState host, Demand demand, IHostScorer scorer)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, Math.Max(64, _count * 2));
        }

        _heap[_count] = (scorer.Score(HostIndex.LoadOf(host, host.Row), demand.Load), _count, host);
        _count++;
    }

    private void Heapify()
    {
        for (var at = (_count / 2) - 1; at >= 0; at--)
        {
            Sink(at);
        }
    }

    private void Sink(int at)
    {
        if (_count == 0)
        {
            return;
        }

        var item = _heap[at];
        for (var child = (at * 2) + 1; child < _count; child = (at * 2) + 1)
        {
            if (child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsBefore(_heap[child], item))
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = item;
    }

    private static bool IsBefore(
        in (long Score, int Place, HostState Host) left,
        in (long Score, int Place, HostState Host) right) =>
        left.Score < right.Score || (left.Score == right.Score && left.Place < right.Place);
}

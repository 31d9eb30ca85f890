using System.Numerics;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Fitting;

/// <summary>Which host nodes can take which guest node, and in what order they are tried.</summary>
internal sealed partial class HostFit
{
    /// <summary>Finds the candidates of all guest nodes.</summary>
    /// <returns>False when some guest node has none.</returns>
    private bool FindCandidates(NodeOrder order)
    {
        var all = true;
        for (var guest = 0; guest < _demand.NodeCount; guest++)
        {
            _candidates[guest] = CandidatesOf(guest, order) & ~_limits.Closed;
            all &= _candidates[guest] != 0;
        }

        return all;
    }

    /// <summary>Host nodes that can take one guest node, with the pages and the rank of each.</summary>
    private ulong CandidatesOf(int guest, NodeOrder order)
    {
        var candidates = WithPages(guest, WithCpus(guest));
        if (_demand.BindsCpus)
        {
            candidates = WithBound(guest, candidates);
        }

        RankAll(guest, candidates, order);
        return candidates;
    }

    /// <summary>
    /// Ranks candidates by what is left of the scarcer thing; nodes with functions come after others of their like.
    /// </summary>
    private void RankAll(int guest, ulong candidates, NodeOrder order)
    {
        var cpus = _demand.Cpus[guest];
        var nodes = _host.Nodes;
        var ranks = _rank.AsSpan(guest * MaxNodes, MaxNodes);
        var (sign, functions) = (order == NodeOrder.MostLeft ? -2 : 2, _host.Shape.NodesWithFunctions);
        for (; candidates != 0; candidates &= candidates - 1)
        {
            var node = BitOperations.TrailingZeroCount(candidates);
            var left = cpus > 0 ? nodes[node].Cpus - cpus : MemoryLeft(guest, node);
            ranks[node] = (left * sign) + (long)(functions >> node & 1);
        }
    }

    private long MemoryLeft(int guest, int node)
    {
        var pair = (guest * MaxNodes) + node;
        var free = _small[pair] > 0 ? _host.Nodes[node].Small : _host.PoolFree[_pool[pair]];
        return Math.Min(1 << 24, free >> 12);
    }

    /// <summary>Host nodes with CPUs for one guest node, dedicated and floating.</summary>
    private ulong WithCpus(int guest)
    {
        var (demand, nodes) = (_demand, _host.Nodes);
        var (cpus, floating) = (demand.Cpus[guest], demand.Floating[guest]);
        var candidates = 0UL;
        for (var node = 0; node < nodes.Length; node++)
        {
            if (demand.FitsCpus(nodes[node], cpus) && (floating == 0 || _host.FloatingRoom(node) >= floating))
            {
                candidates |= 1UL << node;
            }
        }

        return candidates;
    }

    private ulong WithBound(int guest, ulong nodes)
    {
        for (var left = nodes; left != 0; left &= left - 1)
        {
            var node = BitOperations.TrailingZeroCount(left);
            nodes &= ~(FitsBound(guest, node) ? 0 : 1UL << node);
        }

        return nodes;
    }

    /// <summary>Whether a host node has the very CPUs that pinning rules and guest cores want.</summary>
    private bool FitsBound(int guest, int node) =>
        (_demand.Rules[guest].Length == 0 || Pins.Solve(_host, _demand, guest, node))
        && (!_demand.RequiresSiblings(guest) || Siblings.Solve(_host, _demand, guest, node));

    /// <summary>
    /// A guest node that a function is tied to can only be where such functions are; so can the only guest node of a
    /// request whose functions must be near.
    /// </summary>
    private void KeepNear()
    {
        for (var item = 0; item < Functions.Count; item++)
        {
            ref readonly var demand = ref _demand.Functions[item];
            if (demand.Nearness == Nearness.Tied)
            {
                _candidates[demand.GuestNode] &= Functions.NodesNear(item);
            }
            else if (_demand.NodeCount == 1)
            {
                _candidates[0] &= Functions.NodesNear(item);
            }
        }
    }

    /// <summary>
    /// Guest nodes that functions are tied to first (what failed is remembered by their places), then those with few
    /// choices.
    /// </summary>
    private void Sequence(ulong guests)
    {
        _guestCount = 0;
        _tieCount = 0;
        var tied = 0UL;
        if (BitOperations.PopCount(guests) > 1)
        {
            for (var item = 0; item < Functions.Count; item++)
            {
                var tie = _demand.Functions[item].GuestNode;
                tied |= tie >= 0 ? 1UL << tie : 0;
            }

            _tieCount = BitOperations.PopCount(tied);
        }

        for (; guests != 0; guests &= guests - 1)
        {
            var guest = BitOperations.TrailingZeroCount(guests);
            var at = _guestCount++;
            while (at > 0 && Weight(guest, tied) < Weight(_sequence[at - 1], tied))
            {
                _sequence[at] = _sequence[at - 1];
                at--;
            }

            _sequence[at] = guest;
        }
    }

    private int Weight(int guest, ulong tied) =>
        BitOperations.PopCount(_candidates[guest]) + ((tied >> guest & 1) != 0 ? 0 : MaxNodes + 1);

    /// <summary>
    /// Whether a node that was tried is like this one for every guest node and function. A visitor is shown both: to
    /// it they may differ.
    /// </summary>
    private bool IsLikeOne(int node, ulong tried)
    {
        if (_visitor is not null)
        {
            return false;
        }

        if (!_alikeKnown)
        {
            FindAlike();
            _alikeKnown = true;
        }

        for (; tried != 0; tried &= tried - 1)
        {
            if (_alike[BitOperations.TrailingZeroCount(tried)] == _alike[node])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives host nodes that no guest node and no function can tell apart the same number.</summary>
    private void FindAlike()
    {
        var relevant = Functions.RelevantNodes | Devices.RelevantNodes;
        for (var node = 0; node < _host.Nodes.Length; node++)
        {
            _alike[node] = node;
            for (var other = 0; other < node && (relevant >> node & 1) == 0; other++)
            {
                if ((relevant >> other & 1) == 0 && IsAlike(node, other))
                {
                    _alike[node] = _alike[other];
                    break;
                }
            }
        }
    }

    private bool IsAlike(int node, int other)
    {
        if ((_level != NoLimit && !_host.Shape.Distances.AreAlike(node, other))
            || (_limits.OneSocket && _host.Shape.Sockets.Near(node) != _host.Shape.Sockets.Near(other)))
        {
            return false;
        }

        for (var guest = 0; guest < _demand.NodeCount; guest++)
        {
            var row = guest * MaxNodes;
            var fits = (_candidates[guest] >> node & 1) != 0;
            if (fits != ((_candidates[guest] >> other & 1) != 0)
                || (fits && (_small[row + node] != _small[row + other] || _rank[row + node] != _rank[row + other])))
            {
                return false;
            }
        }

        return true;
    }
}

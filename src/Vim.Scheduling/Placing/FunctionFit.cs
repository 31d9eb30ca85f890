using System.Numerics;
using Vim.Domain.Epa;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Gives each vNIC of a request a physical function of one host, for a given choice of NUMA nodes: a complete
/// search, like vNICs in order of function, like functions tried once. VFs of one function are alike, so only their
/// number is searched. A search that takes long remembers what failed. Scratch that is used again; for one thread at a
/// time.
/// </summary>
internal sealed partial class FunctionFit(SearchBudget budget)
{
    private const int RememberAfter = 256;

    private readonly int[] _order = new int[64];
    private readonly FunctionFree[] _left = new FunctionFree[64];
    private readonly ulong[] _labels = new ulong[64];
    private ulong[] _capable = new ulong[64];
    private ulong[] _allowed = new ulong[64];
    private ulong[] _remote = new ulong[64];
    private int[] _place = new int[64];
    private readonly HashSet<UInt128> _failed = [];
    private HostState _host = null!;
    private FunctionDemand[] _items = [];
    private int _count;
    private int _remoteLeft;
    private int _failures;

    /// <summary>Function index of each demand, by its place in <see cref="Demand.Functions"/>, once solved.</summary>
    public int FunctionOf(int item) => _order[_place[item]];

    /// <summary>How many demands are to be served.</summary>
    public int Count => _count;

    /// <summary>Node bits that bear on which functions may be chosen.</summary>
    public ulong RelevantNodes { get; private set; }

    /// <summary>Takes up a host and the first <paramref name="count"/> demands.</summary>
    /// <returns>False when some demand has no function at all, wherever the guest is.</returns>
    public bool Prepare(HostState host, FunctionDemand[] items, int count)
    {
        budget.StartHost();
        _host = host;
        _items = items;
        _count = count;
        RelevantNodes = 0;
        if (count == 0)
        {
            return true;
        }

        Grow(count);
        Order();
        for (var item = 0; item < count; item++)
        {
            _capable[item] = Capable(items[item]);
            if (_capable[item] == 0)
            {
                return false;
            }

            AddRelevant(items[item].Nearness, _capable[item]);
        }

        return true;
    }

    /// <summary>Searches for a guest on these nodes.</summary>
    /// <param name="nodes">Host nodes of the guest, as bits.</param>
    /// <param name="nodeOf">Host node index by guest node; all -1 for a guest without topology, which is on every node.</param>
    /// <param name="remoteBudget">How many functions may be remote though local is preferred.</param>
    /// <param name="ignoreNuma">Whether NUMA policies and ties are left out of account.</param>
    public bool Solve(ulong nodes, ReadOnlySpan<int> nodeOf, int remoteBudget, bool ignoreNuma)
    {
        if (_count == 0)
        {
            return true;
        }

        for (var item = 0; item < _count; item++)
        {
            if (!Allow(item, nodes, nodeOf, ignoreNuma))
            {
                return false;
            }
        }

        _remoteLeft = remoteBudget;
        _failures = 0;
        return Assign(0);
    }

    /// <summary>Nodes that a function which could serve the demand is on, as bits.</summary>
    public ulong NodesOf(int item)
    {
        var nodes = 0UL;
        for (var left = _capable[item]; left != 0; left &= left - 1)
        {
            var node = _host.Shape.Functions[_order[BitOperations.TrailingZeroCount(left)]].Node;
            nodes |= node >= 0 ? 1UL << node : 0;
        }

        return nodes;
    }

    private bool Assign(int item)
    {
        if (item == _count)
        {
            return true;
        }

        var demand = _items[item];
        var candidates = _allowed[item];
        if (item > 0 && demand.Like(_items[item - 1]))
        {
            candidates &= ulong.MaxValue << _place[item - 1];
        }

        if (_failures > RememberAfter && (!CanSum(item) || _failed.Contains(KeyOf(item, candidates))))
        {
            return false;
        }

        var whole = candidates;
        var tried = 0UL;
        for (; candidates != 0; candidates &= candidates - 1)
        {
            var place = BitOperations.TrailingZeroCount(candidates);
            var remote = (int)(_remote[item] >> place & 1);
            if (remote > _remoteLeft || !Fits(demand, place) || LikeTried(place, tried))
            {
                continue;
            }

            tried |= 1UL << place;
            Take(demand, place, 1);
            _remoteLeft -= remote;
            _place[item] = place;
            if (Assign(item + 1))
            {
                // The search is over; the scratch is set up anew for the next one.
                Take(demand, place, -1);
                return true;
            }

            Take(demand, place, -1);
            _remoteLeft += remote;
            if (budget.IsEnded)
            {
                return false;
            }
        }

        if (!budget.Spend())
        {
            return false;
        }

        if (++_failures == RememberAfter)
        {
            _failed.Clear();
        }
        else if (_failures > RememberAfter)
        {
            _failed.Add(KeyOf(item, whole));
        }

        return false;
    }

    private bool Fits(in FunctionDemand demand, int place)
    {
        ref readonly var left = ref _left[place];
        if (left.Whole
            || (demand.Ingress > 0 && left.Ingress < demand.Ingress)
            || (demand.Egress > 0 && left.Egress < demand.Egress))
        {
            return false;
        }

        if (demand.Label >= 0 && (_labels[place] >> demand.Label & 1) != 0)
        {
            return false;
        }

        return demand.Kind switch
        {
            VnicKind.PfPassthrough => left.Uses == 0,
            VnicKind.Virtio => true,
            _ => left.VirtualFunctions > 0,
        };
    }

    private void Take(in FunctionDemand demand, int place, int sign)
    {
        ref var left = ref _left[place];
        left.Uses += sign;
        left.Ingress -= sign * demand.Ingress;
        left.Egress -= sign * demand.Egress;
        if (demand.Kind == VnicKind.PfPassthrough)
        {
            left.Whole = sign > 0;
        }
        else if (demand.Kind != VnicKind.Virtio)
        {
            left.VirtualFunctions -= sign;
        }

        if (demand.Label >= 0)
        {
            _labels[place] ^= 1UL << demand.Label;
        }
    }

    /// <summary>Whether a function that failed here already is in all respects like this one.</summary>
    private bool LikeTried(int place, ulong tried)
    {
        ref readonly var mine = ref _host.Shape.Functions[_order[place]];
        ref readonly var left = ref _left[place];
        for (; tried != 0; tried &= tried - 1)
        {
            var other = BitOperations.TrailingZeroCount(tried);
            ref readonly var theirs = ref _host.Shape.Functions[_order[other]];
            ref readonly var theirLeft = ref _left[other];
            if (mine.Node == theirs.Node
                && mine.Network == theirs.Network
                && mine.CarriesVirtio == theirs.CarriesVirtio
                && mine.AllowsPassthrough == theirs.AllowsPassthrough
                && left.VirtualFunctions == theirLeft.VirtualFunctions
                && left.Uses == theirLeft.Uses
                && left.Ingress == theirLeft.Ingress
                && left.Egress == theirLeft.Egress
                && _labels[place] == _labels[other])
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOn(int node, ulong nodes) => node >= 0 && (nodes >> node & 1) != 0;

    private static ulong TieOf(in FunctionDemand demand, ulong nodes, ReadOnlySpan<int> nodeOf) =>
        demand.GuestNode < 0 || nodeOf[demand.GuestNode] < 0 ? nodes : 1UL << nodeOf[demand.GuestNode];
}

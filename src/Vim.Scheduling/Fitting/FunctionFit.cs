using System.Numerics;
using Vim.Domain.Epa;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fitting;

/// <summary>
/// Gives each vNIC of a request a physical function of one host, for a given choice of NUMA nodes. The first choice of
/// each demand in turn mostly does; where it does not, a complete search follows that begins with the same choices
/// (<c>FunctionFit.Search.cs</c>). Functions in use come first, then those with few VFs left, so that whole ones stay
/// whole. VFs of one function are alike, so only their number is looked at. Scratch that is used again; for one thread
/// at a time.
/// </summary>
internal sealed partial class FunctionFit(SearchBudget budget)
{
    private const int MaxGreedy = 16;

    private ulong[] _capable = new ulong[MaxGreedy];
    private ulong[] _near = new ulong[MaxGreedy];
    private ulong[] _allowed = new ulong[MaxGreedy];
    private ulong[] _remote = new ulong[MaxGreedy];
    private int[] _chosen = new int[MaxGreedy];
    private HostState _host = null!;
    private FunctionDemand[] _items = [];
    private int _count;

    /// <summary>Function index of each demand, by its place in <see cref="Demand.Functions"/>, once solved.</summary>
    public int FunctionOf(int item) => _chosen[item];

    /// <summary>How many demands are to be served.</summary>
    public int Count => _count;

    /// <summary>Node bits that bear on which functions may be chosen.</summary>
    public ulong RelevantNodes { get; private set; }

    /// <summary>
    /// Nodes on which one guest node, the only one or the one that the demand is tied to, is near enough to a function
    /// that could serve the demand, as bits.
    /// </summary>
    public ulong NodesNear(int item) => _near[item];

    /// <summary>Takes up a host and the first <paramref name="count"/> demands.</summary>
    /// <returns>False when some demand has no function at all, wherever the guest is.</returns>
    public bool Prepare(HostState host, FunctionDemand[] items, int count)
    {
        _host = host;
        _items = items;
        _count = count;
        _isSetUp = false;
        _isSpread = false;
        RelevantNodes = 0;
        Grow(count);
        for (var item = 0; item < count; item++)
        {
            _isSpread |= items[item].IsSpread;
            if (item > 0 && items[item].Like(items[item - 1]))
            {
                (_capable[item], _near[item]) = (_capable[item - 1], _near[item - 1]);
            }
            else if (!FindCapable(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Searches for a guest on these nodes.</summary>
    /// <param name="nodes">Host nodes of the guest, as bits.</param>
    /// <param name="nodeOf">
    /// Host node index by guest node; all -1 for a guest without topology, which is on every node.
    /// </param>
    /// <param name="remoteBudget">How many functions may be remote though local is preferred.</param>
    /// <param name="ignoreNuma">Whether NUMA policies and ties are left out of account.</param>
    public bool Solve(ulong nodes, ReadOnlySpan<int> nodeOf, int remoteBudget, bool ignoreNuma)
    {
        for (var item = 0; item < _count; item++)
        {
            if (!Allow(item, nodes, nodeOf, ignoreNuma))
            {
                return false;
            }
        }

        return (_count <= MaxGreedy && ChooseFirst(remoteBudget)) || Search(remoteBudget);
    }

    /// <summary>Functions that could serve a demand if nothing else of the request were there.</summary>
    private bool FindCapable(int item)
    {
        ref readonly var demand = ref _items[item];
        var table = _host.Shape.Functions;
        var (capable, near) = (0UL, 0UL);
        for (var left = demand.ServedBy(table); left != 0; left &= left - 1)
        {
            var function = BitOperations.TrailingZeroCount(left);
            if (Fits(demand, _host.Functions[function]))
            {
                var node = table[function].Node;
                capable |= 1UL << function;
                near |= node < 0 ? 0
                    : demand.Nearness == Nearness.Socket ? _host.Shape.Sockets.Near(node)
                    : 1UL << node;
            }
        }

        RelevantNodes |= demand.Nearness == Nearness.Anywhere ? 0 : near;
        var anywhere = demand.Nearness is Nearness.Anywhere or Nearness.Preferred
            || (demand.Nearness == Nearness.Legacy && (capable & table.OnNoNode) != 0);
        _near[item] = anywhere ? ulong.MaxValue : near;
        _capable[item] = capable;
        return capable != 0;
    }

    private static bool Fits(in FunctionDemand demand, in FunctionFree free) =>
        !free.Whole
        && (demand.Ingress == 0 || free.Ingress >= demand.Ingress)
        && (demand.Egress == 0 || free.Egress >= demand.Egress)
        && demand.Kind switch
        {
            VnicKind.PfPassthrough => free.Uses == 0,
            VnicKind.Virtio or VnicKind.VhostUser => true,
            _ => free.VirtualFunctions > 0,
        };

    /// <summary>Which functions may serve a demand of a guest on these nodes, and which of them are remote.</summary>
    private bool Allow(int item, ulong nodes, ReadOnlySpan<int> nodeOf, bool ignoreNuma)
    {
        ref readonly var demand = ref _items[item];
        var shape = _host.Shape;
        _remote[item] = 0;
        _allowed[item] = _capable[item];
        if (ignoreNuma || demand.Nearness == Nearness.Anywhere)
        {
            return true;
        }

        var tie = demand.GuestNode < 0 || nodeOf[demand.GuestNode] < 0 ? nodes : 1UL << nodeOf[demand.GuestNode];
        var local = shape.FunctionsOn(demand.Nearness == Nearness.Socket ? shape.NearOf(tie) : tie);
        if (demand.Nearness == Nearness.Preferred)
        {
            _remote[item] = _capable[item] & ~local;
            return true;
        }

        _allowed[item] &= demand.Nearness == Nearness.Legacy ? local | shape.Functions.OnNoNode : local;
        return _allowed[item] != 0;
    }

    /// <summary>
    /// Gives each demand in turn the first function that serves it. Not for more than so many demands.
    /// </summary>
    private bool ChooseFirst(int remoteLeft)
    {
        for (var item = 0; item < _count; item++)
        {
            var first = -1;
            var firstRank = int.MaxValue;
            var candidates = _allowed[item] & ~(remoteLeft == 0 ? _remote[item] : 0);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                var function = BitOperations.TrailingZeroCount(candidates);
                var rank = RankOf(_host.Functions[function]);
                if (rank < firstRank && FitsBesideOthers(item, function))
                {
                    (first, firstRank) = (function, rank);
                }
            }

            if (first < 0)
            {
                return false;
            }

            _chosen[item] = first;
            remoteLeft -= (int)(_remote[item] >> first & 1);
        }

        return true;
    }

    /// <summary>Whether a function serves a demand with what the demands before it took of it.</summary>
    private bool FitsBesideOthers(int item, int function)
    {
        ref readonly var demand = ref _items[item];
        var left = _host.Functions[function];
        for (var other = 0; other < item; other++)
        {
            ref readonly var taken = ref _items[other];
            if (_isSpread && Collide(demand, function, taken, _chosen[other]))
            {
                return false;
            }

            if (_chosen[other] == function)
            {
                if (demand.Label >= 0 && demand.Label == taken.Label)
                {
                    return false;
                }

                Take(ref left, taken, 1);
            }
        }

        return Fits(demand, left);
    }

    private static void Take(ref FunctionFree left, in FunctionDemand demand, int sign)
    {
        left.Uses += sign;
        left.Ingress -= sign * demand.Ingress;
        left.Egress -= sign * demand.Egress;
        if (demand.Kind == VnicKind.PfPassthrough)
        {
            left.Whole = sign > 0;
        }
        else if (demand.TakesVf)
        {
            left.VirtualFunctions -= sign;
        }
    }

    /// <summary>The lowest is tried first; equals by index.</summary>
    private static int RankOf(in FunctionFree free) => free.VirtualFunctions + (free.Uses > 0 ? 0 : 1 << 24);

    private void Grow(int count)
    {
        if (count > _capable.Length)
        {
            Array.Resize(ref _capable, count);
            Array.Resize(ref _near, count);
            Array.Resize(ref _allowed, count);
            Array.Resize(ref _remote, count);
            Array.Resize(ref _chosen, count);
            Array.Resize(ref _place, count);
        }
    }
}

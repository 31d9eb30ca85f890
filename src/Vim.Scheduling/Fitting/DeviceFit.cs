using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fitting;

/// <summary>
/// Gives each device demand of a request devices of one host, by kind: a complete search over how many of which kind
/// serve which demand. Scratch that is used again; for one thread at a time.
/// </summary>
internal sealed partial class DeviceFit(SearchBudget budget)
{
    private int[] _stock = [];
    private int[] _left = [];
    private int[] _taken = [];
    private HostState _host = null!;
    private DeviceDemand[] _demands = [];
    private ulong _nodes;
    private bool _ignoreNuma;
    private int _count;

    /// <summary>Node bits that bear on which devices may be chosen.</summary>
    public ulong RelevantNodes { get; private set; }

    /// <summary>How many demands are to be served.</summary>
    public int Count => _count;

    /// <summary>How many devices of a kind serve a demand, once solved.</summary>
    public int TakenOf(int demand, int kind) => _taken[(demand * _left.Length) + kind];

    /// <summary>Takes up a host and the first <paramref name="count"/> demands.</summary>
    /// <returns>False when some demand cannot be served, wherever the guest is.</returns>
    public bool Prepare(HostState host, DeviceDemand[] demands, int count)
    {
        _host = host;
        _demands = demands;
        _count = count;
        RelevantNodes = 0;
        if (count == 0)
        {
            return true;
        }

        if (_left.Length != host.KindFree.Length || _taken.Length < count * host.KindFree.Length)
        {
            _stock = new int[host.KindFree.Length];
            _left = new int[host.KindFree.Length];
            _taken = new int[demands.Length * host.KindFree.Length];
        }

        for (var kind = 0; kind < _stock.Length; kind++)
        {
            _stock[kind] = host.TakeableDevices(kind);
        }

        for (var demand = 0; demand < count; demand++)
        {
            var free = 0;
            for (var kind = 0; kind < _stock.Length; kind++)
            {
                if (demands[demand].Takes(host.Shape.Devices.Kinds[kind]) && _stock[kind] > 0)
                {
                    free += _stock[kind];
                    AddRelevant(demands[demand].Nearness, host.Shape.Devices.Kinds[kind].Node);
                }
            }

            if (free < demands[demand].Count)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Searches for a guest on these nodes with at most so many devices that are remote though local is preferred.
    /// </summary>
    public bool Solve(ulong nodes, int remoteBudget, bool ignoreNuma)
    {
        if (_count == 0)
        {
            return true;
        }

        _nodes = nodes;
        _ignoreNuma = ignoreNuma;
        _stock.CopyTo(_left.AsSpan());
        Array.Clear(_taken);
        return Assign(0, 0, _demands[0].Count, remoteBudget);
    }

    private bool Assign(int demand, int kind, int missing, int remoteLeft)
    {
        if (missing == 0)
        {
            return demand + 1 == _count || Assign(demand + 1, 0, _demands[demand + 1].Count, remoteLeft);
        }

        if (kind == _left.Length)
        {
            budget.Spend();
            return false;
        }

        var most = LimitSpread(demand, kind, Math.Min(missing, Usable(demand, kind)));
        var remote = most > 0 && IsRemote(demand, kind);
        for (var count = remote ? Math.Min(most, remoteLeft) : most; count >= 0; count--)
        {
            _left[kind] -= count;
            _taken[(demand * _left.Length) + kind] = count;
            if (Assign(demand, kind + 1, missing - count, remote ? remoteLeft - count : remoteLeft))
            {
                return true;
            }

            _left[kind] += count;
            _taken[(demand * _left.Length) + kind] = 0;
            if (budget.IsEnded)
            {
                return false;
            }
        }

        budget.Spend();
        return false;
    }

    private int Usable(int demand, int kind)
    {
        var shape = _host.Shape.Devices.Kinds[kind];
        var wanted = _demands[demand];
        return !wanted.Takes(shape) ? 0
            : _ignoreNuma || NumaRule.Allows(wanted.Nearness, _host.Shape, shape.Node, _nodes, _nodes) ? _left[kind]
            : 0;
    }

    private bool IsRemote(int demand, int kind)
    {
        var node = _host.Shape.Devices.Kinds[kind].Node;
        return !_ignoreNuma
            && _demands[demand].Nearness == Nearness.Preferred
            && (node < 0 || (_nodes >> node & 1) == 0);
    }

    private void AddRelevant(Nearness nearness, int node)
    {
        if (node >= 0 && nearness != Nearness.Anywhere)
        {
            RelevantNodes |= nearness == Nearness.Socket ? _host.Shape.Sockets.Near(node) : 1UL << node;
        }
    }
}

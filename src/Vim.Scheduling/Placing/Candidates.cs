using System.Numerics;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// The hosts that may fit a request by their counters, and from them the best score at a time. Mostly the first few do:
/// those are found by scans where the scorer allows. After that, and for other scorers, a heap orders only as many as
/// are tried. Scratch that is used again; for one thread at a time.
/// </summary>
internal sealed class Candidates
{
    private const int MaxScans = 8;
    private readonly Column[] _columns = new Column[(int)Column.Count];
    private readonly int[] _least = new int[(int)Column.Count];
    private ulong[] _bits = [];
    private ulong[] _ties = [];
    private HostIndex _index = null!;
    private Demand _demand = null!;
    private IHostScorer _scorer = null!;
    private int _scans;
    private (long Score, int Slot)[] _heap = [];
    private int _bounds;
    private int _count;

    /// <summary>Collects the hosts that have enough of everything by their counters.</summary>
    public void Collect(ZoneLedger ledger, Demand demand, HostRules rules, IHostScorer scorer)
    {
        _index = ledger.Index;
        _demand = demand;
        _scorer = scorer;
        var count = _index.Count;
        if (_heap.Length < count)
        {
            _heap = new (long, int)[count];
            _bits = new ulong[(count + 63) / 64];
            _ties = new ulong[_bits.Length];
        }

        SetBounds(demand);
        var bits = Bits;
        _index.Filter(_columns.AsSpan(0, _bounds), _least.AsSpan(0, _bounds), bits);
        if (rules.Only.Count > 0)
        {
            KeepOnly(ledger, rules.Only, bits);
        }

        _count = 0;
        _scans = scorer is IColumnScorer ? 0 : MaxScans;
        if (_scans == MaxScans)
        {
            Heap();
        }
    }

    /// <summary>Takes the best that is left.</summary>
    /// <returns>Its slot; -1 when none is left.</returns>
    public int Next()
    {
        if (_scans < MaxScans)
        {
            return Scan();
        }

        if (_count == 0)
        {
            return -1;
        }

        var slot = _heap[0].Slot;
        _heap[0] = _heap[--_count];
        Sink(0);
        return slot;
    }

    private Span<ulong> Bits => _bits.AsSpan(0, (_index.Count + 63) / 64);

    private int Scan()
    {
        var bits = Bits;
        if (bits.IndexOfAnyExcept(0UL) < 0)
        {
            return -1;
        }

        var scorer = (IColumnScorer)_scorer;
        var (first, second) = scorer.Columns(LoadOf(_demand));
        var slot = _index.Best(first, second, scorer.MostWins, bits, _ties.AsSpan(0, bits.Length));
        bits[slot >> 6] &= ~(1UL << (slot & 63));
        if (++_scans == MaxScans)
        {
            Heap();
        }

        return slot;
    }

    private void Heap()
    {
        Score(_index, _demand, _scorer, Bits);
        for (var at = (_count / 2) - 1; at >= 0; at--)
        {
            Sink(at);
        }
    }

    /// <summary>What a scorer sees of a host.</summary>
    public static HostLoad LoadOf(HostIndex index, int slot) => new(
        index[Column.FreeCpus][slot],
        index[Column.Shared][slot],
        index[Column.SmallMiB][slot],
        index[Column.HugeMiB][slot],
        index[Column.VirtualFunctions][slot]);

    /// <summary>What a scorer sees of a request.</summary>
    public static RequestLoad LoadOf(Demand demand) => new(
        demand.TotalCpus,
        demand.TotalFloating,
        (int)Math.Min(int.MaxValue, demand.Requirements.Memory.MiB),
        demand.NodeCount > 0 && !demand.SmallOnly,
        demand.Functions.Count(item => item.Kind is VnicKind.SriovVf or VnicKind.Macvtap));

    private static void KeepOnly(ZoneLedger ledger, IReadOnlyCollection<HostId> only, Span<ulong> bits)
    {
        Span<ulong> kept = bits.Length <= 4096 ? stackalloc ulong[bits.Length] : new ulong[bits.Length];
        foreach (var id in only)
        {
            if (ledger.FindState(id) is { } host)
            {
                kept[host.Slot >> 6] |= 1UL << (host.Slot & 63);
            }
        }

        for (var word = 0; word < bits.Length; word++)
        {
            bits[word] &= kept[word];
        }
    }

    private void Score(HostIndex index, Demand demand, IHostScorer scorer, ReadOnlySpan<ulong> bits)
    {
        var request = LoadOf(demand);
        var cpus = index[Column.FreeCpus];
        var shared = index[Column.Shared];
        var small = index[Column.SmallMiB];
        var huge = index[Column.HugeMiB];
        var virtualFunctions = index[Column.VirtualFunctions];
        _count = 0;
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
            {
                var slot = (word << 6) + BitOperations.TrailingZeroCount(left);
                var load = new HostLoad(cpus[slot], shared[slot], small[slot], huge[slot], virtualFunctions[slot]);
                _heap[_count++] = (scorer.Score(load, request), slot);
            }
        }
    }

    private void SetBounds(Demand demand)
    {
        _bounds = 0;
        Bound(Column.Enabled, 1);
        var node = demand.NodeCount == 0 ? 0 : demand.Cpus.Max();
        var (sums, nodes) = demand.ThreadPolicy switch
        {
            CpuThreadPolicy.Isolate => (Column.WholeCores, Column.NodeWholeCores),
            CpuThreadPolicy.Require => (Column.WholeThreads, Column.NodeWholeThreads),
            _ => (Column.FreeCpus, Column.NodeCpus),
        };
        Bound(sums, demand.TotalCpus);
        Bound(nodes, node);
        Bound(Column.Shared, demand.TotalFloating);
        Bound(Column.NodeShared, demand.NodeCount == 0 ? 0 : demand.Floating.Max());
        BoundMemory(demand);
        Bound(Column.VirtualFunctions, demand.Functions.Count(item => item.Kind is VnicKind.SriovVf or VnicKind.Macvtap));
        Bound(Column.Devices, demand.Devices.Sum(device => device.Count));
        Bound(Column.StorageMiB, ToMiB(demand.Requirements.LocalStorage.Bytes));
    }

    private void BoundMemory(Demand demand)
    {
        if (demand.NodeCount == 0)
        {
            Bound(Column.SmallMiB, ToMiB(demand.FloatingMemory));
            return;
        }

        var sum = ToMiB(demand.Memory.Sum());
        var most = ToMiB(demand.Memory.Max());
        if (demand.SmallOnly)
        {
            Bound(Column.SmallMiB, sum);
            Bound(Column.NodeSmallMiB, most);
        }
        else if (demand.Requirements.PageSize.Kind != PageSizeKind.Any)
        {
            Bound(Column.HugeMiB, sum);
            Bound(Column.NodeHugeMiB, most);
        }
    }

    private void Bound(Column column, int least)
    {
        if (least > 0)
        {
            _columns[_bounds] = column;
            _least[_bounds++] = least;
        }
    }

    private static int ToMiB(long bytes) => (int)Math.Min(int.MaxValue, bytes >> 20);

    private void Sink(int at)
    {
        var item = _heap[at];
        for (var child = (at * 2) + 1; child < _count; child = (at * 2) + 1)
        {
            if (child + 1 < _count && _heap[child + 1].CompareTo(_heap[child]) < 0)
            {
                child++;
            }

            if (item.CompareTo(_heap[child]) <= 0)
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        if (_count > 0)
        {
            _heap[at] = item;
        }
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>What the index keeps of each host: an upper bound of what any placement there may take.</summary>
internal enum Column
{
    Enabled,
    FreeCpus,
    NodeCpus,
    WholeCores,
    NodeWholeCores,
    WholeThreads,
    NodeWholeThreads,
    Shared,
    NodeShared,
    SmallMiB,
    NodeSmallMiB,
    HugeMiB,
    NodeHugeMiB,
    VirtualFunctions,
    Devices,
    StorageMiB,
    Count,
}

/// <summary>
/// Dense columns of cheap counters, one row a host, in order of host id. A scan compares eight hosts at once and
/// leaves to the exact fit only hosts that have enough of everything; it never drops a host that fits. Columns are a
/// multiple of 64 rows long, so that a scan reads whole vectors; what stands beyond the last host is masked by the
/// bits.
/// </summary>
internal sealed class HostIndex
{
    private static readonly Vector256<int> BitOfLane = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
    private readonly int[][] _columns = new int[(int)Column.Count][];
    private readonly List<HostState> _hosts = [];
    private bool _sorted = true;

    public HostIndex()
    {
        for (var column = 0; column < _columns.Length; column++)
        {
            _columns[column] = new int[64];
        }
    }

    /// <summary>Hosts in order of id; a host's <see cref="HostState.Slot"/> is its place.</summary>
    public ReadOnlySpan<HostState> Hosts
    {
        get
        {
            Sort();
            return CollectionsMarshal.AsSpan(_hosts);
        }
    }

    public int Count => _hosts.Count;

    public ReadOnlySpan<int> this[Column column]
    {
        get
        {
            Sort();
            return _columns[(int)column].AsSpan(0, _hosts.Count);
        }
    }

    public void Add(HostState host)
    {
        _hosts.Add(host);
        host.Slot = _hosts.Count - 1;
        _sorted &= host.Slot == 0 || Compare(_hosts[host.Slot - 1], host) < 0;
        if (_hosts.Count > _columns[0].Length)
        {
            for (var column = 0; column < _columns.Length; column++)
            {
                Array.Resize(ref _columns[column], _columns[column].Length * 2);
            }
        }

        Update(host);
    }

    public void Replace(HostState before, HostState after)
    {
        after.Slot = before.Slot;
        _hosts[after.Slot] = after;
        Update(after);
    }

    public void Remove(HostState host)
    {
        var last = _hosts.Count - 1;
        var moved = _hosts[last];
        _hosts[host.Slot] = moved;
        moved.Slot = host.Slot;
        _hosts.RemoveAt(last);
        _sorted &= host.Slot == last;
        if (host.Slot < last)
        {
            Update(moved);
        }

        host.Slot = -1;
    }

    /// <summary>Writes a host's row anew after anything of it changed.</summary>
    public void Update(HostState host)
    {
        var slot = host.Slot;
        Set(Column.Enabled, slot, host.Availability == HostAvailability.Enabled ? 1 : 0);
        var sum = default(NodeFree);
        var most = default(NodeFree);
        foreach (ref readonly var node in host.Nodes.AsSpan())
        {
            sum.Cpus += node.Cpus;
            sum.WholeCores += node.WholeCores;
            sum.WholeThreads += node.WholeThreads;
            most.Cpus = Math.Max(most.Cpus, node.Cpus);
            most.WholeCores = Math.Max(most.WholeCores, node.WholeCores);
            most.WholeThreads = Math.Max(most.WholeThreads, node.WholeThreads);
            most.Shared = Math.Max(most.Shared, node.Shared);
            most.Small = Math.Max(most.Small, node.Small);
        }

        Set(Column.FreeCpus, slot, sum.Cpus);
        Set(Column.NodeCpus, slot, most.Cpus);
        Set(Column.WholeCores, slot, sum.WholeCores);
        Set(Column.NodeWholeCores, slot, most.WholeCores);
        Set(Column.WholeThreads, slot, sum.WholeThreads);
        Set(Column.NodeWholeThreads, slot, most.WholeThreads);
        Set(Column.Shared, slot, host.FreeShared);
        Set(Column.NodeShared, slot, most.Shared);
        Set(Column.SmallMiB, slot, ToMiB(host.FreeSmall));
        Set(Column.NodeSmallMiB, slot, ToMiB(most.Small));
        UpdatePools(host, slot);
        UpdateFunctions(host, slot);
        Set(Column.StorageMiB, slot, ToMiB(host.FreeStorage));
    }

    /// <summary>
    /// Sets the bit of each host that has at least <c>least[i]</c> in column <c>columns[i]</c>, for all i.
    /// <paramref name="bits"/> holds one bit a host.
    /// </summary>
    public void Filter(ReadOnlySpan<Column> columns, ReadOnlySpan<int> least, Span<ulong> bits)
    {
        Sort();
        bits.Fill(ulong.MaxValue);
        if ((_hosts.Count & 63) != 0)
        {
            bits[^1] = (1UL << (_hosts.Count & 63)) - 1;
        }

        for (var index = 0; index < columns.Length; index++)
        {
            Filter(_columns[(int)columns[index]], least[index], bits);
        }
    }

    /// <summary>
    /// The host that has the least in the first column, then in the second, then the lowest id, among those whose bit
    /// is
    /// set; at least one is.
    /// </summary>
    /// <param name="first">The column that counts.</param>
    /// <param name="second">The column that decides between equals.</param>
    /// <param name="most">Whether the most wins, not the least.</param>
    /// <param name="bits">One bit a host.</param>
    /// <param name="ties">Scratch, as long.</param>
    public int Best(Column first, Column second, bool most, ReadOnlySpan<ulong> bits, Span<ulong> ties)
    {
        // ~v orders integers the other way round, without the overflow of -v.
        var flip = most ? -1 : 0;
        var column = _columns[(int)first];
        var best = Vector256.Create(Least(column, flip, bits) ^ flip);
        for (var word = 0; word < bits.Length; word++)
        {
            var equal = 0UL;
            for (var part = 0; part < 8 && bits[word] != 0; part++)
            {
                var eight = Vector256.Create(column.AsSpan((word << 6) + (part << 3), 8));
                equal |= (ulong)Vector256.Equals(eight, best).ExtractMostSignificantBits() << (part << 3);
            }

            ties[word] = bits[word] & equal;
        }

        column = _columns[(int)second];
        var decisive = Least(column, flip, ties) ^ flip;
        for (var word = 0; word < ties.Length; word++)
        {
            for (var left = ties[word]; left != 0; left &= left - 1)
            {
                var slot = (word << 6) + BitOperations.TrailingZeroCount(left);
                if (column[slot] == decisive)
                {
                    return slot;
                }
            }
        }

        return -1;
    }

    private static int Least(int[] column, int flip, ReadOnlySpan<ulong> bits)
    {
        var least = Vector256.Create(int.MaxValue);
        var flips = Vector256.Create(flip);
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0;)
            {
                var part = BitOperations.TrailingZeroCount(left) >> 3;
                var eight = Vector256.Create(column.AsSpan((word << 6) + (part << 3), 8)) ^ flips;
                var lanes = Vector256.Create((int)(left >> (part << 3) & 255)) & BitOfLane;
                var kept = Vector256.ConditionalSelect(Vector256.Equals(lanes, BitOfLane), eight, least);
                least = Vector256.Min(least, kept);
                left &= ~(255UL << (part << 3));
            }
        }

        var lowest = int.MaxValue;
        for (var lane = 0; lane < Vector256<int>.Count; lane++)
        {
            lowest = Math.Min(lowest, least[lane]);
        }

        return lowest;
    }

    private static void Filter(int[] column, int least, Span<ulong> bits)
    {
        var bound = Vector256.Create(least);
        for (var word = 0; word < bits.Length; word++)
        {
            var keep = 0UL;
            for (var part = 0; part < 8 && bits[word] != 0; part++)
            {
                var eight = Vector256.Create(column.AsSpan((word << 6) + (part << 3), 8));
                keep |= (ulong)Vector256.GreaterThanOrEqual(eight, bound).ExtractMostSignificantBits() << (part << 3);
            }

            bits[word] &= keep;
        }
    }

    private static int ToMiB(long bytes) => (int)Math.Clamp(bytes >> 20, int.MinValue, int.MaxValue);

    private static int Compare(HostState left, HostState right) => string.CompareOrdinal(left.Id.Value, right.Id.Value);

    private void UpdatePools(HostState host, int slot)
    {
        var sum = 0L;
        var most = 0L;
        for (var node = 0; node < host.Nodes.Length; node++)
        {
            var shape = host.Shape.Nodes[node];
            for (var pool = shape.FirstPool; pool < shape.FirstPool + shape.PoolCount; pool++)
            {
                var bytes = Math.Max(0, host.PoolFree[pool]) * host.Shape.Pools[pool].PageBytes;
                sum += bytes;
                most = Math.Max(most, bytes);
            }
        }

        Set(Column.HugeMiB, slot, ToMiB(sum));
        Set(Column.NodeHugeMiB, slot, ToMiB(most));
    }

    private void UpdateFunctions(HostState host, int slot)
    {
        var virtualFunctions = 0;
        foreach (ref readonly var function in host.Functions.AsSpan())
        {
            virtualFunctions += function.Whole ? 0 : function.VirtualFunctions;
        }

        Set(Column.VirtualFunctions, slot, virtualFunctions);
        var devices = 0;
        foreach (var count in host.KindFree)
        {
            devices += count;
        }

        Set(Column.Devices, slot, devices);
    }

    private void Set(Column column, int slot, int value) => _columns[(int)column][slot] = value;

    private void Sort()
    {
        if (_sorted)
        {
            return;
        }

        _sorted = true;
        _hosts.Sort(Compare);
        for (var slot = 0; slot < _hosts.Count; slot++)
        {
            _hosts[slot].Slot = slot;
            Update(_hosts[slot]);
        }
    }
}

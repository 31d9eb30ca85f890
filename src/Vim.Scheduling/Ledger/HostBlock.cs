using System.Runtime.Intrinsics;

namespace Vim.Scheduling.Ledger;

/// <summary>A part of a <see cref="HostOrder"/>: up to so many hosts in order, their rows side by side.</summary>
internal sealed class HostBlock
{
    public const int MaxCount = 64;

    public int Count { get; private set; }

    public Vector512<int>[] Rows { get; } = new Vector512<int>[MaxCount];

    public long[] Scores { get; } = new long[MaxCount];

    public HostState[] Hosts { get; } = new HostState[MaxCount];

    public static int Compare(HostState left, HostState right) =>
        string.CompareOrdinal(left.Id.Value, right.Id.Value);

    /// <summary>How many are before the host or are it.</summary>
    public int Find(long score, HostState host)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var isAfter = Scores[middle] > score
                || (Scores[middle] == score && Compare(Hosts[middle], host) > 0);
            (low, high) = isAfter ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    public void Insert(int place, long score, HostState host, in Vector512<int> row)
    {
        Shift(place, place + 1);
        Rows[place] = row;
        Scores[place] = score;
        Hosts[place] = host;
        Count++;
    }

    public void RemoveAt(int place)
    {
        Shift(place + 1, place);
        Hosts[--Count] = null!;
    }

    /// <summary>Gives its upper half to a new block.</summary>
    public HostBlock Split()
    {
        var half = Count / 2;
        var upper = new HostBlock();
        upper.Append(this, half);
        Array.Clear(Hosts, half, Count - half);
        Count = half;
        return upper;
    }

    public void Append(HostBlock other, int from = 0)
    {
        var count = other.Count - from;
        Array.Copy(other.Rows, from, Rows, Count, count);
        Array.Copy(other.Scores, from, Scores, Count, count);
        Array.Copy(other.Hosts, from, Hosts, Count, count);
        Count += count;
    }

    private void Shift(int from, int to)
    {
        Array.Copy(Rows, from, Rows, to, Count - from);
        Array.Copy(Scores, from, Scores, to, Count - from);
        Array.Copy(Hosts, from, Hosts, to, Count - from);
    }
}

using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Vim.Domain.Topology;

/// <summary>
/// An immutable set of CPU ids (hardware threads of a host, or vCPU indexes of a guest), 0 to <see cref="MaxId"/>.
/// Equal sets are equal values. The text form is the Linux cpulist: <c>0-3,8</c>.
/// </summary>
public sealed class CpuSet : IEquatable<CpuSet>, IEnumerable<int>
{
    /// <summary>The largest CPU id a set holds.</summary>
    public const int MaxId = 4095;

    private const int MaxWords = (MaxId + 64) / 64;

    private readonly ulong[] _words;

    /// <param name="words">Without a zero word at the end; becomes the set's own.</param>
    private CpuSet(ulong[] words) => _words = words;

    /// <summary>The set without members.</summary>
    public static CpuSet Empty { get; } = new([]);

    /// <summary>How many CPUs are in the set.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>Whether the set has no member.</summary>
    public bool IsEmpty => _words.Length == 0;

    /// <summary>
    /// The members as bits, 64 to a word, CPU 0 in the lowest bit of word 0; no zero word at the end.
    /// </summary>
    public ReadOnlySpan<ulong> Words => _words;

    /// <summary>The set of these ids.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative or above <see cref="MaxId"/>.</exception>
    public static CpuSet Of(params IEnumerable<int> ids)
    {
        Span<ulong> words = stackalloc ulong[MaxWords];
        words.Clear();
        foreach (var id in ids)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(ids));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(id, MaxId, nameof(ids));
            words[id >> 6] |= 1UL << (id & 63);
        }

        return FromWords(words);
    }

    /// <summary>The set of <paramref name="count"/> consecutive ids from <paramref name="first"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative or above <see cref="MaxId"/>.</exception>
    public static CpuSet Range(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
        {
            return Empty;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxId + 1 - first);
        var last = first + count - 1;
        var words = new ulong[(last >> 6) + 1];
        for (var index = first >> 6; index < words.Length; index++)
        {
            var low = index == first >> 6 ? ulong.MaxValue << (first & 63) : ulong.MaxValue;
            var high = index == last >> 6 ? ulong.MaxValue >> (63 - (last & 63)) : ulong.MaxValue;
            words[index] = low & high;
        }

        return new(words);
    }

    /// <summary>The set with these bits (see <see cref="Words"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bit stands for an id above <see cref="MaxId"/>.</exception>
    public static CpuSet FromWords(ReadOnlySpan<ulong> words)
    {
        var used = words.TrimEnd(0UL);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(used.Length, MaxWords, nameof(words));
        return used.IsEmpty ? Empty : new(used.ToArray());
    }

    /// <summary>Reads a Linux cpulist such as <c>0-3,8,10-11</c>; blank text is the empty set.</summary>
    /// <returns>False where the text is not a cpulist or names an id above <see cref="MaxId"/>.</returns>
    public static bool TryParse(string text, out CpuSet set)
    {
        set = Empty;
        var ids = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var low = dash < 0 ? part : part[..dash];
            var high = dash < 0 ? part : part[(dash + 1)..];
            if (!int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || last < first
                || last > MaxId)
            {
                return false;
            }

            ids.AddRange(Enumerable.Range(first, last - first + 1));
        }

        set = Of(ids);
        return true;
    }

    /// <summary>Reads a Linux cpulist.</summary>
    /// <exception cref="FormatException">The text is not a cpulist.</exception>
    public static CpuSet Parse(string text) =>
        TryParse(text, out var set) ? set : throw new FormatException($"\"{text}\" is not a CPU list such as 0-3,8");

    /// <summary>Whether the id is a member.</summary>
    public bool Contains(int id) => id >= 0 && id >> 6 < _words.Length && (_words[id >> 6] >> (id & 63) & 1) != 0;

    /// <summary>Members of either.</summary>
    public CpuSet Union(CpuSet other) => Combine(other, static (a, b) => a | b);

    /// <summary>Members of both.</summary>
    public CpuSet Intersect(CpuSet other) => Combine(other, static (a, b) => a & b);

    /// <summary>Members of this that are not in the other.</summary>
    public CpuSet Except(CpuSet other) => Combine(other, static (a, b) => a & ~b);

    /// <summary>Whether both share a member.</summary>
    public bool Overlaps(CpuSet other)
    {
        var shared = Math.Min(_words.Length, other._words.Length);
        for (var index = 0; index < shared; index++)
        {
            if ((_words[index] & other._words[index]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether every member is in the other too.</summary>
    public bool IsSubsetOf(CpuSet other)
    {
        for (var index = 0; index < _words.Length; index++)
        {
            if ((_words[index] & ~other.Word(index)) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc />
    public IEnumerator<int> GetEnumerator()
    {
        for (var index = 0; index < _words.Length; index++)
        {
            for (var word = _words[index]; word != 0; word &= word - 1)
            {
                yield return (index << 6) + BitOperations.TrailingZeroCount(word);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(CpuSet? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as CpuSet);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in _words)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    /// <summary>The Linux cpulist: <c>0-3,8</c>; empty text for the empty set.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        int? first = null;
        var last = 0;
        foreach (var id in this)
        {
            if (first is not null && id != last + 1)
            {
                AppendRange(text, first.Value, last);
                first = null;
            }

            first ??= id;
            last = id;
        }

        if (first is not null)
        {
            AppendRange(text, first.Value, last);
        }

        return text.ToString();
    }

    private static void AppendRange(StringBuilder text, int first, int last)
    {
        text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{first}");
        if (last > first)
        {
            text.Append(CultureInfo.InvariantCulture, $"-{last}");
        }
    }

    private ulong Word(int index) => index < _words.Length ? _words[index] : 0;

    private CpuSet Combine(CpuSet other, Func<ulong, ulong, ulong> operation)
    {
        Span<ulong> words = stackalloc ulong[Math.Max(_words.Length, other._words.Length)];
        for (var index = 0; index < words.Length; index++)
        {
            words[index] = operation(Word(index), other.Word(index));
        }

        return FromWords(words);
    }
}

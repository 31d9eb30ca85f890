using System.Numerics;

namespace Vim.Domain.Units;

/// <summary>An amount of memory or storage in bytes; never negative.</summary>
/// <param name="Bytes">Bytes, 0 or more.</param>
public readonly record struct MemorySize(long Bytes) : IComparable<MemorySize>
{
    /// <summary>Nothing.</summary>
    public static MemorySize Zero => default;

    /// <summary>So many kibibytes (1,024 bytes).</summary>
    public static MemorySize FromKiB(long count) => new(checked(count * (1L << 10)));

    /// <summary>So many mebibytes (1,048,576 bytes).</summary>
    public static MemorySize FromMiB(long count) => new(checked(count * (1L << 20)));

    /// <summary>So many gibibytes (1,073,741,824 bytes).</summary>
    public static MemorySize FromGiB(long count) => new(checked(count * (1L << 30)));

    /// <summary>Whole mebibytes, rounded down.</summary>
    public long MiB => Bytes >> 20;

    /// <summary>How many whole pages hold this much, rounded up.</summary>
    public long PagesOf(PageSize page) => (Bytes + page.Bytes - 1) >> BitOperations.TrailingZeroCount(page.Bytes);

    /// <inheritdoc />
    public int CompareTo(MemorySize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Sum.</summary>
    public static MemorySize operator +(MemorySize left, MemorySize right) => new(checked(left.Bytes + right.Bytes));

    /// <summary>Difference.</summary>
    public static MemorySize operator -(MemorySize left, MemorySize right) => new(left.Bytes - right.Bytes);

    /// <summary>Less than.</summary>
    public static bool operator <(MemorySize left, MemorySize right) => left.Bytes < right.Bytes;

    /// <summary>Greater than.</summary>
    public static bool operator >(MemorySize left, MemorySize right) => left.Bytes > right.Bytes;

    /// <summary>Less than or equal.</summary>
    public static bool operator <=(MemorySize left, MemorySize right) => left.Bytes <= right.Bytes;

    /// <summary>Greater than or equal.</summary>
    public static bool operator >=(MemorySize left, MemorySize right) => left.Bytes >= right.Bytes;

    /// <summary>The largest unit that divides it: <c>8 GiB</c>, <c>1536 MiB</c>, <c>4 KiB</c>, <c>10 B</c>.</summary>
    public override string ToString() => BinaryUnit.Format(Bytes);
}

namespace Vim.Domain.Units;

/// <summary>The size of one memory page of a host.</summary>
/// <param name="Bytes">Bytes; a power of two.</param>
public readonly record struct PageSize(long Bytes) : IComparable<PageSize>
{
    /// <summary>4 KiB: the ordinary page of x86-64 and most AArch64 kernels.</summary>
    public static PageSize Small => new(4L << 10);

    /// <summary>2 MiB huge page.</summary>
    public static PageSize Huge2MiB => new(2L << 20);

    /// <summary>1 GiB huge page.</summary>
    public static PageSize Huge1GiB => new(1L << 30);

    /// <summary>Whether so much memory is a whole number of such pages.</summary>
    public bool Divides(MemorySize memory) => (memory.Bytes & (Bytes - 1)) == 0;

    /// <summary>Whether the page comes from a huge page pool (larger than 64 KiB).</summary>
    public bool IsHuge => Bytes > 64 << 10;

    /// <summary>So many pages.</summary>
    public MemorySize Times(long count) => new(checked(Bytes * count));

    /// <inheritdoc />
    public int CompareTo(PageSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>Less than.</summary>
    public static bool operator <(PageSize left, PageSize right) => left.Bytes < right.Bytes;

    /// <summary>Greater than.</summary>
    public static bool operator >(PageSize left, PageSize right) => left.Bytes > right.Bytes;

    /// <summary>Less than or equal.</summary>
    public static bool operator <=(PageSize left, PageSize right) => left.Bytes <= right.Bytes;

    /// <summary>Greater than or equal.</summary>
    public static bool operator >=(PageSize left, PageSize right) => left.Bytes >= right.Bytes;

    /// <summary><c>4 KiB</c>, <c>2 MiB</c>, <c>1 GiB</c>.</summary>
    public override string ToString() => BinaryUnit.Format(Bytes);
}

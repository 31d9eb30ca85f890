using System.Globalization;

namespace Vim.Domain.Units;

/// <summary>A data rate in bits per second; never negative. 1 Gbit/s is 10^9 bits per second.</summary>
/// <param name="BitsPerSecond">Bits per second, 0 or more.</param>
public readonly record struct Bandwidth(long BitsPerSecond) : IComparable<Bandwidth>
{
    /// <summary>No rate.</summary>
    public static Bandwidth Zero => default;

    /// <summary>So many megabits (10^6 bits) per second.</summary>
    public static Bandwidth FromMbps(long count) => new(checked(count * 1_000_000));

    /// <summary>So many gigabits (10^9 bits) per second.</summary>
    public static Bandwidth FromGbps(long count) => new(checked(count * 1_000_000_000));

    /// <inheritdoc />
    public int CompareTo(Bandwidth other) => BitsPerSecond.CompareTo(other.BitsPerSecond);

    /// <summary>Sum.</summary>
    public static Bandwidth operator +(Bandwidth left, Bandwidth right) =>
        new(checked(left.BitsPerSecond + right.BitsPerSecond));

    /// <summary>Difference.</summary>
    public static Bandwidth operator -(Bandwidth left, Bandwidth right) =>
        new(left.BitsPerSecond - right.BitsPerSecond);

    /// <summary>Less than.</summary>
    public static bool operator <(Bandwidth left, Bandwidth right) => left.BitsPerSecond < right.BitsPerSecond;

    /// <summary>Greater than.</summary>
    public static bool operator >(Bandwidth left, Bandwidth right) => left.BitsPerSecond > right.BitsPerSecond;

    /// <summary>Less than or equal.</summary>
    public static bool operator <=(Bandwidth left, Bandwidth right) => left.BitsPerSecond <= right.BitsPerSecond;

    /// <summary>Greater than or equal.</summary>
    public static bool operator >=(Bandwidth left, Bandwidth right) => left.BitsPerSecond >= right.BitsPerSecond;

    /// <summary>The largest decimal unit that divides it: <c>10 Gbit/s</c>, <c>250 Mbit/s</c>.</summary>
    public override string ToString()
    {
        var (value, unit) = BitsPerSecond switch
        {
            0 => (0L, "bit/s"),
            var bits when bits % 1_000_000_000 == 0 => (bits / 1_000_000_000, "Gbit/s"),
            var bits when bits % 1_000_000 == 0 => (bits / 1_000_000, "Mbit/s"),
            var bits when bits % 1_000 == 0 => (bits / 1_000, "kbit/s"),
            var bits => (bits, "bit/s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{value} {unit}");
    }
}

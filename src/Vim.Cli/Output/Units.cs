using System.Globalization;

namespace Vim.Cli.Output;

/// <summary>Sizes, rates and times as people read them.</summary>
internal static class Units
{
    private static readonly (long Size, string Name)[] Sizes =
    [
        (1L << 40, "TiB"),
        (1L << 30, "GiB"),
        (1L << 20, "MiB"),
        (1L << 10, "KiB"),
    ];

    private static readonly (long Size, string Name)[] Rates =
    [
        (1_000_000_000, "Gbit/s"),
        (1_000_000, "Mbit/s"),
        (1_000, "kbit/s"),
    ];

    /// <summary>20 GiB, 1.5 GiB, 512 MiB.</summary>
    public static string Bytes(long bytes) => Scaled(bytes, Sizes, "B");

    /// <summary>2.5 Gbit/s, 100 Mbit/s.</summary>
    public static string BitsPerSecond(long bits) => Scaled(bits, Rates, "bit/s");

    /// <summary>12 s, 5 min, 3 h, 4 d.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 } => "0 s",
        { TotalSeconds: < 120 } => Invariant($"{(int)age.TotalSeconds} s"),
        { TotalMinutes: < 120 } => Invariant($"{(int)age.TotalMinutes} min"),
        { TotalHours: < 48 } => Invariant($"{(int)age.TotalHours} h"),
        _ => Invariant($"{(int)age.TotalDays} d"),
    };

    /// <summary>A count, invariant.</summary>
    public static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Scaled(long amount, (long Size, string Name)[] scale, string unit)
    {
        foreach (var (size, name) in scale)
        {
            if (amount >= size)
            {
                return Invariant($"{(double)amount / size:0.##} {name}");
            }
        }

        return Invariant($"{amount} {unit}");
    }
}

using System.Globalization;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>
/// Sizes and rates with units. Memory and disk sizes are read in powers of 1024 whether written `MB` or `MiB`: every
/// VIM that reads these languages does so, huge pages come in no other sizes, and it never gives less than was asked.
/// Rates are decimal, as on every line.
/// </summary>
internal static class Quantities
{
    internal const long MebibytesMax = 64L * 1024 * 1024;

    private static readonly Dictionary<string, long> SizeUnits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["b"] = 1,
        ["k"] = 1L << 10,
        ["kb"] = 1L << 10,
        ["kib"] = 1L << 10,
        ["m"] = 1L << 20,
        ["mb"] = 1L << 20,
        ["mib"] = 1L << 20,
        ["g"] = 1L << 30,
        ["gb"] = 1L << 30,
        ["gib"] = 1L << 30,
        ["t"] = 1L << 40,
        ["tb"] = 1L << 40,
        ["tib"] = 1L << 40,
    };

    private static readonly Dictionary<string, long> RateUnits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bps"] = 1,
        ["bit/s"] = 1,
        ["kbps"] = 1_000,
        ["kbit/s"] = 1_000,
        ["mbps"] = 1_000_000,
        ["mbit/s"] = 1_000_000,
        ["gbps"] = 1_000_000_000,
        ["gbit/s"] = 1_000_000_000,
        ["tbps"] = 1_000_000_000_000,
        ["tbit/s"] = 1_000_000_000_000,
    };

    /// <summary>A size in MiB; a bare number is in the default unit (`MiB`, `GiB`).</summary>
    internal static long? Mebibytes(YamlNode? node, string defaultUnit, Diagnostics diagnostics) =>
        Size(node, defaultUnit, 1L << 20, "MiB", MebibytesMax, diagnostics);

    /// <summary>A size in GiB, rounded up to whole GiB: a disk may be larger than asked.</summary>
    internal static long? GibibytesUp(YamlNode? node, string defaultUnit, Diagnostics diagnostics)
    {
        var mebibytes = Size(node, defaultUnit, 1L << 20, "MiB", MebibytesMax, diagnostics);
        return mebibytes is { } size ? (size + 1023) / 1024 : null;
    }

    /// <summary>A size in KiB (page sizes).</summary>
    internal static long? Kibibytes(YamlNode? node, string defaultUnit, Diagnostics diagnostics) =>
        Size(node, defaultUnit, 1L << 10, "KiB", 1L << 30, diagnostics);

    /// <summary>A rate in bit/s; a bare number is in the default unit.</summary>
    internal static long? BitsPerSecond(YamlNode? node, string defaultUnit, Diagnostics diagnostics)
    {
        if (Values.Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        if (Split(text, defaultUnit, RateUnits) is { } rate && rate is >= 0 and <= 100_000_000_000_000m
            && decimal.Truncate(rate) == rate)
        {
            return (long)rate;
        }

        diagnostics.Error(
            node!,
            $"a rate is needed here, found {Section.Describe(node!)}",
            "write a number and one of bps, kbps, Mbps, Gbps (10 Gbps), at most 100000 Gbps");
        return null;
    }

    private static long? Size(
        YamlNode? node, string defaultUnit, long unit, string unitName, long max, Diagnostics diagnostics)
    {
        if (Values.Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        if (Split(text, defaultUnit, SizeUnits) is { } bytes && bytes >= 0 && bytes / unit <= max
            && decimal.Truncate(bytes / unit) * unit == bytes)
        {
            return (long)(bytes / unit);
        }

        diagnostics.Error(
            node!,
            $"a size in whole {unitName} is needed here, found {Section.Describe(node!)}",
            $"write a number and one of KiB, MiB, GiB, TiB, at most {max} {unitName}");
        return null;
    }

    private static decimal? Split(string text, string defaultUnit, Dictionary<string, long> units)
    {
        var trimmed = text.Trim();
        var digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] == '.'))
        {
            digits++;
        }

        var unitName = trimmed[digits..].Trim();
        unitName = unitName.Length == 0 ? defaultUnit : unitName;
        if (digits is 0 or > 15
            || !decimal.TryParse(
                trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || !units.TryGetValue(unitName, out var factor))
        {
            return null;
        }

        return number * factor;
    }
}

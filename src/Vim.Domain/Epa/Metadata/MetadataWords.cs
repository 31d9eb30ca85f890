using System.Collections.Immutable;
using System.Globalization;
using Vim.Domain.Units;

namespace Vim.Domain.Epa.Metadata;

/// <summary>The words that values are made of. A reader that does not understand says what it would.</summary>
internal static class MetadataWords
{
    public static readonly ImmutableArray<(string Word, CpuPolicy Value)> CpuPolicies =
        [("shared", CpuPolicy.Shared), ("dedicated", CpuPolicy.Dedicated), ("mixed", CpuPolicy.Mixed)];

    public static readonly ImmutableArray<(string Word, CpuThreadPolicy Value)> ThreadPolicies =
    [
        ("prefer", CpuThreadPolicy.Prefer),
        ("isolate", CpuThreadPolicy.Isolate),
        ("require", CpuThreadPolicy.Require),
    ];

    public static readonly ImmutableArray<(string Word, EmulatorThreadPolicy Value)> EmulatorPolicies =
        [("share", EmulatorThreadPolicy.Share), ("isolate", EmulatorThreadPolicy.Isolate)];

    public static readonly ImmutableArray<(string Word, PciNumaPolicy Value)> PciNumaPolicies =
    [
        ("legacy", PciNumaPolicy.Legacy),
        ("preferred", PciNumaPolicy.Preferred),
        ("required", PciNumaPolicy.Required),
        ("socket", PciNumaPolicy.Socket),
    ];

    /// <summary>Whether a trait must be there (true) or must not (false).</summary>
    public static readonly ImmutableArray<(string Word, bool Value)> TraitWords =
        [("required", true), ("forbidden", false)];

    private static readonly string[] True = ["true", "yes", "on", "y", "t", "1"];
    private static readonly string[] False = ["false", "no", "off", "n", "f", "0"];
    private const string Units = "kmgt";

    /// <summary>One of a list of words.</summary>
    public static string? Choice<T>(
        string value, ImmutableArray<(string Word, T Value)> words, Action<T> take)
    {
        foreach (var (word, meaning) in words)
        {
            if (word == value.Trim())
            {
                take(meaning);
                return null;
            }
        }

        return $"is not one of {string.Join(", ", words.Select(pair => pair.Word))}";
    }

    /// <summary>Yes or no, in any of OpenStack's spellings.</summary>
    public static string? Boolean(string value, Action<bool> take)
    {
        var word = value.Trim();
        var yes = True.Contains(word, StringComparer.OrdinalIgnoreCase);
        if (!yes && !False.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return "is neither true nor false";
        }

        take(yes);
        return null;
    }

    /// <summary>A whole number of a range.</summary>
    public static string? Number(string value, long least, long most, Action<long> take)
    {
        if (!long.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < least
            || number > most)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is not a whole number from {least} to {most}");
        }

        take(number);
        return null;
    }

    /// <summary>small, large, any, or a size: a bare number in KiB, or with a unit (2MB, 2MiB, 2M, 1G).</summary>
    public static string? PageSize(string value, Action<PageSizeRequest> take)
    {
        PageSizeRequest? read = value.Trim() switch
        {
            "small" => PageSizeRequest.Small,
            "large" => PageSizeRequest.Large,
            "any" => PageSizeRequest.Any,
            var text => ExactPageSize(text),
        };
        if (read is null)
        {
            return "is neither small, large nor any, nor a page size: a power of two from 4 KiB to 1 GiB, such as 2MB";
        }

        take(read.Value);
        return null;
    }

    private static PageSizeRequest? ExactPageSize(string text)
    {
        var digits = text.Length - text.TrimStart("0123456789").Length;
        var unit = text[digits..].Trim().ToLowerInvariant();
        var factor = unit.Length == 0 ? 1L << 10 : FactorOf(unit);
        if (digits is 0 or > 10 || factor == 0)
        {
            return null;
        }

        var bytes = (decimal)factor * long.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        var sound = bytes is >= 4096 and <= 1 << 30 && ((long)bytes & ((long)bytes - 1)) == 0;
        return sound ? PageSizeRequest.Of(new PageSize((long)bytes)) : null;
    }

    /// <summary>Bytes of k, m, g, t with or without i and b; 0 for anything else.</summary>
    private static long FactorOf(string unit)
    {
        var power = Units.IndexOf(unit[0], StringComparison.Ordinal);
        return power >= 0 && unit[1..] is "" or "b" or "i" or "ib" ? 1L << (10 * (power + 1))
            : unit == "b" ? 1
            : 0;
    }
}

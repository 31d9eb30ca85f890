using System.Globalization;
using System.Text.RegularExpressions;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>How the values of a host description are written.</summary>
internal static partial class Formats
{
    public static Format<string> Text { get; } =
        new("text of 1 to 255 characters", text => text.Length is > 0 and <= 255 ? text : null);

    public static Format<string> Trait { get; } =
        new("a trait such as HW_CPU_X86_AVX2 or CUSTOM_RT_KERNEL", text => TraitPattern().IsMatch(text) ? text : null);

    public static Format<bool> Flag { get; } = new("true or false", text => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    });

    public static Format<double> Ratio { get; } =
        new("a number of 1 to 64", text => Number(text) is >= 1 and <= 64 and var value ? value : null);

    public static Format<double> Probability { get; } =
        new("a probability from 0 to 1", text => Number(text) is >= 0 and <= 1 and var value ? value : null);

    public static Format<PciAddress> Pci { get; } =
        new("a PCI address such as \"0000:3b:00.1\"", text => PciAddress.TryParse(text, out var pci) ? pci : null);

    public static Format<PciKind> PciKind { get; } =
        new("vendor and device id such as \"8086:159b\"", text => ReadPciKind(text));

    public static Format<CpuList> Cpus { get; } =
        new("a CPU list such as \"0-3,8\" or, with a step, \"0-38:2\"", CpuList.Read);

    public static Format<MemorySize> Memory { get; } = new("a size such as 64 GiB or 97557100 KiB", text =>
        ReadBytes(text) is { } bytes ? new MemorySize(bytes) : null);

    public static Format<PageSize> Page { get; } = new("a page size such as 2 MiB or 1 GiB", text =>
        ReadBytes(text) is > 4096 and var bytes && (bytes & (bytes - 1)) == 0 ? new PageSize(bytes) : null);

    public static Format<Bandwidth> Rate { get; } =
        new("a rate such as 25 Gbit/s or 500 Mbit/s", text => ReadRate(text));

    public static Format<DurationRange> Time { get; } =
        new("a time such as 20 ms, 1.5 s, 2 min, 30 d, or a range of times such as 200-300 ms", text => ReadTime(text));

    public static Format<int> Int(int min, int max) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"),
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max ? value : null);

    public static Format<long> Long(long max) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from 0 to {max}"),
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value <= max ? value : null);

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value : null;

    private static PciKind? ReadPciKind(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2
            && ushort.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var vendor)
            && ushort.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var device)
                ? new PciKind(vendor, device)
                : null;
    }

    private static long? ReadBytes(string text)
    {
        var match = BytesPattern().Match(text);
        if (!match.Success
            || !long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        var shift = match.Groups[2].Value switch { "KiB" => 10, "MiB" => 20, "GiB" => 30, "TiB" => 40, _ => 0 };
        return count <= (1L << 50) >> shift ? count << shift : null;
    }

    private static Bandwidth? ReadRate(string text)
    {
        var match = RatePattern().Match(text);
        if (!match.Success || Number(match.Groups[1].Value) is not { } count)
        {
            return null;
        }

        var bits = count * match.Groups[2].Value switch { "Gbit/s" => 1e9, "Mbit/s" => 1e6, _ => 1e3 };
        return bits <= 1e13 ? new Bandwidth((long)Math.Round(bits)) : null;
    }

    private static DurationRange? ReadTime(string text)
    {
        var match = TimePattern().Match(text);
        if (!match.Success || Number(match.Groups[1].Value) is not { } min)
        {
            return text == "0" ? default(DurationRange) : null;
        }

        var max = match.Groups[2].Success ? Number(match.Groups[2].Value) ?? -1 : min;
        var milliseconds = match.Groups[3].Value switch
        {
            "ms" => 1.0,
            "s" => 1e3,
            "min" => 6e4,
            "h" => 3.6e6,
            _ => 8.64e7,
        };
        return max >= min && max * milliseconds <= 3.2e12
            ? new DurationRange(
                TimeSpan.FromMilliseconds(min * milliseconds),
                TimeSpan.FromMilliseconds(max * milliseconds))
            : null;
    }

    [GeneratedRegex("^(CUSTOM|HW|COMPUTE|STORAGE|MISC|OWNER)_[A-Z0-9_]{1,240}$")]
    private static partial Regex TraitPattern();

    [GeneratedRegex("^([0-9]{1,16}) ?(B|KiB|MiB|GiB|TiB)$")]
    private static partial Regex BytesPattern();

    [GeneratedRegex("^([0-9.]{1,16}) ?(kbit/s|Mbit/s|Gbit/s)$")]
    private static partial Regex RatePattern();

    [GeneratedRegex("^([0-9.]{1,16})(?:-([0-9.]{1,16}))? ?(ms|s|min|h|d)$")]
    private static partial Regex TimePattern();
}

/// <summary>Vendor and device id of a PCI function.</summary>
internal readonly record struct PciKind(ushort VendorId, ushort DeviceId);

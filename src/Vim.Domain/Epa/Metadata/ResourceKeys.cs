using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// The keys outside <c>hw:</c>: <c>pci_passthrough:alias</c>, <c>trait:NAME</c> and <c>resources:CLASS</c>. A resource
/// class of a device is a demand for devices whose alias is the class's name; CUSTOM_PCI_vvvv_dddd names vendor and
/// device by their ids, as OpenStack's own inventory does.
/// </summary>
internal static partial class ResourceKeys
{
    public const int MaxDeviceCount = 64;

    /// <summary>What the flavour's own sizes say already: the amount must be the same.</summary>
    public static readonly ImmutableArray<string> SizeClasses = ["VCPU", "PCPU", "MEMORY_MB", "DISK_GB"];

    private static readonly ImmutableArray<string> DeviceClasses = ["FPGA", "PGPU", "VGPU"];

    /// <summary><c>alias:count</c>, more of them after commas.</summary>
    public static string? ReadAliases(Wishes wishes, string value)
    {
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            var colon = part.LastIndexOf(':');
            var counted = int.TryParse(
                part[(colon + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count);
            if (colon <= 0 || !counted || count is < 1 or > MaxDeviceCount)
            {
                return $"is not alias:count, with commas between, each count from 1 to {MaxDeviceCount}";
            }

            wishes.Devices.Add(new(part[..colon].Trim(), VendorId: null, DeviceId: null, count));
        }

        return null;
    }

    /// <summary>A trait's name with required or forbidden.</summary>
    public static string? ReadTrait(Wishes wishes, string name, string value) =>
        TraitPattern().IsMatch(name)
            ? MetadataWords.Choice(
                value,
                MetadataWords.TraitWords,
                required => (required ? wishes.RequiredTraits : wishes.ForbiddenTraits).Add(name))
            : "is no trait: capital letters, digits and underscores, up to 255 of them";

    /// <summary>An amount of a resource class.</summary>
    public static string? ReadResource(Wishes wishes, string name, string value)
    {
        if (SizeClasses.Contains(name))
        {
            return MetadataWords.Number(value, 1, long.MaxValue, amount => wishes.Amounts[name] = amount);
        }

        if (!DeviceClasses.Contains(name) && !CustomPattern().IsMatch(name))
        {
            return $"is of no resource class of this VIM; those are {string.Join(", ", SizeClasses)}, "
                + $"{string.Join(", ", DeviceClasses)} and CUSTOM_...";
        }

        return MetadataWords.Number(value, 1, MaxDeviceCount, count => wishes.Devices.Add(DeviceOf(name, (int)count)));
    }

    private static DeviceRequirement DeviceOf(string name, int count)
    {
        var ids = PciClassPattern().Match(name);
        return ids.Success
            ? new(Alias: null, IdOf(ids.Groups[1].ValueSpan), IdOf(ids.Groups[2].ValueSpan), count)
            : new(name, VendorId: null, DeviceId: null, count);
    }

    private static ushort IdOf(ReadOnlySpan<char> hex) =>
        ushort.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Z0-9_]{1,255}$")]
    private static partial Regex TraitPattern();

    [GeneratedRegex("^CUSTOM_[A-Z0-9_]{1,248}$")]
    private static partial Regex CustomPattern();

    [GeneratedRegex("^CUSTOM_PCI_([0-9A-F]{4})_([0-9A-F]{4})$")]
    private static partial Regex PciClassPattern();
}

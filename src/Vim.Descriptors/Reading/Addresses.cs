using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>PCI, MAC and IP addresses in one spelling each.</summary>
internal static partial class Addresses
{
    internal static string? Pci(YamlNode? node, Diagnostics diagnostics)
    {
        if (Values.Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        var address = text.Trim().ToLowerInvariant();
        address = address.Length == 7 ? "0000:" + address : address;
        if (PciPattern().IsMatch(address))
        {
            return address;
        }

        diagnostics.Error(
            node!,
            $"{Section.Describe(node!)} is not a PCI address",
            "write domain:bus:device.function (0000:00:05.0)");
        return null;
    }

    internal static string? PciId(YamlNode? node, Diagnostics diagnostics)
    {
        if (Values.Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        var id = text.Trim().ToLowerInvariant();
        id = id.StartsWith("0x", StringComparison.Ordinal) ? id[2..] : id;
        if (id.Length == 4 && id.All(char.IsAsciiHexDigit))
        {
            return id;
        }

        diagnostics.Error(
            node!,
            $"{Section.Describe(node!)} is not a PCI vendor or device id",
            "write 4 hexadecimal digits (8086)");
        return null;
    }

    internal static string? Mac(YamlNode? node, Diagnostics diagnostics)
    {
        if (Values.Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        var mac = text.Trim().ToLowerInvariant().Replace('-', ':');
        if (MacPattern().IsMatch(mac)
            && (byte.Parse(mac[..2], NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 1) == 0)
        {
            return mac;
        }

        diagnostics.Error(
            node!,
            $"{Section.Describe(node!)} is not a unicast MAC address",
            "write six pairs of hexadecimal digits (52:54:00:00:00:01)");
        return null;
    }

    internal static string? Ip(YamlNode? node, Diagnostics diagnostics)
    {
        if (Values.Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        if (LooksLikeIp(text.Trim()) && IPAddress.TryParse(text.Trim(), out var address))
        {
            return address.ToString();
        }

        diagnostics.Error(node!, $"{Section.Describe(node!)} is not an IP address", "write an IPv4 or IPv6 address");
        return null;
    }

    internal static string? Cidr(YamlNode? node, Diagnostics diagnostics)
    {
        if (Values.Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        var parts = text.Trim().Split('/');
        if (parts.Length == 2 && LooksLikeIp(parts[0]) && IPAddress.TryParse(parts[0], out var address)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= (address.GetAddressBytes().Length * 8))
        {
            return $"{address}/{length}";
        }

        diagnostics.Error(
            node!,
            $"{Section.Describe(node!)} is not an address block",
            "write address/length (10.0.1.0/24)");
        return null;
    }

    /// <summary>.NET also takes `10` and `0x0a000001` for addresses; descriptors do not.</summary>
    private static bool LooksLikeIp(string text) => text.Contains(':') || text.Count(c => c == '.') == 3;

    [GeneratedRegex("^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$")]
    private static partial Regex PciPattern();

    [GeneratedRegex("^[0-9a-f]{2}(:[0-9a-f]{2}){5}$")]
    private static partial Regex MacPattern();
}

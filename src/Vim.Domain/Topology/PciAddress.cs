using System.Globalization;

namespace Vim.Domain.Topology;

/// <summary>
/// The address of a PCI function, <c>domain:bus:device.function</c> as Linux writes it: <c>0000:3b:00.1</c>.
/// </summary>
/// <param name="Domain">0 to ffff.</param>
/// <param name="Bus">0 to ff.</param>
/// <param name="Device">0 to 1f.</param>
/// <param name="Function">0 to 7.</param>
public readonly record struct PciAddress(ushort Domain, byte Bus, byte Device, byte Function) : IComparable<PciAddress>
{
    /// <summary>
    /// In 32 bits, in order: <c>domain &lt;&lt; 16 | bus &lt;&lt; 8 | device &lt;&lt; 3 | function</c>.
    /// </summary>
    public uint Packed => (uint)(Domain << 16) | (uint)(Bus << 8) | (uint)(Device << 3) | Function;

    /// <summary>From 32 bits (see <see cref="Packed"/>); every value is an address.</summary>
    public static PciAddress FromPacked(uint packed) =>
        new((ushort)(packed >> 16), (byte)(packed >> 8), (byte)((packed >> 3) & 0x1f), (byte)(packed & 7));

    /// <summary>Reads <c>0000:3b:00.1</c>.</summary>
    /// <returns>False where the text has another form or a part is out of range.</returns>
    public static bool TryParse(string text, out PciAddress address)
    {
        address = default;
        var parts = text.Split(':');
        var slot = parts[^1].Split('.');
        if (parts.Length != 3
            || slot.Length != 2
            || parts[0].Length > 4
            || parts[1].Length > 2
            || slot[0].Length > 2
            || !ushort.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var domain)
            || !byte.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bus)
            || !byte.TryParse(slot[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var device)
            || !byte.TryParse(slot[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var function)
            || device > 0x1f
            || function > 7)
        {
            return false;
        }

        address = new(domain, bus, device, function);
        return true;
    }

    /// <summary>Reads <c>0000:3b:00.1</c>.</summary>
    /// <exception cref="FormatException">The text is not a PCI address.</exception>
    public static PciAddress Parse(string text) =>
        TryParse(text, out var address)
            ? address
            : throw new FormatException($"\"{text}\" is not a PCI address such as 0000:3b:00.1");

    /// <inheritdoc />
    public int CompareTo(PciAddress other) => Packed.CompareTo(other.Packed);

    /// <summary>Before, by domain, bus, device, function.</summary>
    public static bool operator <(PciAddress left, PciAddress right) => left.Packed < right.Packed;

    /// <summary>After, by domain, bus, device, function.</summary>
    public static bool operator >(PciAddress left, PciAddress right) => left.Packed > right.Packed;

    /// <summary>Before or the same.</summary>
    public static bool operator <=(PciAddress left, PciAddress right) => left.Packed <= right.Packed;

    /// <summary>After or the same.</summary>
    public static bool operator >=(PciAddress left, PciAddress right) => left.Packed >= right.Packed;

    /// <summary><c>0000:3b:00.1</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Domain:x4}:{Bus:x2}:{Device:x2}.{Function:x}");
}

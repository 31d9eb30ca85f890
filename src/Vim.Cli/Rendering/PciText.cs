namespace Vim.Cli.Rendering;

/// <summary>PCI addresses as Linux writes them, from domain, bus, device and function packed into 32 bits.</summary>
internal static class PciText
{
    public static string Of(uint packed) => FormattableString.Invariant(
        $"{packed >> 16:x4}:{packed >> 8 & 0xff:x2}:{packed >> 3 & 0x1f:x2}.{packed & 7}");
}

using System.Globalization;

namespace Vim.Domain.Units;

/// <summary>Text of byte counts in IEC units.</summary>
internal static class BinaryUnit
{
    private static readonly string[] Names = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Format(long bytes)
    {
        var unit = 0;
        while (bytes != 0 && unit < Names.Length - 1 && (bytes & 1023) == 0)
        {
            bytes >>= 10;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes} {Names[unit]}");
    }
}

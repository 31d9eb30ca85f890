using System.Globalization;
using Vim.Domain.Topology;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// OpenStack's CPU specification: ids and ranges parted by commas, with a caret before those to leave out, wherever
/// they stand: <c>0-7,^3</c>. Blanks and empty parts do not count.
/// </summary>
public static class CpuSpec
{
    /// <summary>Longer text is refused unread.</summary>
    public const int MaxLength = 1024;

    /// <summary>Reads a specification.</summary>
    /// <returns>False where it is none, is too long, or names an id above <see cref="CpuSet.MaxId"/>.</returns>
    public static bool TryParse(string text, out CpuSet cpus)
    {
        cpus = CpuSet.Empty;
        if (text.Length > MaxLength)
        {
            return false;
        }

        var (named, left) = (CpuSet.Empty, CpuSet.Empty);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryRange(part.TrimStart('^'), out var range) || part.StartsWith("^^", StringComparison.Ordinal))
            {
                return false;
            }

            if (part[0] == '^')
            {
                left = left.Union(range);
            }
            else
            {
                named = named.Union(range);
            }
        }

        cpus = named.Except(left);
        return true;
    }

    /// <summary>
    /// Reads a mask over the vCPUs of a guest: a specification that begins with a caret is taken from all of them.
    /// </summary>
    /// <param name="text">The mask.</param>
    /// <param name="virtualCpuCount">vCPUs of the guest, 0 to <see cref="CpuSet.MaxId"/>.</param>
    /// <param name="cpus">What the mask names, also beyond the guest's vCPUs.</param>
    public static bool TryParseMask(string text, int virtualCpuCount, out CpuSet cpus) =>
        text.TrimStart().StartsWith('^')
            ? TryParse($"{CpuSet.Range(0, virtualCpuCount)},{text}", out cpus)
            : TryParse(text, out cpus);

    private static bool TryRange(string text, out CpuSet range)
    {
        range = CpuSet.Empty;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var low = (dash < 0 ? text : text[..dash]).Trim();
        var high = (dash < 0 ? text : text[(dash + 1)..]).Trim();
        if (!int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || last < first
            || last > CpuSet.MaxId)
        {
            return false;
        }

        range = CpuSet.Range(first, last - first + 1);
        return true;
    }
}

using System.Globalization;

namespace Vim.Cli.Output;

/// <summary>Sets of CPUs as Linux lists them: 0-3,8.</summary>
internal static class CpuList
{
    private const int HighestCpu = 65_535;

    /// <summary>The CPUs of a list, ascending; empty text: none.</summary>
    /// <exception cref="FormatException">The text is no such list.</exception>
    public static IReadOnlyList<int> Parse(string text)
    {
        var cpus = new SortedSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var first = Number(dash < 0 ? part : part[..dash], text);
            var last = dash < 0 ? first : Number(part[(dash + 1)..], text);
            for (var cpu = first; cpu <= last; cpu++)
            {
                cpus.Add(cpu);
            }
        }

        return [.. cpus];
    }

    /// <summary>The list of these CPUs; "-" for none.</summary>
    public static string Format(IEnumerable<int> cpus)
    {
        var sorted = cpus.Distinct().Order().ToArray();
        var parts = new List<string>();
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            while (end + 1 < sorted.Length && sorted[end + 1] == sorted[end] + 1)
            {
                end++;
            }

            parts.Add(
                start == end ? Units.Count(sorted[start]) : $"{Units.Count(sorted[start])}-{Units.Count(sorted[end])}");
            start = end + 1;
        }

        return parts.Count == 0 ? "-" : string.Join(',', parts);
    }

    /// <summary>The CPUs of a mask: bit b of word w is CPU 64*w+b.</summary>
    public static IReadOnlyList<int> FromMask(IReadOnlyList<ulong> words)
    {
        var cpus = new List<int>();
        for (var word = 0; word < words.Count; word++)
        {
            for (var bit = 0; bit < 64; bit++)
            {
                if ((words[word] >> bit & 1) != 0)
                {
                    cpus.Add((64 * word) + bit);
                }
            }
        }

        return cpus;
    }

    private static int Number(string part, string whole) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= HighestCpu
            ? number
            : throw new FormatException($"\"{whole}\" is not a list of CPUs such as 0-3,8");
}

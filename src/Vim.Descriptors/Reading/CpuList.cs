using System.Globalization;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>vCPU lists in Linux words: `0-3,6`, and `^1` to take one out (Nova's CPU masks).</summary>
internal static class CpuList
{
    internal const int VcpusMax = 512;

    /// <summary>Host CPU ids are below it.</summary>
    internal const int HostCpusMax = 4096;

    /// <summary>Enough for 512 ids written one by one; longer texts repeat themselves.</summary>
    private const int TextMax = 4096;

    /// <summary>vCPU ids, ascending; null with an error when it is not a list or names a vCPU that is not
    /// there.</summary>
    internal static IReadOnlyList<int>? Read(YamlNode? node, int vcpuCount, Diagnostics diagnostics)
    {
        if (node is YamlSequence sequence)
        {
            return FromItems(sequence, vcpuCount, diagnostics);
        }

        if (Values.Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        if (Parse(text, vcpuCount) is { } ids)
        {
            return ids;
        }

        diagnostics.Error(
            node!,
            $"{Section.Describe(node!)} is not a list of vCPUs 0 to {vcpuCount - 1}",
            "write ids and ranges (0-3,6), '^' before one to leave out");
        return null;
    }

    /// <summary>Ids of a list; null when it is malformed or out of range.</summary>
    internal static IReadOnlyList<int>? Parse(string text, int vcpuCount)
    {
        if (text.Length > TextMax)
        {
            return null;
        }

        var included = new SortedSet<int>();
        var excluded = new HashSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var exclude = part.StartsWith('^');
            var range = (exclude ? part[1..] : part).Split('-');
            if (range.Length > 2 || !Id(range[0], vcpuCount, out var first) || !Id(range[^1], vcpuCount, out var last)
                || last < first)
            {
                return null;
            }

            for (var id = first; id <= last; id++)
            {
                _ = exclude ? excluded.Add(id) : included.Add(id);
            }
        }

        if (included.Count == 0)
        {
            included.UnionWith(Enumerable.Range(0, vcpuCount));
        }

        included.ExceptWith(excluded);
        return included.Count == 0 ? null : [.. included];
    }

    private static List<int>? FromItems(YamlSequence sequence, int vcpuCount, Diagnostics diagnostics)
    {
        var ids = new SortedSet<int>();
        foreach (var item in sequence.Items)
        {
            if (Values.Integer(item, 0, vcpuCount - 1, diagnostics) is not { } id)
            {
                return null;
            }

            if (!ids.Add((int)id))
            {
                diagnostics.Error(item, $"vCPU {id} stands in this list twice", "name each vCPU once");
                return null;
            }
        }

        return [.. ids];
    }

    private static bool Id(string text, int vcpuCount, out int id) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id < vcpuCount;
}

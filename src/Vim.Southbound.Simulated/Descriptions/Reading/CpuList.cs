using System.Globalization;
using Vim.Domain.Topology;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>
/// CPU ids in the order they are written. The Linux cpulist with the step that taskset(1) knows: <c>0-38:2</c> is
/// 0, 2, 4 ... 38.
/// </summary>
internal sealed record CpuList(IReadOnlyList<int> Ids)
{
    public static CpuList Empty { get; } = new([]);

    public CpuSet ToSet() => CpuSet.Of(Ids);

    public static CpuList? Read(string text)
    {
        var ids = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.Split(':');
            var ends = colon[0].Split('-');
            var step = 1;
            if (colon.Length > 2
                || ends.Length > 2
                || !TryId(ends[0], out var first)
                || !TryId(ends[^1], out var last)
                || last < first
                || (colon.Length == 2 && (ends.Length == 1 || !TryId(colon[1], out step) || step == 0)))
            {
                return null;
            }

            for (var id = first; id <= last; id += step)
            {
                ids.Add(id);
            }

            if (ids.Count > CpuSet.MaxId + 1)
            {
                return null;
            }
        }

        return ids.Distinct().Count() == ids.Count ? new(ids) : null;
    }

    private static bool TryId(string text, out int id) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id <= CpuSet.MaxId;
}

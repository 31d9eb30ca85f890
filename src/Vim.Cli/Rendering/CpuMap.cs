using System.Globalization;
using Vim.Cli.Output;
using Vim.Contracts.Model.V1;

namespace Vim.Cli.Rendering;

/// <summary>
/// The CPUs of a NUMA node, a column for each core and a row for each of its threads; above them the CPU number of each
/// core's first thread. Cores that do not fit on a line go on below.
/// </summary>
internal static class CpuMap
{
    private const int CoresOfLine = 24;

    public static void Write(Screen screen, IReadOnlyList<CpuThread> threads, CpuOwners owners)
    {
        var cores = threads
            .GroupBy(thread => (thread.SocketId, thread.DieId, thread.CoreId))
            .Select(core => core.Select(thread => thread.Id).Order().ToArray())
            .OrderBy(core => core[0])
            .ToList();
        if (cores.Count == 0)
        {
            return;
        }

        var width = cores.Max(core => core[^1].ToString(CultureInfo.InvariantCulture).Length) + 1;
        foreach (var chunk in cores.Chunk(CoresOfLine))
        {
            WriteChunk(screen, chunk, width, owners);
        }
    }

    private static void WriteChunk(Screen screen, int[][] cores, int width, CpuOwners owners)
    {
        var threadCount = cores.Max(core => core.Length);
        for (var thread = 0; thread < threadCount; thread++)
        {
            var numbers = new List<Span> { new("  CPU   ", Tone.Dim) };
            var marks = new List<Span> { "        " };
            foreach (var core in cores)
            {
                var has = thread < core.Length;
                var number = has ? core[thread].ToString(CultureInfo.InvariantCulture) : "";
                numbers.Add(new Span(number.PadLeft(width), Tone.Dim));
                marks.Add(new string(' ', width - 1));
                marks.Add(has ? owners.Of(core[thread]) : new Span(" ", Tone.Plain));
            }

            screen.Line([.. numbers]);
            screen.Line([.. marks]);
        }
    }
}

using Nfv.OrVi.V1;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>Capacity by dimension: what there is, what is taken, what is free.</summary>
internal static class CapacityTable
{
    public static void Write(Screen screen, CapacityInformation capacity)
    {
        var total = capacity.TotalCapacity ?? new CapacityFigures();
        var allocated = capacity.AllocatedCapacity ?? new CapacityFigures();
        var available = capacity.AvailableCapacity ?? new CapacityFigures();
        var table = new TextTable(
            new Column("WHAT"), new Column("TOTAL", Right: true), new Column("ALLOCATED", Right: true),
            new Column("AVAILABLE", Right: true), new Column(""));
        Add(table, "CPUs for dedicated vCPUs", figures => figures.DedicatedCpuCount, Units.Count);
        Add(table, "shared vCPUs", figures => figures.SharedVirtualCpuCount, Units.Count);
        Add(table, "memory in small pages", figures => figures.SmallPageMemory?.Bytes ?? 0, Units.Bytes);
        foreach (var size in total.HugePages.Select(pages => pages.PageSizeBytes).Order())
        {
            Add(table, $"pages of {Units.Bytes(size)}", figures => Pages(figures, size), Units.Count);
        }

        Add(table, "local storage", figures => figures.LocalStorage?.Bytes ?? 0, Units.Bytes);
        Add(table, "virtual functions", figures => figures.VirtualFunctionCount, Units.Count);
        table.Write(screen, isWide: true, "nothing");

        void Add(TextTable rows, string what, Func<CapacityFigures, long> read, Func<long, string> format)
        {
            if (read(total) > 0)
            {
                var bar = string.Concat(Bar.Of(read(allocated), read(total)).Select(span => span.Text));
                rows.Add(
                    what, format(read(total)), format(read(allocated)), format(read(available)),
                    new Span(bar, Tone.Accent));
            }
        }
    }

    private static long Pages(CapacityFigures figures, long size) =>
        figures.HugePages.Where(pages => pages.PageSizeBytes == size).Sum(pages => pages.PageCount);
}

using Nfv.OrVi.V1;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>Where several computes landed, one line for each thing that they have.</summary>
internal static class PlacementTable
{
    public static void Write(Screen screen, IReadOnlyList<VirtualCompute> computes)
    {
        var table = new TextTable(new Column("WHAT"), new Column("HOW"), new Column("WHERE"), new Column("RATE"));
        foreach (var compute in computes)
        {
            Add(table, compute);
        }

        table.Write(screen, isWide: true, "no computes");
    }

    private static void Add(TextTable table, VirtualCompute compute)
    {
        table.AddSection(
            new Span(ComputeTable.NameOf(compute), Tone.Strong), " on ", new Span(compute.HostId, Tone.Accent),
            $", zone {compute.ZoneId}: ", ComputeTable.StateOf(compute));
        if (compute.EffectivePlacement is not { } placement)
        {
            table.Add("no placement", "-", "-", "");
            return;
        }

        foreach (var row in PlacementRows.Of(placement, compute.Epa, compute.VirtualCpu?.NumVirtualCpu ?? 0))
        {
            table.Add(row.What, row.How, new Span(row.Where, Tone.Good), row.Rate);
        }
    }
}

using Nfv.OrVi.V1;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>How many more computes of a flavour fit, zone by zone.</summary>
internal static class FittingTable
{
    public static void Write(Screen screen, string flavour, FittingComputes fitting)
    {
        screen.Line(
            new Span(flavour, Tone.Heading),
            new Span(
                $"  {Count(fitting.ComputeCount, fitting.LimitReached)} more fit",
                fitting.ComputeCount > 0 ? Tone.Good : Tone.Bad));
        var table = new TextTable(new Column("ZONE"), new Column("MORE FIT", Right: true));
        foreach (var zone in fitting.Zones)
        {
            table.Add(new Span(zone.ZoneId, Tone.Strong), Count(zone.ComputeCount, zone.LimitReached));
        }

        table.Write(screen, isWide: true, "no zones");
        if (fitting.LimitReached)
        {
            screen.Line(new Span("counting ended at the limit; raise it with --count-limit", Tone.Warning));
        }
    }

    private static string Count(int count, bool isLimitReached) =>
        isLimitReached ? $"over {Units.Count(count)}" : Units.Count(count);
}

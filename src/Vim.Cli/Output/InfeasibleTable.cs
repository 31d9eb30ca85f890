using Nfv.OrVi.V1;

namespace Vim.Cli.Output;

/// <summary>Why nothing fits: each dimension with what is wanted and the most that a host has.</summary>
internal static class InfeasibleTable
{
    public static void Write(Screen screen, Infeasible infeasible)
    {
        var table = new TextTable(
            new Column("DIMENSION"),
            new Column("WANTED", Right: true),
            new Column("BEST HOST HAS", Right: true),
            new Column("UNIT"),
            new Column("HOSTS THAT LACK IT", Right: true),
            new Column("FIRST", Right: true),
            new Column("ONLY THIS", Right: true),
            new Column("WHICH"));
        foreach (var shortfall in infeasible.Shortfalls)
        {
            table.Add(
                new Span(Words.Of(shortfall.Dimension), Tone.Warning),
                Units.Count(shortfall.Wanted),
                Units.Count(shortfall.Available),
                shortfall.Unit,
                $"{shortfall.HostsFailed} of {infeasible.HostCount}",
                Units.Count(shortfall.HostsFailedFirst),
                Units.Count(shortfall.HostsFailedOnly),
                shortfall.Detail);
        }

        table.Write(screen, isWide: true, $"{infeasible.HostCount} hosts were looked at", "  ");
        if (infeasible.Hint.Length > 0)
        {
            screen.Line(new Span("  hint   ", Tone.Dim), new Span(infeasible.Hint, Tone.Good));
        }
    }
}

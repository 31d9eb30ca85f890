using Nfv.OrVi.V1;
using Vim.Cli.Deployment;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>For each zone, where one compute would go, or what its hosts lack.</summary>
internal sealed class ExplanationPicture(Screen screen)
{
    public void Write(PlanExplanation explanation)
    {
        screen.Line(
            new Span(explanation.Compute.Name, Tone.Heading),
            explanation.Answer.Feasible
                ? new Span(
                    $"  fits in {explanation.Places.Count()} of {explanation.Answer.Zones.Count} zones", Tone.Good)
                : new Span("  fits nowhere", Tone.Bad));
        foreach (var zone in explanation.Answer.Zones)
        {
            Write(explanation, zone);
        }

        screen.Line();
    }

    private void Write(PlanExplanation explanation, ZoneExplanation zone)
    {
        if (zone.Placement is not { } placement)
        {
            var hosts = zone.Infeasible?.HostCount ?? 0;
            screen.Line(
                "zone ", new Span(zone.ZoneId, Tone.Strong), new Span($": none of {hosts} hosts fits", Tone.Bad),
                PolicyOf(zone));
            InfeasibleTable.Write(screen, zone.Infeasible ?? new Infeasible());
            WriteHosts(zone);
            return;
        }

        screen.Line(
            "zone ", new Span(zone.ZoneId, Tone.Strong), ": it would go to ", new Span(placement.HostId, Tone.Accent),
            PolicyOf(zone));
        var table = new TextTable(new Column("WHAT"), new Column("HOW"), new Column("WHERE"), new Column("RATE"));
        foreach (var row in PlacementRows.Of(
            placement, explanation.Flavour?.Epa, explanation.Flavour?.VirtualCpu?.NumVirtualCpu ?? 0))
        {
            table.Add(row.What, row.How, new Span(row.Where, Tone.Good), row.Rate);
        }

        table.Write(screen, isWide: true, "nothing", "  ");
        WriteHosts(zone);
    }

    private static Span PolicyOf(ZoneExplanation zone) =>
        new(zone.PlacementPolicy.Length == 0 ? "" : $"  by policy {zone.PlacementPolicy}", Tone.Dim);

    private void WriteHosts(ZoneExplanation zone)
    {
        if (zone.Hosts.Count == 0)
        {
            return;
        }

        var table = new TextTable(
            new Column("HOST"),
            new Column("SCORE", Right: true),
            new Column("REMOTE", Right: true),
            new Column("VERDICT"));
        foreach (var host in zone.Hosts)
        {
            var fits = host.Placement is not null;
            table.Add(
                host.HostId,
                fits ? Units.Count(host.Score) : "",
                fits ? Units.Count(host.RemoteFunctionCount) : "",
                fits ? new Span("fits", Tone.Good) : new Span(LackOf(host), Tone.Bad));
        }

        screen.Line();
        table.Write(screen, isWide: true, "none", "  ");
    }

    private static string LackOf(HostExplanation host) => string.Join(
        "; ",
        host.Shortfalls.Select(item =>
            $"{Words.Of(item.Dimension)}{(item.Detail.Length == 0 ? "" : $" ({item.Detail})")}: "
            + $"{Units.Count(item.Wanted)} {item.Unit} wanted, {Units.Count(item.Available)} available"));
}

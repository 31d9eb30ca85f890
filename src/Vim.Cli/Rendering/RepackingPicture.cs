using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Rendering;

/// <summary>The moves of a plan, in order, and what they reach.</summary>
internal sealed class RepackingPicture(Screen screen)
{
    public void Write(PlanRepackingResponse plan)
    {
        screen.Line(
            plan.Reached ? new Span("reached", Tone.Good) : new Span("not reached", Tone.Bad),
            $" by {Units.Count(plan.Moves.Count)} moves of {Units.Bytes(plan.MovedBytes)}",
            plan.Proven ? "" : new Span("; not everything was tried", Tone.Warning));
        var table = new TextTable(
            new Column("STEP", Right: true), new Column("COMPUTE"), new Column("FROM"), new Column("TO"),
            new Column("MEMORY", Right: true));
        for (var step = 0; step < plan.Moves.Count; step++)
        {
            var move = plan.Moves[step];
            table.Add(
                Units.Count(step + 1),
                new Span(move.ComputeName.Length > 0 ? move.ComputeName : move.ComputeId, Tone.Strong),
                move.From.HostId,
                new Span(move.To.HostId, Tone.Accent),
                Units.Bytes(move.MemoryBytes));
        }

        table.Write(screen, isWide: true, "nothing needs to move", "  ");
        foreach (var place in plan.Places)
        {
            screen.Line("  room on ", new Span(place.HostId, Tone.Accent));
        }

        foreach (var host in plan.EmptiedHostIds)
        {
            screen.Line("  empties ", new Span(host, Tone.Accent));
        }
    }
}

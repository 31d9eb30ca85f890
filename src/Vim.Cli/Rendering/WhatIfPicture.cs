using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Rendering;

/// <summary>A zone as it would be: its size, who goes where, and what would still fit.</summary>
internal sealed class WhatIfPicture(Screen screen)
{
    /// <param name="question">What was asked.</param>
    /// <param name="answer">What would be.</param>
    /// <param name="flavours">The flavours in the words in which they were asked for.</param>
    public void Write(WhatIfRequest question, WhatIfResponse answer, IReadOnlyList<string> flavours)
    {
        WriteSizes(question.ZoneId, answer);
        WriteComputes(answer);
        if (answer.Flavours.Count > 0)
        {
            var table = new TextTable(
                new Column("FLAVOUR"), new Column("MORE FIT NOW", Right: true), new Column("WOULD FIT", Right: true));
            for (var index = 0; index < answer.Flavours.Count; index++)
            {
                var flavour = answer.Flavours[index];
                table.Add(
                    new Span(flavours[index], Tone.Strong),
                    Count(flavour.BeforeCount, flavour.BeforeLimitReached),
                    new Span(
                        Count(flavour.AfterCount, flavour.AfterLimitReached),
                        flavour.AfterCount < flavour.BeforeCount ? Tone.Warning : Tone.Good));
            }

            screen.Line();
            table.Write(screen, isWide: true, "");
        }
    }

    private void WriteSizes(string zone, WhatIfResponse answer)
    {
        var table = new TextTable(
            new Column($"ZONE {zone}"), new Column("HOSTS", Right: true), new Column("TAKE COMPUTES", Right: true),
            new Column("COMPUTES", Right: true), new Column("FREE CPUS", Right: true));
        foreach (var (name, size) in new[] { ("now", answer.Before), ("would be", answer.After) })
        {
            table.Add(
                name,
                Units.Count(size.HostCount),
                Units.Count(size.EnabledHostCount),
                Units.Count(size.ComputeCount),
                Units.Count(size.FreeDedicatedCpuCount));
        }

        table.Write(screen, isWide: true, "");
    }

    private void WriteComputes(WhatIfResponse answer)
    {
        if (answer.AffectedComputeCount == 0)
        {
            return;
        }

        screen.Line();
        screen.Line(
            $"{Words.Count(answer.AffectedComputeCount, "compute")} would move or ask anew: ",
            answer.UnplacedComputeCount == 0
                ? new Span("each has a place", Tone.Good)
                : new Span($"{Units.Count(answer.UnplacedComputeCount)} without a place", Tone.Bad));
        var table = new TextTable(
            new Column("COMPUTE"), new Column("FROM"), new Column("TO"), new Column("WHY NOWHERE"));
        foreach (var compute in answer.Computes)
        {
            table.Add(
                new Span(compute.ComputeName.Length > 0 ? compute.ComputeName : compute.ComputeId, Tone.Strong),
                compute.FromHostId,
                compute.Placement is { } place ? new Span(place.HostId, Tone.Accent) : new Span("nowhere", Tone.Bad),
                Reason(compute));
        }

        table.Write(screen, isWide: true, "", "  ");
        if (answer.Computes.Count < answer.AffectedComputeCount)
        {
            var more = answer.AffectedComputeCount - answer.Computes.Count;
            screen.Line(new Span($"  {Units.Count(more)} more are not told; raise --computes", Tone.Dim));
        }
    }

    private static string Reason(ImaginedCompute compute)
    {
        if (compute.Infeasible?.Shortfalls is not [var first, ..])
        {
            return "";
        }

        var detail = first.Detail.Length == 0 ? "" : $" ({first.Detail})";
        var hint = compute.Infeasible.Hint.Length == 0 ? "" : $"; {compute.Infeasible.Hint}";
        return $"{Words.Of(first.Dimension)}{detail}: {first.Wanted} {first.Unit} wanted, {first.Available} free{hint}";
    }

    private static string Count(int count, bool isLimitReached) =>
        isLimitReached ? $"over {Units.Count(count)}" : Units.Count(count);
}

using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Rendering;

/// <summary>What large guests can use of what is free, by zone, then by host.</summary>
internal static class FragmentationTable
{
    private const double Much = 0.5;

    public static void Write(Screen screen, IReadOnlyList<ZoneFragmentation> zones)
    {
        var table = Table("ZONE");
        foreach (var zone in zones)
        {
            Add(table, zone.ZoneId, zone.References);
        }

        table.Write(screen, isWide: true, "nothing to measure: no host takes computes and has dedicated CPUs");
        foreach (var zone in zones.Where(zone => zone.MeasuredHostCount < zone.HostCount))
        {
            screen.Line(new Span(
                $"of zone {zone.ZoneId}, {zone.MeasuredHostCount} of {zone.HostCount} hosts were measured", Tone.Dim));
        }

        var hosts = zones.SelectMany(zone => zone.Hosts).ToList();
        if (hosts.Count > 0)
        {
            var each = Table("HOST");
            foreach (var host in hosts)
            {
                Add(each, host.HostId, host.References);
            }

            screen.Line();
            each.Write(screen, isWide: true, "");
        }
    }

    private static TextTable Table(string first) => new(
        new Column(first), new Column("GUEST"), new Column("MORE FIT", Right: true), new Column("WHAT"),
        new Column("FREE", Right: true), new Column("USABLE", Right: true), new Column("OF NO USE", Right: true));

    private static void Add(TextTable table, string name, IEnumerable<ReferenceFragmentation> references)
    {
        foreach (var reference in references)
        {
            foreach (var resource in reference.Resources)
            {
                table.Add(
                    new Span(name, Tone.Strong),
                    reference.ReferenceId,
                    Units.Count(reference.ComputeCount),
                    WhatOf(resource),
                    Units.Count(resource.FreeCount),
                    Units.Count(resource.UsableCount),
                    new Span(
                        FormattableString.Invariant($"{resource.FragmentationRatio * 100:0.#} %"),
                        resource.FragmentationRatio >= Much ? Tone.Warning : Tone.Good));
            }
        }
    }

    private static string WhatOf(ResourceFragmentation resource) => resource.Resource switch
    {
        FragmentedResource.HugePages => $"pages of {Units.Bytes(resource.PageSizeBytes)}",
        FragmentedResource.VirtualFunctions => "VFs",
        _ => Words.Of(resource.Resource),
    };
}

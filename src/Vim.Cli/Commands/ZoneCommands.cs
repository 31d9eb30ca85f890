using System.CommandLine;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Output;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl zone ...</c>.</summary>
internal static class ZoneCommands
{
    public static Command Create(CliApplication application) =>
        CliApplication.Group("zone", "Resource zones", List(application), Show(application));

    private static Command List(CliApplication application) => application.Define(
        "list",
        "List zones",
        async context =>
        {
            var zones = await context.Client.ZonesAsync(Filters.All, context.CancellationToken);
            context.WriteAll(zones, zone => zone.ZoneId, () =>
            {
                var table = new TextTable(
                    new Column("ZONE"), new Column("NAME"), new Column("STATE"), new Column("HOSTS", Right: true),
                    new Column("FREE CPUS", Right: true), new Column("FREE VFS", Right: true),
                    new Column("NFVI POP", Wide: true));
                foreach (var zone in zones)
                {
                    Add(table, zone);
                }

                table.Write(context.Output, context.IsWide, "no zones");
            });
        });

    private static Command Show(CliApplication application)
    {
        var zone = new Argument<string>("ZONE") { Description = "Zone id" };
        return application.Define(
            "show",
            "Show a zone and its capacity",
            async context =>
            {
                var id = context.Get(zone);
                var found = Queries.One(
                    "zone", id, await context.Client.ZonesAsync(Filters.Equal("zoneId", id), context.CancellationToken),
                    one => one.ZoneId);
                context.WriteOne(found, found.ZoneId, () =>
                {
                    context.Output.Line(
                        new Span(found.ZoneId, Tone.Heading),
                        $"  {found.ZoneState}  {found.HostCount} hosts  NFVI PoP {found.NfviPopId}");
                    CapacityTable.Write(context.Output, found.CapacityInformation ?? new CapacityInformation());
                });
            },
            zone);
    }

    private static void Add(TextTable table, ResourceZone zone)
    {
        var free = zone.CapacityInformation?.AvailableCapacity;
        var total = zone.CapacityInformation?.TotalCapacity;
        table.Add(
            zone.ZoneId,
            zone.ZoneName,
            zone.ZoneState,
            Units.Count(zone.HostCount),
            free is null || total is null ? "-" : $"{free.DedicatedCpuCount} of {total.DedicatedCpuCount}",
            free is null || total is null ? "-" : $"{free.VirtualFunctionCount} of {total.VirtualFunctionCount}",
            zone.NfviPopId);
    }
}

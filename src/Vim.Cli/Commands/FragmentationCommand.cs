using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Rendering;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl fragmentation</c>.</summary>
internal static class FragmentationCommand
{
    public static Command Create(CliApplication application)
    {
        var zone = new Option<string?>("--zone") { Description = "Of this zone [all]", HelpName = "ZONE" };
        var flavours = new Option<string[]>("--flavour")
        {
            Description = "Measure by this flavour, by id or name; may be given more than once [those of vimd, or half "
                + "a NUMA node, a whole one and two of each zone's usual hosts]",
            HelpName = "FLAVOUR",
        };
        var hosts = new Option<int>("--hosts")
        {
            Description = "Tell of hosts as well, so many of each zone, the most fragmented first (at most 1000)",
            HelpName = "COUNT",
        };
        return application.Define(
            "fragmentation",
            "Show how much of what is free large guests can use, by zone and host",
            async context =>
            {
                var request = new GetFragmentationRequest
                {
                    ZoneId = context.Get(zone) ?? "",
                    MaxHostCount = context.Get(hosts),
                };
                foreach (var name in context.Get(flavours) ?? [])
                {
                    var flavour = await context.Client.FlavourAsync(name, context.CancellationToken);
                    request.FlavourIds.Add(flavour.FlavourId);
                }

                var answer = await context.Client.CallAsync(
                    Admin.GetFragmentation, request, context.CancellationToken);
                context.WriteAll(answer.Zones, one => one.ZoneId, () =>
                    FragmentationTable.Write(context.Output, answer.Zones));
            },
            zone,
            flavours,
            hosts);
    }
}

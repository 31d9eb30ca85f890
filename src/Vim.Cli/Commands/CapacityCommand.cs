using System.CommandLine;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl capacity</c>.</summary>
internal static class CapacityCommand
{
    public static Command Create(CliApplication application)
    {
        var zone = new Option<string?>("--zone") { Description = "Of this zone [all]", HelpName = "ZONE" };
        return application.Define(
            "capacity",
            "Show compute capacity: total, allocated, available",
            async context =>
            {
                var request = new QueryComputeCapacityRequest { AttributeSelector = { ResourceCapacityType.All } };
                if (context.Get(zone) is { } id)
                {
                    request.ZoneId = id;
                }

                var answer = await context.Client.CallAsync(OrVi.QueryCapacity, request, context.CancellationToken);
                context.WriteOne(answer.CapacityResponse, context.Get(zone) ?? "all", () =>
                    CapacityTable.Write(context.Output, answer.CapacityResponse));
            },
            zone);
    }
}

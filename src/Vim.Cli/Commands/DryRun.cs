using System.Text.Json.Nodes;
using Google.Protobuf;
using Vim.Cli.Deployment;
using Vim.Cli.Errors;
using Vim.Cli.Output;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary>
/// What a deployment would make, and where each of its computes would go at this moment. Nothing is made. Each compute
/// is judged alone: what the others would take is not counted.
/// </summary>
internal sealed class DryRun(CommandContext context)
{
    public async Task RunAsync(DeploymentPlan plan, bool registersImages)
    {
        var catalogue = await Catalogue.ReadAsync(context.Client, plan, registersImages, context.CancellationToken);
        var explanations = await new PlanExplainer(context.Client, plan, catalogue)
            .ExplainAsync(maxHostCount: 0, context.CancellationToken);
        if (!context.WriteNode(() => ToNode(plan, explanations), explanations.Select(entry => entry.Compute.Name)))
        {
            WriteMakes(plan, catalogue);
            context.Output.Line();
            WriteExplanations(explanations);
        }

        if (explanations.FirstOrDefault(entry => !entry.Answer.Feasible) is { } refused)
        {
            throw new CliException(new CliError
            {
                ExitCode = ExitCodes.Refused,
                Code = "vim.placement.no_feasible_host",
                Problem = $"compute {refused.Compute.Name} fits on no host",
                Infeasible = refused.Answer.Zones.Select(zone => zone.Infeasible).FirstOrDefault(),
                Remedy = $"see what each zone lacks: vimctl explain {context.Parsed.GetValue<string>("FILE")}",
            });
        }
    }

    private static JsonObject ToNode(DeploymentPlan plan, IReadOnlyList<PlanExplanation> explanations) => new()
    {
        ["name"] = plan.Name,
        ["images"] = MessageText.ToNode(plan.Images.Select(image => (IMessage)image.Request)),
        ["networks"] = MessageText.ToNode(
            plan.Networks.SelectMany(network => network.Subnets.Prepend(network.Request)).Cast<IMessage>()),
        ["flavours"] = MessageText.ToNode(plan.Flavours.Select(flavour => (IMessage)flavour.Request)),
        ["groups"] = MessageText.ToNode(plan.Groups.Select(group => (IMessage)group.Request)),
        ["computes"] = new JsonArray([.. explanations.Select(entry => new JsonObject
        {
            ["request"] = MessageText.ToNode(entry.Compute.Request),
            ["explanation"] = MessageText.ToNode(entry.Answer),
        })]),
    };

    private void WriteMakes(DeploymentPlan plan, Catalogue catalogue)
    {
        var table = new TextTable(new Column("WOULD MAKE"), new Column("NAME"), new Column("WHAT"));
        foreach (var image in catalogue.ImagesToRegister)
        {
            table.Add("image", image.Name, $"version {image.Request.Version}");
        }

        foreach (var network in plan.Networks)
        {
            var data = network.Request.TypeNetworkData;
            table.Add(
                "network", network.Name, $"{data.NetworkType} {data.ProviderNetwork} {data.SegmentationId}".Trim());
            foreach (var subnet in network.Subnets)
            {
                table.Add("subnet", subnet.NetworkResourceName, subnet.TypeSubnetData.Cidr);
            }
        }

        foreach (var flavour in plan.Flavours)
        {
            table.Add("flavour", flavour.Name, FlavourTable.Describe(flavour.Request.Flavour));
        }

        foreach (var group in plan.Groups)
        {
            table.Add("group", group.Name, $"{Words.Of(group.Request.Type)} by {Words.Of(group.Request.Scope)}");
        }

        foreach (var compute in plan.Computes)
        {
            table.Add("compute", compute.Name, $"flavour {compute.Request.ComputeFlavourId}");
        }

        table.Write(context.Output, isWide: true, "nothing");
    }

    private void WriteExplanations(IReadOnlyList<PlanExplanation> explanations)
    {
        var table = new TextTable(new Column("WHAT"), new Column("HOW"), new Column("WHERE"), new Column("RATE"));
        foreach (var entry in explanations.Where(entry => entry.Answer.Feasible))
        {
            var placement = entry.Places.First().Placement;
            table.AddSection(
                new Span(entry.Compute.Name, Tone.Strong), " would go to ", new Span(placement.HostId, Tone.Accent),
                $", zone {placement.ZoneId}");
            var cpuCount = entry.Flavour?.VirtualCpu?.NumVirtualCpu ?? 0;
            foreach (var row in PlacementRows.Of(placement, entry.Flavour?.Epa, cpuCount))
            {
                table.Add(row.What, row.How, new Span(row.Where, Tone.Good), row.Rate);
            }
        }

        if (table.RowCount > 0)
        {
            table.Write(context.Output, isWide: true, "");
        }
    }
}

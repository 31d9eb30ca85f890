using System.CommandLine;
using System.Text.Json.Nodes;
using Vim.Cli.Client;
using Vim.Cli.Deployment;
using Vim.Cli.Errors;
using Vim.Cli.Output;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl undeploy NAME</c>.</summary>
internal static class UndeployCommand
{
    public static Command Create(CliApplication application)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the deployment" };
        var images = new Option<bool>("--images")
        {
            Description = "Remove the images that its deployment registered, too",
        };
        return application.Define(
            "undeploy",
            "Remove everything of a deployment; images stay unless --images is given",
            context => RunAsync(context, context.Get(name), context.Get(images)),
            name,
            images);
    }

    private static async Task RunAsync(CommandContext context, string name, bool withImages)
    {
        var there = await DeployedResources.FindAsync(context.Client, name, context.CancellationToken);
        var resources = Resources(there).ToList();
        if (withImages)
        {
            var filter = Filters.Equal($"userMetadata/{DeploymentMarks.DeploymentKey}", name);
            var found = await context.Client.ImagesAsync(filter, context.CancellationToken);
            resources.AddRange(found.Select(image => new MadeResource(ResourceKind.Image, image.SoftwareImageId)));
        }

        if (resources.Count == 0)
        {
            throw CliException.NotFound(
                $"there is no deployment {name}", "see the column DEPLOYMENT of 'vimctl compute list'");
        }

        await context.Progress.ShowAsync(async steps =>
        {
            await RemoveAsync(context, resources, steps);
            return true;
        });
        if (!context.WriteNode(() => ToNode(name, resources), resources.Select(resource => resource.Id)))
        {
            context.Output.Line(
                new Span($"removed {name}", Tone.Strong),
                $": {string.Join(", ", resources.GroupBy(resource => resource.Kind).Select(Describe))}");
        }
    }

    private static string Describe(IGrouping<ResourceKind, MadeResource> group) =>
        Words.Count(group.Count(), Words.Of(group.Key));

    private static async Task RemoveAsync(CommandContext context, List<MadeResource> resources, IProgressSteps steps)
    {
        var remover = new ResourceRemover(context.Client);
        foreach (var group in resources.GroupBy(resource => resource.Kind))
        {
            var step = steps.Begin($"{Words.Of(group.Key)}s", group.Count());
            foreach (var resource in group)
            {
                await remover.RemoveAsync(resource.Kind, resource.Id, context.CancellationToken);
                step.Advance(resource.Id);
            }
        }
    }

    private static IEnumerable<MadeResource> Resources(DeployedResources there) =>
    [
        .. there.Computes.Select(compute => new MadeResource(ResourceKind.Compute, compute.ComputeId)),
        .. there.Groups.Select(group => new MadeResource(ResourceKind.Group, group.GroupId)),
        .. there.Flavours.Select(flavour => new MadeResource(ResourceKind.Flavour, flavour.FlavourId)),
        .. there.Networks.Ports.Select(port => new MadeResource(ResourceKind.Port, port.ResourceId)),
        .. there.Networks.Subnets.Select(subnet => new MadeResource(ResourceKind.Subnet, subnet.ResourceId)),
        .. there.Networks.Networks.Select(network => new MadeResource(ResourceKind.Network, network.NetworkResourceId)),
    ];

    private static JsonObject ToNode(string name, List<MadeResource> resources) => new()
    {
        ["name"] = name,
        ["removed"] = new JsonArray([.. resources.Select(resource => new JsonObject
        {
            ["kind"] = Words.Of(resource.Kind),
            ["id"] = resource.Id,
        })]),
    };
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Deployment;
using Vim.Cli.Output;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl network ...</c>.</summary>
internal static class NetworkCommands
{
    public static Command Create(CliApplication application) => CliApplication.Group(
        "network", "Virtualised networks", List(application), Show(application), Make(application),
        Delete(application));

    private static Command List(CliApplication application)
    {
        var deployment = new Option<string?>("--deployment")
        {
            Description = "Only those of this deployment",
            HelpName = "NAME",
        };
        return application.Define(
            "list",
            "List networks, subnets and ports",
            async context =>
            {
                var filter = context.Get(deployment) is { } name
                    ? Filters.Equal(DeploymentMarks.Attribute, name)
                    : Filters.All;
                var found = await context.Client.NetworksAsync(filter, context.CancellationToken);
                Write(context, found);
            },
            deployment);
    }

    private static Command Show(CliApplication application)
    {
        var network = new Argument<string>("NETWORK") { Description = "Id or name" };
        return application.Define(
            "show",
            "Show a network with its subnets and ports",
            async context =>
            {
                var one = await FindAsync(context, context.Get(network));
                var all = await context.Client.NetworksAsync(
                    Filters.Equal("networkId", one.NetworkResourceId), context.CancellationToken);
                var shown = new NetworkResources();
                shown.Networks.Add(one);
                shown.Subnets.AddRange(all.Subnets);
                shown.Ports.AddRange(all.Ports);
                Write(context, shown);
            },
            network);
    }

    private static Command Make(CliApplication application)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the network" };
        var physical = Text("--physical-network", "Physical network that carries it [any]", "NAME");
        var type = Text("--type", "local, flat, vlan, vxlan, gre or geneve [the VIM's choice]", "TYPE");
        var segment = Text("--segment", "VLAN id or tunnel id [the VIM's choice]", "ID");
        var cidr = new Option<string[]>("--subnet")
        {
            Description = "Address block of a subnet; may be given more than once",
            HelpName = "CIDR",
        };
        var shared = new Option<bool>("--shared") { Description = "Other tenants may use it" };
        return application.Define(
            "create",
            "Create a network; the same again is the same network",
            async context =>
            {
                var maker = new NetworkMaker(context.Client, context.Settings.Tenant);
                var id = await maker.MakeAsync(
                    new NetworkWish(
                        context.Get(name), context.Get(physical), context.Get(type), context.Get(segment),
                        context.Get(shared), context.Get(cidr) ?? []),
                    context.CancellationToken);
                var found = await context.Client.NetworksAsync(
                    Filters.Equal("networkResourceId", id), context.CancellationToken);
                Write(context, found);
            },
            name,
            physical,
            type,
            segment,
            cidr,
            shared);
    }

    private static Command Delete(CliApplication application)
    {
        var networks = new Argument<string[]>("NETWORK")
        {
            Description = "Ids or names",
            Arity = ArgumentArity.OneOrMore,
        };
        return application.Define(
            "delete",
            "Remove networks with their subnets",
            async context =>
            {
                var remover = new ResourceRemover(context.Client);
                var removed = new List<VirtualNetwork>();
                foreach (var idOrName in context.Get(networks))
                {
                    var network = await FindAsync(context, idOrName);
                    foreach (var subnet in network.Subnet)
                    {
                        await remover.RemoveAsync(ResourceKind.Subnet, subnet, context.CancellationToken);
                    }

                    await remover.RemoveAsync(
                        ResourceKind.Network, network.NetworkResourceId, context.CancellationToken);
                    removed.Add(network);
                }

                context.WriteAll(removed, network => network.NetworkResourceId, () => context.Output.Line(
                    $"removed {string.Join(", ", removed.Select(network => network.NetworkResourceId))}"));
            },
            networks);
    }

    private static async Task<VirtualNetwork> FindAsync(CommandContext context, string idOrName)
    {
        var byId = await context.Client.NetworksAsync(
            Filters.Equal("networkResourceId", idOrName), context.CancellationToken);
        var found = byId.Networks.Count > 0
            ? byId
            : await context.Client.NetworksAsync(
                Filters.Equal("networkResourceName", idOrName), context.CancellationToken);
        return Queries.One("network", idOrName, found.Networks, network => network.NetworkResourceId);
    }

    private static void Write(CommandContext context, NetworkResources found)
    {
        var ids = found.Networks.Select(network => network.NetworkResourceId);
        if (!context.WriteNode(() => ToNode(found), ids))
        {
            NetworkTables.Write(context.Output, found, context.IsWide);
        }
    }

    private static JsonObject ToNode(NetworkResources found) => new()
    {
        ["networks"] = MessageText.ToNode(found.Networks.Cast<IMessage>()),
        ["subnets"] = MessageText.ToNode(found.Subnets.Cast<IMessage>()),
        ["ports"] = MessageText.ToNode(found.Ports.Cast<IMessage>()),
    };

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };
}

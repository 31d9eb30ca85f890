using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Output;
using Vim.Cli.Rendering;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl host ...</c>.</summary>
internal static class HostCommands
{
    public static Command Create(CliApplication application) => CliApplication.Group(
        "host", "Compute hosts", List(application), Show(application), Enable(application), Maintenance(application),
        Delete(application), HostAggregateCommands.Create(application));

    private static Command List(CliApplication application)
    {
        var zone = new Option<string?>("--zone") { Description = "Only those of this zone", HelpName = "ZONE" };
        var aggregate = new Option<string?>("--aggregate")
        {
            Description = "Only those in this aggregate",
            HelpName = "AGGREGATE",
        };
        return application.Define(
            "list",
            "List hosts",
            async context =>
            {
                var hosts = await context.Client.HostsAsync(
                    context.Get(zone) ?? "", context.Get(aggregate) ?? "", context.CancellationToken);
                context.WriteAll(hosts, host => host.HostId, () =>
                    HostTable.Write(context.Output, hosts, context.IsWide, context.Time.GetUtcNow()));
            },
            zone,
            aggregate);
    }

    private static Command Show(CliApplication application)
    {
        var host = Host();
        return application.Define(
            "show",
            "Show a host: CPUs, pages, NICs of each NUMA node and whose they are",
            async context =>
            {
                var id = context.Get(host);
                var found = await context.Client.CallAsync(
                    Admin.GetHost, new GetHostRequest { HostId = id }, context.CancellationToken);
                if (context.Settings.Format is OutputFormat.Table or OutputFormat.Wide)
                {
                    var computes = await context.Client.ComputesAsync(
                        Filters.Equal("hostId", id), context.CancellationToken);
                    new HostPicture(context.Output, found, computes).Write();
                    return;
                }

                context.WriteOne(found, id, () => { });
            },
            host);
    }

    private static Command Enable(CliApplication application)
    {
        var host = Host();
        return application.Define(
            "enable",
            "Let a host take computes",
            async context =>
            {
                var answer = await context.Client.CallAsync(
                    Admin.EnableHost, new EnableHostRequest { HostId = context.Get(host) }, context.CancellationToken);
                Tell(context, answer.Host);
            },
            host);
    }

    private static Command Maintenance(CliApplication application)
    {
        var host = Host();
        var reason = new Option<string?>("--reason")
        {
            Description = "Why, for others and the audit log",
            HelpName = "TEXT",
        };
        return application.Define(
            "maintenance",
            "Let a host take no new computes; those that run stay",
            async context =>
            {
                var answer = await context.Client.CallAsync(
                    Admin.EnterMaintenance,
                    new EnterMaintenanceRequest { HostId = context.Get(host), Reason = context.Get(reason) ?? "" },
                    context.CancellationToken);
                Tell(context, answer.Host);
            },
            host,
            reason);
    }

    private static Command Delete(CliApplication application)
    {
        var host = Host();
        return application.Define(
            "delete",
            "Forget a host without computes that is in maintenance or gone",
            async context =>
            {
                var id = context.Get(host);
                await context.Client.CallAsync(
                    Admin.RemoveHost, new RemoveHostRequest { HostId = id }, context.CancellationToken);
                context.WriteOne(new HostSummary { HostId = id }, id, () => context.Output.Line($"removed host {id}"));
            },
            host);
    }

    private static void Tell(CommandContext context, HostSummary host) =>
        context.WriteOne(host, host.HostId, () =>
            HostTable.Write(context.Output, [host], context.IsWide, context.Time.GetUtcNow()));

    private static Argument<string> Host() => new("HOST") { Description = "Host id" };
}

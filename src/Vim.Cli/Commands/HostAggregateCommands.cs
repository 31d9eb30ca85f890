using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Rendering;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl host aggregate ...</c>.</summary>
internal static class HostAggregateCommands
{
    public static Command Create(CliApplication application) => CliApplication.Group(
        "aggregate",
        "Aggregates: named sets of hosts, to place computes in or out of",
        Add(application),
        Remove(application));

    private static Command Add(CliApplication application) => Define(
        application,
        "add",
        "Put hosts in an aggregate; the first makes it",
        async (context, aggregate, host) => (await context.Client.CallAsync(
            Admin.AddHostToAggregate,
            new AddHostToAggregateRequest { HostId = host, Aggregate = aggregate },
            context.CancellationToken)).Host);

    private static Command Remove(CliApplication application) => Define(
        application,
        "remove",
        "Take hosts out of an aggregate; computes on them stay",
        async (context, aggregate, host) => (await context.Client.CallAsync(
            Admin.RemoveHostFromAggregate,
            new RemoveHostFromAggregateRequest { HostId = host, Aggregate = aggregate },
            context.CancellationToken)).Host);

    private static Command Define(
        CliApplication application,
        string name,
        string description,
        Func<CommandContext, string, string, Task<HostSummary>> change)
    {
        var aggregate = new Argument<string>("AGGREGATE") { Description = "Name of the aggregate" };
        var hosts = new Argument<string[]>("HOST") { Description = "Host ids", Arity = ArgumentArity.OneOrMore };
        return application.Define(
            name,
            description,
            async context =>
            {
                var changed = new List<HostSummary>();
                foreach (var host in context.Get(hosts))
                {
                    changed.Add(await change(context, context.Get(aggregate), host));
                }

                context.WriteAll(changed, host => host.HostId, () =>
                    HostTable.Write(context.Output, changed, context.IsWide, context.Time.GetUtcNow()));
            },
            aggregate,
            hosts);
    }
}

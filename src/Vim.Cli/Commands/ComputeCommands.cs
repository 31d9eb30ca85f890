using System.CommandLine;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Deployment;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl compute ...</c>.</summary>
internal static class ComputeCommands
{
    public static Command Create(CliApplication application) => CliApplication.Group(
        "compute",
        "Virtualised compute resources",
        List(application),
        Show(application),
        Delete(application),
        Operate(application, "start", "Start stopped computes", ComputeOperation.Start),
        Operate(application, "stop", "Stop running computes; they keep their places", ComputeOperation.Stop),
        Operate(application, "reboot", "Reboot running computes", ComputeOperation.Reboot),
        Migrate(application));

    private static Command List(CliApplication application)
    {
        var host = Text("--host", "Only those on this host", "HOST");
        var zone = Text("--zone", "Only those in this zone", "ZONE");
        var deployment = Text("--deployment", "Only those of this deployment", "NAME");
        var state = Text("--state", "Only those in this state: running, stopped, failed ...", "STATE");
        var filter = Text("--filter", "Or-Vi filter: (eq,runningState,RUNNING);(in,zoneId,a,b)", "EXPRESSION");
        return application.Define(
            "list",
            "List computes",
            async context =>
            {
                var filters = new List<Filter>();
                Add(filters, context.Get(host), value => Filters.Equal("hostId", value));
                Add(filters, context.Get(zone), value => Filters.Equal("zoneId", value));
                Add(filters, context.Get(deployment), value => Filters.Equal(DeploymentMarks.Attribute, value));
                Add(filters, context.Get(state), value => Filters.Equal("runningState", value.ToUpperInvariant()));
                Add(filters, context.Get(filter), value => new Filter { Expression = value });
                var computes = await context.Client.ComputesAsync(Filters.And(filters), context.CancellationToken);
                context.WriteAll(computes, compute => compute.ComputeId, () =>
                    ComputeTable.Write(context.Output, computes, context.IsWide, context.Time.GetUtcNow()));
            },
            host,
            zone,
            deployment,
            state,
            filter);
    }

    private static Command Show(CliApplication application)
    {
        var compute = Compute();
        return application.Define(
            "show",
            "Show a compute and exactly what of its host is its own",
            async context =>
            {
                var found = await context.Client.ComputeAsync(context.Get(compute), context.CancellationToken);
                context.WriteOne(found, found.ComputeId, () =>
                    new ComputePicture(context.Output, found, context.Time.GetUtcNow()).Write());
            },
            compute);
    }

    private static Command Delete(CliApplication application)
    {
        var computes = Computes();
        return application.Define(
            "delete",
            "Terminate computes and wait until they are gone",
            async context =>
            {
                var found = await FindAsync(context, context.Get(computes));
                await EachAsync(context, "computes", found, compute => client => client.CallAsync(
                    OrVi.TerminateCompute,
                    new TerminateVirtualisedComputeResourceRequest { ComputeId = { compute.ComputeId } },
                    context.CancellationToken));
                context.WriteAll(found, compute => compute.ComputeId, () =>
                    context.Output.Line($"terminated {string.Join(", ", found.Select(compute => compute.ComputeId))}"));
            },
            computes);
    }

    private static Command Operate(
        CliApplication application, string name, string description, ComputeOperation operation)
    {
        var computes = Computes();
        return application.Define(
            name,
            description,
            async context =>
            {
                var found = await FindAsync(context, context.Get(computes));
                var after = new List<VirtualCompute>();
                await EachAsync(context, "computes", found, compute => async client =>
                {
                    var answer = await client.CallAsync(
                        OrVi.OperateCompute,
                        new OperateVirtualisedComputeResourceRequest
                        {
                            ComputeId = compute.ComputeId,
                            ComputeOperation = operation,
                            IdempotencyKey = $"vimctl-{Guid.NewGuid():N}",
                        },
                        context.CancellationToken);
                    after.Add(answer.ComputeData ?? compute);
                });
                context.WriteAll(after, compute => compute.ComputeId, () =>
                    ComputeTable.Write(context.Output, after, context.IsWide, context.Time.GetUtcNow()));
            },
            computes);
    }

    private static Command Migrate(CliApplication application)
    {
        var compute = Compute();
        var hosts = Texts("--host", "Go to one of these hosts", "HOST");
        var notHosts = Texts("--not-host", "Go to none of these hosts", "HOST");
        return application.Define(
            "migrate",
            "Move a running compute to another host of its zone while it runs, and wait until it is there",
            async context =>
            {
                var found = await context.Client.ComputeAsync(context.Get(compute), context.CancellationToken);
                var after = await context.Progress.ShowAsync(steps =>
                {
                    steps.Begin($"migrate {found.ComputeName} from {found.HostId}", 0);
                    return context.Client.MigrateAsync(
                        found.ComputeId,
                        context.Get(hosts) ?? [],
                        context.Get(notHosts) ?? [],
                        context.CancellationToken);
                });
                context.WriteAll([after], migrated => migrated.ComputeId, () =>
                    ComputeTable.Write(context.Output, [after], context.IsWide, context.Time.GetUtcNow()));
            },
            compute,
            hosts,
            notHosts);
    }

    private static async Task<List<VirtualCompute>> FindAsync(CommandContext context, IEnumerable<string> idsOrNames)
    {
        var found = new List<VirtualCompute>();
        foreach (var idOrName in idsOrNames)
        {
            found.Add(await context.Client.ComputeAsync(idOrName, context.CancellationToken));
        }

        return found;
    }

    private static async Task EachAsync(
        CommandContext context,
        string what,
        List<VirtualCompute> computes,
        Func<VirtualCompute, Func<VimClient, Task>> act)
    {
        if (computes.Count == 1)
        {
            await act(computes[0])(context.Client);
            return;
        }

        await context.Progress.ShowAsync(async steps =>
        {
            var step = steps.Begin(what, computes.Count);
            foreach (var compute in computes)
            {
                await act(compute)(context.Client);
                step.Advance(compute.ComputeId);
            }

            return true;
        });
    }

    private static void Add(List<Filter> filters, string? value, Func<string, Filter> make)
    {
        if (value is not null)
        {
            filters.Add(make(value));
        }
    }

    private static Argument<string> Compute() => new("COMPUTE") { Description = "Id or name" };

    private static Argument<string[]> Computes() => new("COMPUTE")
    {
        Description = "Ids or names",
        Arity = ArgumentArity.OneOrMore,
    };

    private static Option<string[]> Texts(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };
}

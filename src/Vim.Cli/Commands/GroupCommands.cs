using System.CommandLine;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Deployment;
using Vim.Cli.Output;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl group ...</c>.</summary>
internal static class GroupCommands
{
    public static Command Create(CliApplication application) => CliApplication.Group(
        "group", "Affinity and anti-affinity groups", List(application), Show(application), Make(application),
        Delete(application));

    private static Command List(CliApplication application) => application.Define(
        "list",
        "List groups",
        async context =>
        {
            var groups = await context.Client.GroupsAsync(Filters.All, context.CancellationToken);
            context.WriteAll(groups, group => group.GroupId, () => Write(context, groups));
        });

    private static Command Show(CliApplication application)
    {
        var group = new Argument<string>("GROUP") { Description = "Id or name" };
        return application.Define(
            "show",
            "Show a group",
            async context =>
            {
                var found = await context.Client.GroupAsync(context.Get(group), context.CancellationToken);
                context.WriteOne(found, found.GroupId, () => Write(context, [found]));
            },
            group);
    }

    private static Command Make(CliApplication application)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the group" };
        var type = new Option<string>("--type") { Description = "affinity or anti-affinity", Required = true };
        type.AcceptOnlyFromAmong("affinity", "anti-affinity");
        var scope = new Option<string>("--scope")
        {
            Description = "socket, host, rack, fault-domain or zone",
            DefaultValueFactory = _ => "host",
        };
        scope.AcceptOnlyFromAmong("socket", "host", "rack", "fault-domain", "zone");
        var soft = new Option<bool>("--soft") { Description = "A wish, that refuses nothing" };
        var most = new Option<int?>("--max")
        {
            Description = "Members on one socket or host, or in one rack or fault domain, for anti-affinity [1]",
            HelpName = "COUNT",
        };
        return application.Define(
            "create",
            "Create a group",
            async context =>
            {
                var request = new CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest
                {
                    GroupName = context.Get(name),
                    Type = context.Get(type) == "affinity" ? AffinityType.Affinity : AffinityType.AntiAffinity,
                    Scope = context.Get(scope) switch
                    {
                        "socket" => AffinityScope.Socket,
                        "rack" => AffinityScope.Rack,
                        "fault-domain" => AffinityScope.FaultDomain,
                        "zone" => AffinityScope.Zone,
                        _ => AffinityScope.NfviNode,
                    },
                    Soft = context.Get(soft),
                    MaxMemberCount = context.Get(most) ?? 1,
                    ResourceGroupId = context.Settings.Tenant,
                    IdempotencyKey = $"vimctl-{Guid.NewGuid():N}",
                };
                var answer = await context.Client.CallAsync(OrVi.CreateGroup, request, context.CancellationToken);
                var made = new AffinityOrAntiAffinityConstraintsGroup
                {
                    GroupId = answer.GroupId,
                    GroupName = request.GroupName,
                    Type = request.Type,
                    Scope = request.Scope,
                    Soft = request.Soft,
                    MaxMemberCount = request.MaxMemberCount,
                };
                context.WriteOne(made, made.GroupId, () => Write(context, [made]));
            },
            name,
            type,
            scope,
            soft,
            most);
    }

    private static Command Delete(CliApplication application)
    {
        var groups = new Argument<string[]>("GROUP") { Description = "Ids or names", Arity = ArgumentArity.OneOrMore };
        return application.Define(
            "delete",
            "Delete groups; computes of them stay where they are",
            async context =>
            {
                var removed = new List<AffinityOrAntiAffinityConstraintsGroup>();
                foreach (var idOrName in context.Get(groups))
                {
                    var group = await context.Client.GroupAsync(idOrName, context.CancellationToken);
                    await new ResourceRemover(context.Client)
                        .RemoveAsync(ResourceKind.Group, group.GroupId, context.CancellationToken);
                    removed.Add(group);
                }

                context.WriteAll(removed, group => group.GroupId, () => context.Output.Line(
                    $"deleted {string.Join(", ", removed.Select(group => group.GroupId))}"));
            },
            groups);
    }

    private static string Measure(AffinityOrAntiAffinityConstraintsGroup group) =>
        (group.Scope == AffinityScope.NfviNode ? "host" : Words.Of(group.Scope))
        + (group.MaxMemberCount > 1 ? $", at most {group.MaxMemberCount}" : "")
        + (group.Soft ? ", soft" : "");

    private static void Write(CommandContext context, IReadOnlyList<AffinityOrAntiAffinityConstraintsGroup> groups)
    {
        var table = new TextTable(
            new Column("GROUP"), new Column("NAME"), new Column("TYPE"), new Column("BY"));
        foreach (var group in groups)
        {
            table.Add(
                group.GroupId,
                group.GroupName,
                Words.Of(group.Type),
                Measure(group));
        }

        table.Write(context.Output, context.IsWide, "no groups");
    }
}

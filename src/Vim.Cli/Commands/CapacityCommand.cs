using System.CommandLine;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Errors;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl capacity</c>.</summary>
internal static class CapacityCommand
{
    private static readonly Option<string?> Zone = new("--zone")
    {
        Description = "Of this zone [all]",
        HelpName = "ZONE",
    };

    private static readonly Option<string?> Flavour = new("--flavour")
    {
        Description = "Count exactly how many more computes of this flavour fit, by id or name",
        HelpName = "FLAVOUR",
    };

    private static readonly Option<string[]> Groups = new("--group")
    {
        Description = "All of them are members of this group, by id or name; may be given more than once",
        HelpName = "GROUP",
    };

    private static readonly Option<int> Limit = new("--count-limit")
    {
        Description = "Stop counting there, at most 100000 [10000]",
        HelpName = "COUNT",
    };

    public static Command Create(CliApplication application) => application.Define(
        "capacity",
        "Show compute capacity: total, allocated, available; or how many more computes of a flavour fit",
        context => context.Get(Flavour) is { } flavour ? CountAsync(context, flavour) : ShowAsync(context),
        [Zone, Flavour, Groups, Limit]);

    private static async Task ShowAsync(CommandContext context)
    {
        if (context.Get(Groups) is { Length: > 0 } || context.Get(Limit) != 0)
        {
            throw CliException.Usage("--group and --count-limit go with --flavour", "see vimctl capacity --help");
        }

        var answer = await context.Client.CallAsync(OrVi.QueryCapacity, Request(context), context.CancellationToken);
        context.WriteOne(answer.CapacityResponse, context.Get(Zone) ?? "all", () =>
            CapacityTable.Write(context.Output, answer.CapacityResponse));
    }

    private static async Task CountAsync(CommandContext context, string idOrName)
    {
        var flavour = await context.Client.FlavourAsync(idOrName, context.CancellationToken);
        var allocation = new AllocateVirtualisedComputeResourceRequest
        {
            ComputeFlavourId = flavour.FlavourId,
            ResourceGroupId = context.Settings.Tenant,
        };
        foreach (var group in context.Get(Groups) ?? [])
        {
            var found = await context.Client.GroupAsync(group, context.CancellationToken);
            allocation.AffinityOrAntiAffinityConstraints.Add(new AffinityOrAntiAffinityConstraint
            {
                Type = found.Type,
                Scope = found.Scope,
                AffinityOrAntiAffinityResourceGroupId = found.GroupId,
            });
        }

        var request = Request(context);
        request.Fitting = new() { Allocation = allocation, MaxCount = context.Get(Limit) };
        var answer = await context.Client.CallAsync(OrVi.QueryCapacity, request, context.CancellationToken);
        context.WriteOne(answer.Fitting, flavour.FlavourId, () =>
            FittingTable.Write(context.Output, idOrName, answer.Fitting));
    }

    private static QueryComputeCapacityRequest Request(CommandContext context)
    {
        var request = new QueryComputeCapacityRequest { AttributeSelector = { ResourceCapacityType.All } };
        if (context.Get(Zone) is { } id)
        {
            request.ZoneId = id;
        }

        return request;
    }
}

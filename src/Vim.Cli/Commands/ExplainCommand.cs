using System.CommandLine;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Deployment;
using Vim.Cli.Errors;
using Vim.Cli.Rendering;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl explain FILE</c> and <c>vimctl explain --flavour FLAVOUR</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create(CliApplication application)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "VNF descriptor; leave it out with --flavour",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var descriptor = new DescriptorOptionsSet();
        var flavour = new Option<string?>("--flavour")
        {
            Description = "Explain an allocation of this flavour, by id or name",
            HelpName = "FLAVOUR",
        };
        var hosts = new Option<int>("--hosts")
        {
            Description = "Judge hosts one by one as well, so many of each zone (at most 1000)",
            HelpName = "COUNT",
        };
        return application.Define(
            "explain",
            "Say where computes would go at this moment or why they fit nowhere, zone by zone; claims nothing",
            context =>
                RunAsync(context, context.Parsed.GetValue(file), context.Get(flavour), context.Get(hosts), descriptor),
            [file, flavour, hosts, .. descriptor.Symbols]);
    }

    private static async Task RunAsync(
        CommandContext context, string? file, string? flavour, int hosts, DescriptorOptionsSet descriptor)
    {
        if (file is null == flavour is null)
        {
            throw CliException.Usage("give either FILE or --flavour", "see vimctl explain --help");
        }

        var answers = file is null
            ? [await ExplainFlavourAsync(context, flavour!, hosts, descriptor)]
            : await ExplainFileAsync(context, hosts, descriptor.Plan(context, file));
        context.WriteAll([.. answers.Select(answer => answer.Answer)], _ => "", () =>
        {
            foreach (var answer in answers)
            {
                new ExplanationPicture(context.Output).Write(answer);
            }
        });
        if (answers.Any(answer => !answer.Answer.Feasible))
        {
            throw new CliException(new CliError
            {
                ExitCode = ExitCodes.Refused,
                Code = "vim.placement.no_feasible_host",
                Problem = "not everything fits",
                Remedy = "ask for less, choose another zone, or free what is listed",
            });
        }
    }

    private static async Task<IReadOnlyList<PlanExplanation>> ExplainFileAsync(
        CommandContext context, int hosts, DeploymentPlan plan)
    {
        var catalogue = await Catalogue.ReadAsync(
            context.Client, plan with { Images = [] }, registersImages: false, context.CancellationToken);
        return await new PlanExplainer(context.Client, plan, catalogue)
            .ExplainAsync(hosts, context.CancellationToken);
    }

    private static async Task<PlanExplanation> ExplainFlavourAsync(
        CommandContext context, string idOrName, int hosts, DescriptorOptionsSet descriptor)
    {
        var flavour = await context.Client.FlavourAsync(idOrName, context.CancellationToken);
        var allocation = new AllocateVirtualisedComputeResourceRequest
        {
            ComputeFlavourId = flavour.FlavourId,
            ResourceGroupId = context.Settings.Tenant,
            LocationConstraints = descriptor.LocationOf(context).ToConstraints(),
            Priority = context.Get(descriptor.Priority),
        };
        if (context.Get(descriptor.Reservation) is { } reservation)
        {
            allocation.ReservationId = reservation;
        }

        var answer = await context.Client.CallAsync(
            OrVi.Explain,
            new ExplainRequest { Allocation = allocation, MaxHostCount = hosts },
            context.CancellationToken);
        return new PlanExplanation(new PlannedCompute(idOrName, allocation, []), flavour, answer);
    }
}

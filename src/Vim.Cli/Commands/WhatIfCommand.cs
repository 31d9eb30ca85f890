using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Deployment;
using Vim.Cli.Errors;
using Vim.Cli.Rendering;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl what-if</c>.</summary>
internal static class WhatIfCommand
{
    private static readonly Option<string?> Zone = new("--zone")
    {
        Description = "In this zone [that of the first host named, or the only one]",
        HelpName = "ZONE",
    };

    private static readonly Option<string[]> Add = new("--add")
    {
        Description = "Hosts come: so many like this one, as 2xhost-1, or host-1 for one; may be given more than once",
        HelpName = "[COUNTx]HOST",
    };

    private static readonly Option<string[]> Drain = new("--drain")
    {
        Description = "This host is emptied and takes nothing any more; may be given more than once",
        HelpName = "HOST",
    };

    private static readonly Option<string[]> Remove = new("--remove")
    {
        Description = "This host is gone; may be given more than once",
        HelpName = "HOST",
    };

    private static readonly Option<string[]> Flavours = new("--flavour")
    {
        Description = "Count how many more of this flavour fit, by id or name; with changes, the flavour and all its "
            + "computes ask for that, as gold:vcpus=8,memory-mib=16384; without a name, as :vcpus=4,memory-mib=8192,"
            + "dedicated,huge-pages,numa-nodes=2, it is imagined; may be given more than once",
        HelpName = "FLAVOUR",
    };

    private static readonly Option<int> Limit = new("--count-limit")
    {
        Description = "Stop counting there, at most 100000 [10000]",
        HelpName = "COUNT",
    };

    private static readonly Option<int> Most = new("--computes")
    {
        Description = "Tell of so many computes, those without a place first, at most 10000 [1000]",
        HelpName = "COUNT",
    };

    public static Command Create(CliApplication application) => application.Define(
        "what-if",
        "Say what would become of a zone if hosts came and went and flavours were others; changes nothing",
        async context =>
        {
            var answer = await context.Progress.ShowAsync(async steps =>
            {
                var request = await RequestAsync(context);
                steps.Begin("imagine", 0);
                return (request.Question, Answer: await context.Client.CallAsync(
                    Admin.WhatIf, request.Question, context.CancellationToken), request.Names);
            });
            context.WriteOne(answer.Answer, answer.Question.ZoneId, () =>
                new WhatIfPicture(context.Output).Write(answer.Question, answer.Answer, answer.Names));
            if (answer.Answer.UnplacedComputeCount > 0)
            {
                throw new CliException(new CliError
                {
                    ExitCode = ExitCodes.Refused,
                    Code = "vimctl.no_place",
                    Problem = $"{answer.Answer.UnplacedComputeCount} computes would have no place",
                    Remedy = "add hosts with --add, or take fewer away",
                });
            }
        },
        [Zone, Add, Drain, Remove, Flavours, Limit, Most]);

    private static async Task<(WhatIfRequest Question, List<string> Names)> RequestAsync(CommandContext context)
    {
        var request = new WhatIfRequest
        {
            MaxCount = context.Get(Limit),
            MaxComputeCount = context.Get(Most),
            Added = { (context.Get(Add) ?? []).Select(ImaginedText.Hosts) },
            DrainedHostIds = { context.Get(Drain) ?? [] },
            RemovedHostIds = { context.Get(Remove) ?? [] },
        };
        var names = new List<string>();
        foreach (var text in context.Get(Flavours) ?? [])
        {
            var (name, change) = ImaginedText.Flavour(text);
            var id = name.Length == 0
                ? ""
                : (await context.Client.FlavourAsync(name, context.CancellationToken)).FlavourId;
            request.Flavours.Add(new ImaginedFlavour { FlavourId = id, Change = change });
            names.Add(text);
        }

        if (request.Added.Count + request.DrainedHostIds.Count + request.RemovedHostIds.Count + names.Count == 0)
        {
            throw CliException.Usage(
                "give --add, --drain, --remove or --flavour", "see vimctl what-if --help");
        }

        request.ZoneId = await ZoneAsync(context, request);
        return (request, names);
    }

    private static async Task<string> ZoneAsync(CommandContext context, WhatIfRequest request)
    {
        if (context.Get(Zone) is { } given)
        {
            return given;
        }

        var host = request.DrainedHostIds.Concat(request.RemovedHostIds).Concat(request.Added.Select(
            added => added.LikeHostId)).FirstOrDefault();
        if (host is not null)
        {
            var found = await context.Client.CallAsync(
                Admin.GetHost, new GetHostRequest { HostId = host }, context.CancellationToken);
            return found.Summary.ZoneId;
        }

        var zones = await context.Client.ZonesAsync(Filters.All, context.CancellationToken);
        return zones.Count == 1
            ? zones[0].ZoneId
            : throw CliException.Usage($"there are {zones.Count} zones: give --zone", "see vimctl zone list");
    }
}

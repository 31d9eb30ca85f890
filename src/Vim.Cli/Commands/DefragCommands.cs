using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Errors;
using Vim.Cli.Output;
using Vim.Cli.Rendering;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl defrag plan</c> and <c>vimctl defrag apply</c>.</summary>
internal static class DefragCommands
{
    private static readonly Argument<string> Zone = new("ZONE") { Description = "Zone id" };

    private static readonly Option<string?> Room = new("--room-for")
    {
        Description = "Make room for computes of this flavour, by id or name",
        HelpName = "FLAVOUR",
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "So many of them at once [1]",
        HelpName = "COUNT",
    };

    private static readonly Option<int> Empty = new("--empty")
    {
        Description = "Empty so many hosts more than are empty now",
        HelpName = "COUNT",
    };

    private static readonly Option<int> MaxMoves = new("--max-moves")
    {
        Description = "Migrate so many computes at most [8]",
        HelpName = "COUNT",
    };

    private static readonly Option<bool> Yes = new("--yes")
    {
        Description = "Really: guests stand still for a moment when they change hosts",
    };

    public static Command Create(CliApplication application) => CliApplication.Group(
        "defrag", "Undo the fragmentation of a zone", Plan(application), Apply(application));

    private static Command Plan(CliApplication application) => application.Define(
        "plan",
        "Say which live migrations would make room or empty hosts, the least memory first; moves nothing",
        async context =>
        {
            var plan = await PlanAsync(context);
            context.WriteOne(plan, context.Get(Zone), () => new RepackingPicture(context.Output).Write(plan));
            ThrowIfNotReached(plan);
        },
        [Zone, Room, Count, Empty, MaxMoves]);

    private static Command Apply(CliApplication application) => application.Define(
        "apply",
        "Plan as 'defrag plan' does, and migrate as planned, one compute after the other, "
            + "until something is not as planned",
        async context =>
        {
            var plan = await PlanAsync(context);
            if (context.Settings.Format is OutputFormat.Table or OutputFormat.Wide)
            {
                new RepackingPicture(context.Output).Write(plan);
            }

            ThrowIfNotReached(plan);
            if (plan.Moves.Count > 0 && !context.Get(Yes))
            {
                throw CliException.Usage(
                    $"{Words.Count(plan.Moves.Count, "compute")} would be migrated, "
                        + $"{Units.Bytes(plan.MovedBytes)} in all",
                    "if that is meant, add --yes; it is planned anew then, and what is planned is done");
            }

            await new DefragRun(context, plan).RunAsync();
        },
        [Zone, Room, Count, Empty, MaxMoves, Yes]);

    private static Task<PlanRepackingResponse> PlanAsync(CommandContext context) =>
        context.Progress.ShowAsync(async steps =>
        {
            var request = await RequestAsync(context);
            steps.Begin("plan", 0);
            return await context.Client.CallAsync(Admin.PlanRepacking, request, context.CancellationToken);
        });

    private static void ThrowIfNotReached(PlanRepackingResponse plan)
    {
        if (plan.Reached)
        {
            return;
        }

        throw new CliException(new CliError
        {
            ExitCode = ExitCodes.Refused,
            Code = "vimctl.not_reached",
            Problem = plan.Proven
                ? "no so many moves reach it"
                : "the search was cut short before it found a way",
            Remedy = "allow more moves with --max-moves, or ask for less",
        });
    }

    private static async Task<PlanRepackingRequest> RequestAsync(CommandContext context)
    {
        var room = context.Get(Room);
        var empty = context.Get(Empty);
        if (room is null == (empty == 0))
        {
            throw CliException.Usage("give either --room-for or --empty", "see vimctl defrag --help");
        }

        var request = new PlanRepackingRequest
        {
            ZoneId = context.Get(Zone),
            MaxMoveCount = context.Get(MaxMoves),
        };
        if (room is null)
        {
            request.EmptyHostCount = empty;
            return request;
        }

        var flavour = await context.Client.FlavourAsync(room, context.CancellationToken);
        request.Room = new() { FlavourId = flavour.FlavourId, ComputeCount = context.Get(Count) };
        return request;
    }
}

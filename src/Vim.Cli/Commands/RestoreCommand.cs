using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Errors;
using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl restore FILE --yes</c>: orders it, and waits until the VIM is back.</summary>
internal static class RestoreCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Create(CliApplication application)
    {
        var file = new Argument<string>("FILE") { Description = "File name of the backup, in the VIM's backup folder" };
        var yes = new Option<bool>("--yes") { Description = "Really: what was done since the backup is forgotten" };
        return application.Define(
            "restore",
            "Put a backup in place of the store of the running VIM, which starts again from it",
            async context =>
            {
                if (!context.Get(yes))
                {
                    throw CliException.Usage(
                        "all that the VIM did since the backup would be forgotten, and guests made since be removed",
                        "if that is meant, add --yes; the store of now is kept beside the new one");
                }

                var status = await context.Progress.ShowAsync(steps => RunAsync(context, context.Get(file), steps));
                context.WriteOne(status.Restoration, status.Restoration.BackupPath, () => Write(context, status));
            },
            [file, yes]);
    }

    private static async Task<GetStatusResponse> RunAsync(CommandContext context, string file, IProgressSteps steps)
    {
        var before = await context.Client.CallAsync(Admin.GetStatus, new(), context.CancellationToken);
        steps.Begin("check the backup", 0);
        var ordered = await context.Client.CallAsync(
            Admin.Restore, new RestoreRequest { FileName = file }, context.CancellationToken);
        steps.Begin("start again", 0);
        var status = await WaitAsync(context, before, ordered.Restoration);
        return status.Restoration.Problem.Length == 0
            ? status
            : throw new CliException(new CliError
            {
                ExitCode = ExitCodes.Conflict,
                Code = "vimctl.not_restored",
                Problem = $"the backup was not put in place: {status.Restoration.Problem}",
                Remedy = "the VIM serves on with the store it had; mend what is told and restore again",
            });
    }

    private static async Task<GetStatusResponse> WaitAsync(
        CommandContext context, GetStatusResponse before, Restoration ordered)
    {
        var startedAt = context.Time.GetTimestamp();
        while (true)
        {
            var status = await TryStatusAsync(context);
            if (status is { Ready: true, Restoration: { } done }
                && status.StartedAt != before.StartedAt
                && done.KeptPath == ordered.KeptPath)
            {
                return status;
            }

            if (context.Time.GetElapsedTime(startedAt) > Limit)
            {
                throw new CliException(new CliError
                {
                    ExitCode = ExitCodes.Unavailable,
                    Code = "vimctl.not_back",
                    Problem = "the VIM did not come back from the restoration in time",
                    Remedy = $"look into the log of vimd; the store of before is {ordered.KeptPath}",
                });
            }

            await Task.Delay(Pause, context.Time, context.CancellationToken);
        }
    }

    /// <summary>While it is down, it cannot be reached.</summary>
    private static async Task<GetStatusResponse?> TryStatusAsync(CommandContext context)
    {
        try
        {
            return await context.Client.CallAsync(Admin.GetStatus, new(), context.CancellationToken);
        }
        catch (CliException problem) when (problem.Error.ExitCode == ExitCodes.Unavailable)
        {
            return null;
        }
    }

    private static void Write(CommandContext context, GetStatusResponse status)
    {
        context.Output.Line(
            new Span("restored ", Tone.Good),
            new Span(status.Restoration.BackupPath, Tone.Strong),
            $"  {Units.Count(status.HostCount)} hosts, {Units.Count(status.ComputeCount)} computes");
        context.Output.Line(new Span("the store of before is ", Tone.Dim), status.Restoration.KeptPath);
    }
}

using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Errors;
using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl backup FILE</c>.</summary>
internal static class BackupCommand
{
    public static Command Create(CliApplication application)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "File name without a folder; the VIM writes it into its own backup folder",
        };
        return application.Define(
            "backup",
            "Copy the store of the running VIM to a file on its disk, consistent as of one moment",
            async context =>
            {
                var result = await context.Progress.ShowAsync(steps => RunAsync(context, context.Get(file), steps));
                context.WriteOne(result, result.Path, () =>
                {
                    context.Output.Line(new Span(result.Path, Tone.Strong), $"  {Units.Bytes(result.SizeBytes)}");
                    context.Output.Line(new Span("sha256 ", Tone.Dim), result.Sha256);
                });
            },
            file);
    }

    private static async Task<BackupResult> RunAsync(CommandContext context, string file, IProgressSteps steps)
    {
        var step = steps.Begin("backup", 0);
        BackupResult? result = null;
        var request = new BackupRequest { FileName = file };
        await foreach (var progress in context.Client.StreamAsync(Admin.Backup, request, context.CancellationToken))
        {
            step.Set(progress.DoneBytes, progress.TotalBytes);
            result = progress.Result ?? result;
        }

        return result ?? throw new CliException(new CliError
        {
            ExitCode = ExitCodes.Internal,
            Code = "vimctl.backup_without_result",
            Problem = "the VIM ended the backup without a result",
            Remedy = "look into the log of vimd, and do not trust the file",
        });
    }
}

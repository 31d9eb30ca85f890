using System.CommandLine;
using System.Reflection;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl completion SHELL</c>.</summary>
internal static class CompletionCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    public static Command Create(CliApplication application)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong(Shells);
        return application.Define(
            "completion",
            "Write a completion script: source <(vimctl completion bash)",
            context =>
            {
                context.Output.Writer.Write(Script(context.Get(shell)));
                return Task.CompletedTask;
            },
            shell);
    }

    /// <summary>The script of a shell. It asks vimctl itself what may stand at the cursor.</summary>
    internal static string Script(string shell)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"vimctl.{shell}")
            ?? throw new InvalidOperationException($"vimctl was built without the script for {shell}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using Vim.Cli.Commands;
using Vim.Cli.Configuration;

namespace Vim.Cli.Tests.Support;

/// <summary>vimctl run within the test: what it wrote and its exit code.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it as in a pipe, with no environment variables and no configuration file.</summary>
    public static Task<CliRun> RunAsync(params string[] arguments) =>
        RunAsync(arguments, new Dictionary<string, string>(), "/nonexistent/vimctl.yaml");

    public static async Task<CliRun> RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string configurationPath)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var application = new CliApplication(new CliEnvironment
        {
            Output = output,
            Error = TextWriter.Synchronized(error),
            OutputIsTerminal = false,
            ErrorIsTerminal = false,
            Variable = name => variables.GetValueOrDefault(name),
            ConfigurationPath = configurationPath,
            Time = TimeProvider.System,
        });
        var code = await application.RunAsync(arguments, TestContext.Current.CancellationToken);
        return new CliRun(code, output.ToString(), error.ToString());
    }
}

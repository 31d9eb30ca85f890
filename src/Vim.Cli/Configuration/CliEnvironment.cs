namespace Vim.Cli.Configuration;

/// <summary>What vimctl takes from its surroundings.</summary>
internal sealed record CliEnvironment
{
    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required bool OutputIsTerminal { get; init; }

    public required bool ErrorIsTerminal { get; init; }

    /// <summary>Environment variables.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The configuration file, which need not exist.</summary>
    public required string ConfigurationPath { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>That of the process.</summary>
    public static CliEnvironment OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
        ConfigurationPath = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "vimctl.yaml"),
        Time = TimeProvider.System,
    };
}

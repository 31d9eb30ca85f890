using Vim.Cli.Output;

namespace Vim.Cli.Configuration;

/// <summary>What the command line, the environment and the configuration file say together.</summary>
internal sealed record ClientSettings
{
    public required Uri Server { get; init; }

    public string? Certificate { get; init; }

    public string? Key { get; init; }

    public string? Authorities { get; init; }

    /// <summary>Longest a call may take, its repetitions included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Resource group (tenant) that resources are made for.</summary>
    public required string Tenant { get; init; }

    public required OutputFormat Format { get; init; }
}

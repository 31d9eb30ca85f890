using Nfv.OrVi.V1;

namespace Vim.Cli.Errors;

/// <summary>One failure as it is told: what is wrong, where, and what to do.</summary>
internal sealed record CliError
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public required int ExitCode { get; init; }

    /// <summary>
    /// Stable, for programs: that of the VIM (<c>vim.placement.no_feasible_host</c>) or one of vimctl's.
    /// </summary>
    public required string Code { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Problem { get; init; }

    /// <summary>The file, call or resource; empty where the problem says it.</summary>
    public string Where { get; init; } = "";

    /// <summary>What to do; empty where the problem says it.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>Every bad field or place.</summary>
    public IReadOnlyList<ErrorDetail> Details { get; init; } = [];

    /// <summary>Why no host fits.</summary>
    public Infeasible? Infeasible { get; init; }

    /// <summary>When the VIM wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>One bad field of a request or place in a file.</summary>
/// <param name="Place">Path of the field, or file, line and path.</param>
/// <param name="Problem">What is wrong there.</param>
internal sealed record ErrorDetail(string Place, string Problem);

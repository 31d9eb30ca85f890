namespace Vim.Cli.Errors;

/// <summary>Ends a command with a failure to tell.</summary>
internal sealed class CliException : Exception
{
    public CliException(CliError error, Exception? innerException = null)
        : base(error.Problem, innerException)
    {
        Error = error;
    }

    public CliError Error { get; }

    public static CliException Usage(string problem, string remedy) =>
        Of(ExitCodes.Usage, "vimctl.usage", problem, remedy);

    public static CliException NotFound(string problem, string remedy) =>
        Of(ExitCodes.NotFound, "vimctl.not_found", problem, remedy);

    public static CliException Conflict(string problem, string remedy) =>
        Of(ExitCodes.Conflict, "vimctl.conflict", problem, remedy);

    public static CliException Invalid(
        string problem, string where, IReadOnlyList<ErrorDetail> details, string remedy) =>
        new(new CliError
        {
            ExitCode = ExitCodes.InvalidInput,
            Code = "vimctl.invalid_input",
            Problem = problem,
            Where = where,
            Details = details,
            Remedy = remedy,
        });

    private static CliException Of(int exitCode, string code, string problem, string remedy) =>
        new(new CliError { ExitCode = exitCode, Code = code, Problem = problem, Remedy = remedy });
}

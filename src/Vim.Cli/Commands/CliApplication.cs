using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Vim.Cli.Configuration;
using Vim.Cli.Errors;
using Vim.Cli.Output;

namespace Vim.Cli.Commands;

/// <summary>
/// vimctl: reads the command line, runs the command, tells failures on the error stream and returns the exit code.
/// Results alone go to the output stream.
/// </summary>
internal sealed class CliApplication
{
    private readonly CliEnvironment _environment;
    private readonly GlobalOptions _options = new();

    public CliApplication(CliEnvironment environment)
    {
        _environment = environment;
        Root = new RootCommand(Description());
        _options.AddTo(Root);
        foreach (var command in CommandList.Create(this))
        {
            Root.Subcommands.Add(command);
        }
    }

    public RootCommand Root { get; }

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var parsed = Root.Parse(arguments);
        if (parsed.Errors.Count > 0 && !IsForHelp(parsed))
        {
            return TellUsage(parsed);
        }

        var configuration = new InvocationConfiguration
        {
            Output = _environment.Output,
            Error = _environment.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    /// <summary>A command with what it does.</summary>
    public Command Define(string name, string description, Func<CommandContext, Task> run, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Arguments.Add(argument);
                    break;
                case Option option:
                    command.Options.Add(option);
                    break;
            }
        }

        command.SetAction((parsed, cancellationToken) => ExecuteAsync(parsed, run, cancellationToken));
        return command;
    }

    /// <summary>A command that only has subcommands.</summary>
    public static Command Group(string name, string description, params IEnumerable<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Subcommands.Add(command);
        }

        return group;
    }

    private static bool IsForHelp(ParseResult parsed) => parsed.Action is HelpAction;

    private static string Description() =>
        "vimctl: deploys VNFs on a VIM and shows what it does.\n\nExit codes:\n"
        + string.Join('\n', ExitCodes.Meanings.Select(entry => $"  {entry.Code,3}  {entry.Meaning}"));

    private async Task<int> ExecuteAsync(
        ParseResult parsed, Func<CommandContext, Task> run, CancellationToken cancellationToken)
    {
        var error = ErrorScreen(parsed);
        var format = _options.FormatOf(parsed);
        try
        {
            var settings = _options.Read(parsed, _environment);
            format = settings.Format;
            var output = new Screen(
                _environment.Output,
                _options.HasColour(parsed, _environment, _environment.OutputIsTerminal),
                _environment.OutputIsTerminal);
            using var context = new CommandContext(parsed, _environment, settings, output, error, cancellationToken);
            await run(context);
            return ExitCodes.Ok;
        }
        catch (CliException failure)
        {
            ErrorWriter.Write(error, format, failure.Error);
            return failure.Error.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted(error, format);
        }
    }

    private static int Interrupted(Screen error, OutputFormat format)
    {
        ErrorWriter.Write(error, format, new CliError
        {
            ExitCode = ExitCodes.Interrupted,
            Code = "vimctl.interrupted",
            Problem = "interrupted",
            Remedy = "run the same command again to continue",
        });
        return ExitCodes.Interrupted;
    }

    private int TellUsage(ParseResult parsed)
    {
        var path = new Stack<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as CommandResult)
        {
            path.Push(result.Command is RootCommand ? "vimctl" : result.Command.Name);
        }

        ErrorWriter.Write(ErrorScreen(parsed), _options.FormatOf(parsed), new CliError
        {
            ExitCode = ExitCodes.Usage,
            Code = "vimctl.usage",
            Problem = string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.')).Distinct()),
            Remedy = $"see {string.Join(' ', path)} --help",
        });
        return ExitCodes.Usage;
    }

    private Screen ErrorScreen(ParseResult parsed) => new(
        _environment.Error,
        _options.HasColour(parsed, _environment, _environment.ErrorIsTerminal),
        _environment.ErrorIsTerminal);
}

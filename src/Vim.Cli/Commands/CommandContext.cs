using System.CommandLine;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Vim.Cli.Client;
using Vim.Cli.Configuration;
using Vim.Cli.Output;

namespace Vim.Cli.Commands;

/// <summary>What a command works with.</summary>
internal sealed class CommandContext(
    ParseResult parsed,
    CliEnvironment environment,
    ClientSettings settings,
    Screen output,
    Screen error,
    CancellationToken cancellationToken) : IDisposable
{
    private VimClient? _client;

    public ParseResult Parsed => parsed;

    public ClientSettings Settings => settings;

    public Screen Output => output;

    public Screen Error => error;

    public TimeProvider Time => environment.Time;

    public CancellationToken CancellationToken => cancellationToken;

    public bool IsWide => settings.Format == OutputFormat.Wide;

    /// <summary>The connection, made when first needed.</summary>
    public VimClient Client =>
        _client ??= new VimClient(ChannelFactory.Create(settings), settings.Timeout, environment.Time);

    /// <summary>Bars where somebody looks, else lines.</summary>
    public IProgressDisplay Progress => environment.ErrorIsTerminal
        ? new BarProgress(environment.Error, error.HasColour)
        : new LineProgress(error);

    public T Get<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>Writes several resources in the format asked for.</summary>
    public void WriteAll<T>(IReadOnlyList<T> items, Func<T, string> nameOf, Action table)
        where T : IMessage
    {
        if (!WriteNode(() => MessageText.ToNode(items.Cast<IMessage>()), items.Select(nameOf)))
        {
            table();
        }
    }

    /// <summary>Writes one resource in the format asked for.</summary>
    public void WriteOne<T>(T item, string name, Action picture)
        where T : IMessage
    {
        if (!WriteNode(() => MessageText.ToNode(item), [name]))
        {
            picture();
        }
    }

    /// <summary>Writes JSON, YAML or names; false where people read it.</summary>
    public bool WriteNode(Func<JsonNode> node, IEnumerable<string> names)
    {
        switch (settings.Format)
        {
            case OutputFormat.Json:
                output.Writer.WriteLine(MessageText.ToJson(node()));
                return true;
            case OutputFormat.Yaml:
                output.Writer.WriteLine(MessageText.ToYaml(node()));
                return true;
            case OutputFormat.Name:
                foreach (var name in names)
                {
                    output.Writer.WriteLine(name);
                }

                return true;
            default:
                return false;
        }
    }

    public void Dispose() => _client?.Dispose();
}

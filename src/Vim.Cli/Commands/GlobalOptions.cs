using System.CommandLine;
using System.Globalization;
using Vim.Cli.Configuration;
using Vim.Cli.Errors;
using Vim.Cli.Output;

namespace Vim.Cli.Commands;

/// <summary>The options that every command has.</summary>
internal sealed class GlobalOptions
{
    private const string DefaultServer = "http://127.0.0.1:50051";
    private const double DefaultTimeoutSeconds = 60;

    private readonly Option<string?> _server = new("--server")
    {
        Description = $"Address of vimd: https://HOST:PORT, or http:// on the loopback [VIM_SERVER; {DefaultServer}]",
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<string?> _certificate = File("--cert", "PEM certificate of this client [VIM_CERT]");
    private readonly Option<string?> _key = File("--key", "PEM private key of this client [VIM_KEY]");
    private readonly Option<string?> _authorities = File("--ca", "PEM authorities of the server [VIM_CA]");

    private readonly Option<bool> _plaintext = new("--plaintext")
    {
        Description = "No TLS: a --server without a scheme is http://; loopback only",
        Recursive = true,
    };

    private readonly Option<string?> _tenant = new("--tenant", "--group")
    {
        Description = "Resource group that resources are made for [VIM_TENANT; default]",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<double?> _timeout = new("--timeout")
    {
        Description = "Longest a call may take, in seconds [60]",
        HelpName = "SECONDS",
        Recursive = true,
    };

    private readonly Option<bool> _noColour = new("--no-color")
    {
        Description = "No colours [NO_COLOR]",
        Recursive = true,
    };

    private readonly Option<string?> _output;

    public GlobalOptions()
    {
        _output = new Option<string?>("--output", "-o")
        {
            Description = "table, wide, json, yaml or name [table]",
            HelpName = "FORMAT",
            Recursive = true,
        };
        _output.AcceptOnlyFromAmong([.. Enum.GetNames<OutputFormat>().Select(name => name.ToLowerInvariant())]);
        _timeout.Validators.Add(result =>
        {
            var text = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds is not (> 0 and <= 86_400))
            {
                result.AddError($"--timeout {text} is not more than 0 and at most 86400 seconds");
            }
        });
    }

    public void AddTo(Command root)
    {
        foreach (var option in new Option[]
        {
            _server, _certificate, _key, _authorities, _plaintext, _tenant, _output, _timeout, _noColour,
        })
        {
            root.Options.Add(option);
        }
    }

    /// <summary>The format asked for; a table where that cannot be known.</summary>
    public OutputFormat FormatOf(ParseResult parsed, string? configured = null)
    {
        var text = parsed.Errors.Count == 0 || parsed.GetResult(_output) is { Errors: var errors } && !errors.Any()
            ? parsed.GetValue(_output) ?? configured
            : configured;
        return Enum.TryParse<OutputFormat>(text, ignoreCase: true, out var format) ? format : OutputFormat.Table;
    }

    public bool HasColour(ParseResult parsed, CliEnvironment environment, bool isTerminal) =>
        isTerminal
        && !(parsed.GetResult(_noColour) is not null && parsed.GetValue(_noColour))
        && string.IsNullOrEmpty(environment.Variable("NO_COLOR"))
        && environment.Variable("TERM") != "dumb";

    public ClientSettings Read(ParseResult parsed, CliEnvironment environment)
    {
        var file = ConfigurationFile.Read(environment.ConfigurationPath);
        var settings = new ClientSettings
        {
            Server = ServerOf(parsed, environment, file),
            Certificate = parsed.GetValue(_certificate) ?? environment.Variable("VIM_CERT") ?? file.Cert,
            Key = parsed.GetValue(_key) ?? environment.Variable("VIM_KEY") ?? file.Key,
            Authorities = parsed.GetValue(_authorities) ?? environment.Variable("VIM_CA") ?? file.Ca,
            Tenant = parsed.GetValue(_tenant) ?? environment.Variable("VIM_TENANT") ?? file.Tenant ?? "default",
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout) ?? file.Timeout ?? DefaultTimeoutSeconds),
            Format = FormatOf(parsed, file.Output),
        };
        return settings is { Certificate: not null, Key: null } or { Certificate: null, Key: not null }
            ? throw CliException.Usage("--cert and --key go together", "give both or none")
            : settings;
    }

    private Uri ServerOf(ParseResult parsed, CliEnvironment environment, ConfigurationFile file)
    {
        var text = parsed.GetValue(_server) ?? environment.Variable("VIM_SERVER") ?? file.Server ?? DefaultServer;
        var plaintext = parsed.GetValue(_plaintext);
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = $"{(plaintext ? "http" : "https")}://{text}";
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var server)
            ? plaintext && server.Scheme == "https"
                ? throw CliException.Usage($"--plaintext contradicts {server}", "leave out one of them")
                : server
            : throw CliException.Usage($"--server {text} is no address", "give it as https://HOST:PORT");
    }

    private static Option<string?> File(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        Recursive = true,
    };
}

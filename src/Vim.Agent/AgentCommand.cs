using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Vim.Agent;

/// <summary>The command line of <c>vim-agent</c>.</summary>
internal static class AgentCommand
{
    private const string Examples =
        """
        Examples:
          vim-agent --driver simulated --host-description etsi-models/hosts/dell-r740xd-2x-gold-6230.yaml \
            --host-id h1 --zone zone-1 --vim https://vim.example:50051 --cert h1.pem --key h1.key --ca ca.pem
          vim-agent --driver simulated --host-description etsi-models/hosts/dell-r750-2x-gold-6330.yaml \
            --host-id h2 --zone zone-1 --vim http://127.0.0.1:50051 --plaintext --state h2.guests

        Exit codes: 0 stopped in good order (SIGTERM, SIGINT), 1 command line, 64 options or files, 70 failed.
        """;

    private static readonly Option<string> Driver = new("--driver")
    {
        Description = "What carries out orders on the host",
        Required = true,
    };

    private static readonly Option<FileInfo> Description = new("--host-description")
    {
        Description = "Description of the simulated host (etsi-models/hosts)",
        Required = true,
    };

    private static readonly Option<string> HostId = new("--host-id")
    {
        Description = "Id of the host",
        Required = true,
    };

    private static readonly Option<string> Zone = new("--zone")
    {
        Description = "Resource zone of the host",
        Required = true,
    };

    private static readonly Option<string> Rack = new("--rack")
    {
        Description = "Rack of the host",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string> FaultDomain = new("--fault-domain")
    {
        Description = "What fails as one with the host, such as its power feed or room",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<Uri[]> Vims = new("--vim")
    {
        Description = "Address of the VIM; several are tried in turn",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => [.. result.Tokens.Select(token => ReadAddress(token.Value, result)).OfType<Uri>()],
    };

    private static readonly Option<bool> Plaintext = new("--plaintext")
    {
        Description = "No TLS; loopback addresses only",
    };

    private static readonly Option<FileInfo> Certificate = new("--cert")
    {
        Description = "PEM certificate of the agent, with the name vim://agent/HOST-ID",
    };

    private static readonly Option<FileInfo> Key = new("--key") { Description = "PEM private key of the agent" };

    private static readonly Option<FileInfo> Authorities = new("--ca")
    {
        Description = "PEM authorities of the VIM's certificate",
    };

    private static readonly Option<FileInfo> State = new("--state")
    {
        Description = "File in which the simulated host keeps its guests",
    };

    private static readonly Option<ulong?> FaultSeed = new("--fault-seed")
    {
        Description = "Let things go wrong at the description's rates, by this seed",
    };

    private static readonly Option<LogLevel> Level = new("--log-level")
    {
        Description = "Lowest level that is logged",
        DefaultValueFactory = _ => LogLevel.Information,
    };

    private static readonly Option<bool> LogJson = new("--log-json") { Description = "Log lines as JSON objects" };

    /// <summary>The program's version, as the VIM is told it.</summary>
    public static string Version { get; } = typeof(AgentCommand).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>The command with all its options and its action.</summary>
    public static RootCommand Create()
    {
        Driver.AcceptOnlyFromAmong("simulated");
        var root = new RootCommand($"vim-agent: carries out a VIM's orders on one compute host\n\n{Examples}")
        {
            Driver, Description, HostId, Zone, Rack, FaultDomain, Vims, Plaintext, Certificate, Key, Authorities, State,
            FaultSeed, Level, LogJson,
        };
        root.SetAction((parsed, cancellationToken) => AgentProcess.RunAsync(() => Read(parsed), cancellationToken));
        return root;
    }

    private static Uri? ReadAddress(string text, ArgumentResult result)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https"))
        {
            return address;
        }

        result.AddError($"--vim: \"{text}\" is not an address such as https://vim.example:50051");
        return null;
    }

    private static AgentOptions Read(ParseResult parsed)
    {
        var options = new AgentOptions
        {
            HostDescription = parsed.GetRequiredValue(Description),
            HostId = parsed.GetRequiredValue(HostId),
            Zone = parsed.GetRequiredValue(Zone),
            Rack = parsed.GetRequiredValue(Rack),
            FaultDomain = parsed.GetRequiredValue(FaultDomain),
            Vims = parsed.GetRequiredValue(Vims),
            Plaintext = parsed.GetValue(Plaintext),
            Certificate = parsed.GetValue(Certificate),
            Key = parsed.GetValue(Key),
            Authorities = parsed.GetValue(Authorities),
            State = parsed.GetValue(State),
            FaultSeed = parsed.GetValue(FaultSeed),
            LogLevel = parsed.GetValue(Level),
            LogJson = parsed.GetValue(LogJson),
        };
        Check(options);
        return options;
    }

    private static void Check(AgentOptions options)
    {
        var scheme = options.Plaintext ? "http" : "https";
        if (options.Vims.FirstOrDefault(vim => vim.Scheme != scheme) is { } wrong)
        {
            var advice = options.Plaintext ? "" : ", or --plaintext for http on a loopback address";
            throw new OptionException($"--vim {wrong.OriginalString}: give {scheme}://HOST:PORT{advice}");
        }

        var complete = options.Certificate is not null && options.Key is not null;
        var none = options.Certificate is null && options.Key is null;
        if (options.Plaintext ? !none : !complete)
        {
            throw new OptionException("give --cert and --key for TLS, or --plaintext on a loopback address");
        }
    }
}

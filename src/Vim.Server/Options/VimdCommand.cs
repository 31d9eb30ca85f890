using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Vim.Domain.Identity;
using Vim.Engine;
using Vim.Scheduling.Placing;
using Vim.Server.Hosting;

namespace Vim.Server.Options;

/// <summary>The command line of <c>vimd</c>.</summary>
public static class VimdCommand
{
    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "Folder of the journal and the backups",
        DefaultValueFactory = _ => new DirectoryInfo("vim-data"),
    };

    private static readonly Option<IPEndPoint> Listen =
        EndPoint("--listen", "Where Or-Vi, admin and agents are served");
    private static readonly Option<IPEndPoint> Metrics =
        EndPoint("--metrics", "Where /metrics, /healthz and /readyz are served");
    private static readonly Option<bool> Plaintext =
        new("--plaintext") { Description = "No TLS; loopback addresses only" };
    private static readonly Option<FileInfo> Certificate =
        new("--cert") { Description = "PEM certificate of the server" };
    private static readonly Option<FileInfo> Key = new("--key") { Description = "PEM private key of the server" };
    private static readonly Option<FileInfo> ClientCa =
        new("--client-ca") { Description = "PEM authorities of client certificates" };
    private static readonly Option<FileInfo> Fleet =
        new("--simulated-hosts") { Description = "Fleet file: run these simulated hosts in this process" };
    private static readonly Option<bool> InMemory =
        new("--in-memory") { Description = "Keep nothing on disk; for trying out" };
    private static readonly Option<Uri> Otlp =
        Address("--otlp", "OTLP/HTTP endpoint for metrics (http://host:4318/v1/metrics)");
    private static readonly Option<string> VimId =
        new("--vim-id") { Description = "vimId towards orchestrators", DefaultValueFactory = _ => "vim" };
    private static readonly Option<LogLevel> Level = new("--log-level")
    {
        Description = "Lowest level that is logged",
        DefaultValueFactory = _ => LogLevel.Information,
    };
    private static readonly Option<bool> LogJson = new("--log-json") { Description = "Log lines as JSON objects" };
    private static readonly Option<int> Lease = new("--lease-ms")
    {
        Description = "An agent not heard of for so many ms makes its host suspected",
        DefaultValueFactory = _ => 1000,
    };

    private static readonly Option<int> SnapshotDebt = new("--snapshot-debt")
    {
        Description = "Rows of the journal beyond one for each resource, above which snapshots take their place",
        DefaultValueFactory = _ => 100_000,
    };

    private static readonly Option<string[]> FragmentationFlavours = new("--fragmentation-flavour")
    {
        Description = "Id of a flavour by which fragmentation is measured; may be given more than once "
            + "[half a NUMA node, a whole one and two of each zone's usual hosts]",
        Validators =
        {
            result =>
            {
                if (result.Tokens.Count > GetFragmentation.MaxFlavours)
                {
                    result.AddError($"--fragmentation-flavour: at most {GetFragmentation.MaxFlavours}");
                }
            },
        },
    };

    private static readonly Option<PlacementPolicy> Policy = PolicyOption.Create();

    /// <summary>The command with all its options and actions.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("vimd: a carrier-grade NFV infrastructure manager (ETSI NFV VIM)")
        {
            Data, Listen, Plaintext, Certificate, Key, ClientCa, Metrics, Fleet, InMemory, Otlp, VimId, Policy,
            FragmentationFlavours, Lease, SnapshotDebt, Level, LogJson,
        };
        root.SetAction((parsed, cancellationToken) => VimdProcess.RunAsync(() => Read(parsed), cancellationToken));
        root.Subcommands.Add(Restore());
        return root;
    }

    /// <summary>
    /// Reads arguments. One that begins with an at sign is what it is: a policy's file, not more arguments.
    /// </summary>
    public static ParseResult Parse(IReadOnlyList<string> arguments) =>
        Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

    private static Command Restore()
    {
        var from = new Argument<FileInfo>("file") { Description = "The backup" };
        var command =
            new Command("restore", "Put a backup in place of a missing journal; vimd must be stopped") { from, Data };
        command.SetAction((parsed, cancellationToken) => RestoreProcess.RunAsync(
            parsed.GetRequiredValue(from),
            new ServerOptions { Data = parsed.GetRequiredValue(Data), Listen = Loopback() },
            cancellationToken));
        return command;
    }

    private static ServerOptions Read(ParseResult parsed)
    {
        var plaintext = parsed.GetValue(Plaintext);
        var files = (parsed.GetValue(Certificate), parsed.GetValue(Key), parsed.GetValue(ClientCa));
        var tls =
            files is ({ } certificate, { } key, { } authorities) ? new TlsFiles(certificate, key, authorities) : null;
        if (plaintext == tls is not null)
        {
            throw new OptionException(
                "give --cert, --key and --client-ca for TLS, or --plaintext on a loopback address");
        }

        if (parsed.GetValue(Fleet) is not null && !plaintext)
        {
            throw new OptionException(
                "--simulated-hosts run in this process and dial it without certificates: "
                + "use --plaintext on loopback, or vim-agent with certificates");
        }

        return new ServerOptions
        {
            Data = parsed.GetRequiredValue(Data),
            Listen = parsed.GetValue(Listen) ?? Loopback(),
            Plaintext = plaintext,
            Tls = tls,
            Metrics = parsed.GetValue(Metrics),
            SimulatedHosts = parsed.GetValue(Fleet),
            InMemory = parsed.GetValue(InMemory),
            Otlp = parsed.GetValue(Otlp),
            VimId = parsed.GetRequiredValue(VimId),
            Policy = parsed.GetRequiredValue(Policy),
            FragmentationFlavours = [.. (parsed.GetValue(FragmentationFlavours) ?? []).Select(id => new FlavourId(id))],
            LogLevel = parsed.GetValue(Level),
            LogJson = parsed.GetValue(LogJson),
            SnapshotDebt = Math.Clamp(parsed.GetValue(SnapshotDebt), 0, 100_000_000),
            LeaseTime = TimeSpan.FromMilliseconds(Math.Clamp(parsed.GetValue(Lease), 50, 600_000)),
        };
    }

    private static IPEndPoint Loopback() => new(IPAddress.Loopback, 50051);

    private static Option<Uri> Address(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
            {
                return address;
            }

            result.AddError($"{name}: \"{text}\" is not an http or https address");
            return null;
        },
    };

    private static Option<IPEndPoint> EndPoint(string name, string description) => new(name)
    {
        Description = description + " (ADDRESS:PORT)",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (IPEndPoint.TryParse(text, out var endPoint))
            {
                return endPoint;
            }

            result.AddError($"{name}: \"{text}\" is not ADDRESS:PORT such as 127.0.0.1:50051 or [::1]:50051");
            return null;
        },
    };
}

/// <summary>A set of options that makes no sense together; the text says what to do.</summary>
public sealed class OptionException(string message) : Exception(message);

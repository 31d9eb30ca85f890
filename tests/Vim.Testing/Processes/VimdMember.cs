using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Vim.Testing.Processes;

/// <summary>
/// A real <c>vimd</c> process on loopback, with simulated hosts, that can be killed and started again.
/// </summary>
public sealed class VimdMember : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _data;
    private readonly IReadOnlyList<string> _arguments;
    private readonly StringBuilder _log = new();
    private Process? _process;

    private VimdMember(DirectoryInfo data, IReadOnlyList<string> arguments)
    {
        _data = data;
        _arguments = arguments;
    }

    public Uri Grpc { get; private set; } = new("http://127.0.0.1");

    public Uri Metrics { get; private set; } = new("http://127.0.0.1");

    public DirectoryInfo Data => _data;

    /// <summary>Everything it wrote to standard error, of all its lives.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public static async Task<VimdMember> StartAsync(string fleet, params string[] arguments)
    {
        var data = Directory.CreateTempSubdirectory("vimd-test-");
        var fleetFile = Path.Combine(data.FullName, "fleet.yaml");
        await File.WriteAllTextAsync(fleetFile, fleet);
        return await StartAsync(data, ["--plaintext", "--simulated-hosts", fleetFile, .. arguments]);
    }

    public static async Task<VimdMember> StartAsync(DirectoryInfo data, params string[] arguments)
    {
        var member = new VimdMember(data, arguments);
        await member.StartAgainAsync();
        return member;
    }

    /// <summary>A fleet of one kind of host in one zone.</summary>
    public static string Fleet(int count, string zone = "zone-1", string description = "dell-r740xd-2x-gold-6230") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            hosts:
              - id: {zone}-h
                count: {count}
                zone: {zone}
                rack: r1
                description: {Checkout.At("etsi-models", "hosts", description + ".yaml")}

            """);

    /// <summary>Starts the process and waits until it says that it is ready.</summary>
    public async Task StartAgainAsync()
    {
        string[] common = ["--data", _data.FullName, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0"];
        var start = new ProcessStartInfo("dotnet", [Checkout.Binary("Vim.Server", "vimd"), .. common, .. _arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var process = Process.Start(start)!;
        _process = process;
        var lines = Channel.CreateUnbounded<string?>();
        process.OutputDataReceived += (_, line) => lines.Writer.TryWrite(line.Data);
        process.ErrorDataReceived += (_, line) => AppendLog(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            var line = await lines.Reader.ReadAsync(limit.Token)
                ?? throw new InvalidOperationException($"vimd ended before it was ready:\n{Log}");
            if (line.Split(' ') is ["ready", var grpc, "metrics", var metrics])
            {
                Grpc = new Uri(grpc);
                Metrics = new Uri(metrics);
                return;
            }
        }
    }

    /// <summary>SIGKILL: no warning, nothing flushed.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _data.Delete(recursive: true);
    }

    private void AppendLog(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.AppendLine(line);
            }
        }
    }
}

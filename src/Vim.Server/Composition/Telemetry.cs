using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using Vim.Engine;
using Vim.Observability.Health;
using Vim.Observability.Http;
using Vim.Observability.Otlp;
using Vim.Observability.Prometheus;
using Vim.Server.Options;

namespace Vim.Server.Composition;

/// <summary>
/// Metrics, health and OTLP of a member. First up and last down, so that a long replay can be watched.
/// </summary>
internal sealed class Telemetry : IAsyncDisposable
{
    private const string Meters = "Vim.";
    private static readonly TimeSpan OtlpInterval = TimeSpan.FromSeconds(10);
    private readonly MetricsCollector _metrics;
    private readonly IDisposable? _otlp;
    private readonly ObservabilityServer? _server;
    private volatile VimEngine? _engine;

    private Telemetry(MetricsCollector metrics, IDisposable? otlp, ObservabilityServer? server)
    {
        _metrics = metrics;
        _otlp = otlp;
        _server = server;
        Address = server is null ? "-" : $"http{(server.IsSecure ? "s" : "")}://{server.EndPoint}";
    }

    /// <summary>Where it is served; a dash where nowhere.</summary>
    public string Address { get; }

    public static async Task<Telemetry> StartAsync(
        ServerOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var metrics = new MetricsCollector(Meters);
        var health = new HealthRegistry();
        Telemetry? telemetry = null;
        health.Add("process", HealthScope.Live, () => HealthState.Ok);
        health.Add("engine", HealthScope.Ready, () => telemetry?._engine is null
            ? HealthState.Bad("the journal is being replayed")
            : HealthState.Ok);
        ObservabilityServer? server = null;
        if (options.Metrics is { } endPoint)
        {
            var certificate = options.Tls is { } files ? Security.TlsSetup.Load(files).Certificate() : null;
            var serverOptions = new ObservabilityServerOptions { EndPoint = endPoint, Certificate = certificate };
            server = await ServeAsync(serverOptions, metrics, health, loggers, cancellationToken);
        }

        var otlp = options.Otlp is { } collector
            ? OtlpExport.StartMetrics(
                collector, OtlpExportProtocol.HttpProtobuf, "vimd", options.VimId, Meters, OtlpInterval)
            : null;
        telemetry = new Telemetry(metrics, otlp, server);
        return telemetry;
    }

    /// <summary>From now on the member is ready.</summary>
    public void Ready(VimEngine engine) => _engine = engine;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _otlp?.Dispose();
        _metrics.Dispose();
    }

    private static async Task<ObservabilityServer> ServeAsync(
        ObservabilityServerOptions options,
        MetricsCollector metrics,
        HealthRegistry health,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        try
        {
            return await ObservabilityServer.StartAsync(options, metrics, health, loggers, cancellationToken);
        }
        catch (ArgumentException problem)
        {
            throw new OptionException($"--metrics: {problem.Message}");
        }
    }
}

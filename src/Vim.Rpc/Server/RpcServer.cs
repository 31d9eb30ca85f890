using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Vim.Rpc.Server;

/// <summary>A running gRPC server on Kestrel.</summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly WebApplication _kestrel;
    private readonly IServer _server;
    private readonly CancellationTokenSource _stopping;
    private readonly RpcServerOptions _options;
    private readonly ServerLog _log;
    private readonly Lock _stopLock = new();
    private Task? _stopped;

    private RpcServer(
        WebApplication kestrel, CancellationTokenSource stopping, RpcServerOptions options, ServerLog log)
    {
        _kestrel = kestrel;
        _server = kestrel.Services.GetRequiredService<IServer>();
        _stopping = stopping;
        _options = options;
        _log = log;
    }

    /// <summary>
    /// The addresses it listens on, ports resolved; <c>http://</c>, <c>https://</c> or <c>http://unix:</c>.
    /// </summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>Starts a server.</summary>
    /// <exception cref="ArgumentException">No endpoint, or two services with the same name.</exception>
    /// <exception cref="IOException">An address is taken.</exception>
    public static Task<RpcServer> StartAsync(
        RpcServerOptions options, params IReadOnlyCollection<RpcService> services) =>
        StartAsync(options, services, CancellationToken.None);

    /// <inheritdoc cref="StartAsync(RpcServerOptions, IReadOnlyCollection{RpcService})"/>
    public static async Task<RpcServer> StartAsync(
        RpcServerOptions options, IReadOnlyCollection<RpcService> services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        Require(options, services);
        var stopping = new CancellationTokenSource();
        var log = new ServerLog(options.LoggerFactory.CreateLogger("Vim.Rpc.Server"));
        var host = new RpcServerHost(
            options.Limits, options.ResponseCompression, options.TimeProvider, options.Authorize, log,
            stopping.Token);
        var server = new RpcServer(KestrelSetup.Build(options), stopping, options, log);
        try
        {
            var application = new RpcApplication(host, services.SelectMany(service => service.Handlers));
            await server._server.StartAsync(application, cancellationToken);
            server.Addresses = server.ReadAddresses();
            return server;
        }
        catch
        {
            await server._kestrel.DisposeAsync();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops: no new calls (GOAWAY), <see cref="RpcServerCall.ServerStopping"/> fires, calls under way finish within
    /// the drain time, what remains is cut. Once; later calls wait for the first.
    /// </summary>
    public Task StopAsync()
    {
        lock (_stopLock)
        {
            return _stopped ??= StopOnceAsync();
        }
    }

    /// <summary>Stops and releases everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _kestrel.DisposeAsync();
        _stopping.Dispose();
    }

    private static void Require(RpcServerOptions options, IReadOnlyCollection<RpcService> services)
    {
        if (options.Endpoints.Count == 0)
        {
            throw new ArgumentException("A server needs at least one endpoint.", nameof(options));
        }

        var twice = services.GroupBy(service => service.Descriptor.FullName).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException($"{twice.Key} is given twice.", nameof(services));
        }
    }

    private async Task StopOnceAsync()
    {
        _log.Draining(_options.DrainTime);
        await _stopping.CancelAsync();
        using var drain = new CancellationTokenSource(_options.DrainTime, _options.TimeProvider);
        await _server.StopAsync(drain.Token);
        if (drain.IsCancellationRequested)
        {
            _log.DrainTimeOver();
        }
    }

    private Uri[] ReadAddresses()
    {
        var addresses = _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        foreach (var address in addresses)
        {
            _log.Listening(address, address.StartsWith("https", StringComparison.Ordinal) ? "TLS" : "plain text");
        }

        return [.. addresses.Select(address => new Uri(address))];
    }
}

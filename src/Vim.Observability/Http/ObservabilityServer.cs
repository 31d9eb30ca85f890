using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vim.Observability.Health;
using Vim.Observability.Prometheus;

namespace Vim.Observability.Http;

/// <summary>
/// Serves <c>/metrics</c> (Prometheus text), <c>/healthz</c> and <c>/readyz</c> over plain HTTP/1.1, read only. Off
/// loopback it needs a certificate, as every port of the product.
/// </summary>
public sealed class ObservabilityServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ObservabilityServer(WebApplication application, IPEndPoint endPoint, bool isSecure)
    {
        _application = application;
        EndPoint = endPoint;
        IsSecure = isSecure;
    }

    /// <summary>Whether it is served over TLS.</summary>
    public bool IsSecure { get; }

    /// <summary>Where it listens; the port chosen by the system when 0 was asked for.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts to serve.</summary>
    /// <exception cref="ArgumentException">The address is not loopback and there is no certificate.</exception>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static async Task<ObservabilityServer> StartAsync(
        ObservabilityServerOptions options,
        MetricsCollector metrics,
        HealthRegistry health,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        if (options.Certificate is null && !IPAddress.IsLoopback(options.EndPoint.Address))
        {
            throw new ArgumentException(
                $"{options.EndPoint} is not a loopback address: give a certificate, or listen on 127.0.0.1",
                nameof(options));
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(options.EndPoint, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (options.Certificate is { } certificate)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        if (options.Certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var application = builder.Build();
        application.MapGet("/metrics", context => WriteAsync(
            context, StatusCodes.Status200OK, TextExposition.ContentType, TextExposition.Write(metrics.Collect())));
        application.MapGet("/healthz", context => WriteAsync(context, health.Run(HealthScope.Live)));
        application.MapGet("/readyz", context => WriteAsync(context, health.Run(HealthScope.Ready)));
        await application.StartAsync(cancellationToken);
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        var port = new Uri(address).Port;
        return new(application, new IPEndPoint(options.EndPoint.Address, port), options.Certificate is not null);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static Task WriteAsync(HttpContext context, IReadOnlyList<HealthResult> results)
    {
        var text = new StringBuilder();
        foreach (var result in results)
        {
            text.Append(result.State.Healthy ? "[+] " : "[-] ").Append(result.Name).Append(": ")
                .Append(result.State.Detail).Append('\n');
        }

        var healthy = results.All(result => result.State.Healthy);
        text.Append(healthy ? "ok\n" : "failed\n");
        var status = healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return WriteAsync(context, status, "text/plain; charset=utf-8", text.ToString());
    }

    private static Task WriteAsync(HttpContext context, int status, string contentType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}

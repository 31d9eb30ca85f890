using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Vim.Observability.Health;
using Vim.Observability.Http;
using Vim.Observability.Prometheus;

namespace Vim.Observability.Tests;

public sealed class ObservabilityServerTests
{
    private static readonly HttpClient Client = new();

    [Fact]
    public async Task Metrics_are_served_as_prometheus_text()
    {
        using var meter = new Meter("Test.Served");
        using var collector = new MetricsCollector("Test.Served");
        meter.CreateCounter<long>("vim.test.served").Add(4);
        await using var server = await StartAsync(collector, new HealthRegistry());

        using var response = await Client.GetAsync($"http://{server.EndPoint}/metrics");

        Assert.Equal(TextExposition.ContentType, response.Content.Headers.ContentType!.ToString());
        Assert.Contains(
            "vim_test_served_total 4\n",
            await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ready_fails_with_the_reason_while_alive_does_not()
    {
        using var collector = new MetricsCollector("Test.Health");
        var health = new HealthRegistry();
        var journal = HealthState.Bad("the journal is replaying: 40 %");
        health.Add("journal", HealthScope.Ready, () => journal);
        health.Add("process", HealthScope.Live, () => HealthState.Ok);
        await using var server = await StartAsync(collector, health);

        using var alive = await Client.GetAsync($"http://{server.EndPoint}/healthz");
        using var ready = await Client.GetAsync($"http://{server.EndPoint}/readyz");
        journal = HealthState.Ok;
        using var later = await Client.GetAsync($"http://{server.EndPoint}/readyz");

        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(
            "[-] journal: the journal is replaying: 40 %",
            await ready.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Plain_text_is_refused_off_loopback()
    {
        using var collector = new MetricsCollector("Test.Plain");
        var options = new ObservabilityServerOptions { EndPoint = new IPEndPoint(IPAddress.Any, 0) };
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => ObservabilityServer.StartAsync(
            options, collector, new HealthRegistry(), NullLoggerFactory.Instance, CancellationToken.None));
        Assert.Contains("certificate", refused.Message, StringComparison.Ordinal);
    }

    private static Task<ObservabilityServer> StartAsync(MetricsCollector collector, HealthRegistry health) =>
        ObservabilityServer.StartAsync(
            new ObservabilityServerOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) },
            collector,
            health,
            NullLoggerFactory.Instance,
            CancellationToken.None);
}

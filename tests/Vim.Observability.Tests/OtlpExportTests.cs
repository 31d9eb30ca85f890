using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using OpenTelemetry.Exporter;
using Vim.Observability.Otlp;

namespace Vim.Observability.Tests;

public sealed class OtlpExportTests
{
    [Fact]
    public async Task Instruments_are_sent_to_the_configured_collector()
    {
        using var collector = new HttpListener();
        var prefix = $"http://127.0.0.1:{FreePort()}/";
        collector.Prefixes.Add(prefix);
        collector.Start();
        var received = ReceiveAsync(collector);
        using var meter = new Meter("Test.Otlp");

        using (OtlpExport.StartMetrics(
            new Uri(prefix + "v1/metrics"),
            OtlpExportProtocol.HttpProtobuf,
            "vimd",
            "m1",
            "Test.Otlp",
            TimeSpan.FromHours(1)))
        {
            meter.CreateCounter<long>("vim.test.exported").Add(1);
        }

        var body = Encoding.Latin1.GetString(await received.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("vim.test.exported", body, StringComparison.Ordinal);
        Assert.Contains("vimd", body, StringComparison.Ordinal);
    }

    private static async Task<byte[]> ReceiveAsync(HttpListener collector)
    {
        var context = await collector.GetContextAsync();
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        context.Response.Close();
        return body.ToArray();
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

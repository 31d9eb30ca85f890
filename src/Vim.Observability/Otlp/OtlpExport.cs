using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Vim.Observability.Otlp;

/// <summary>Sends the same instruments by OTLP when an endpoint is configured.</summary>
public static class OtlpExport
{
    /// <summary>Starts to export every meter whose name begins with <paramref name="meterPrefix"/>, each
    /// <paramref name="interval"/>; disposing the result flushes and stops.</summary>
    public static IDisposable StartMetrics(
        Uri endpoint,
        OtlpExportProtocol protocol,
        string serviceName,
        string instanceId,
        string meterPrefix,
        TimeSpan interval) =>
        Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService(serviceName, serviceInstanceId: instanceId))
            .AddMeter(meterPrefix + "*")
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = endpoint;
                exporter.Protocol = protocol;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                    (int)interval.TotalMilliseconds;
            })
            .Build();
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Vim.Rpc.Telemetry;

/// <summary>The instruments of channels.</summary>
internal static class ClientTelemetry
{
    private static readonly Meter Meter = new(InstrumentNames.Meter);
    private static readonly Counter<long> Started = Meter.CreateCounter<long>(InstrumentNames.ClientCallsStarted);
    private static readonly Counter<long> Completed = Meter.CreateCounter<long>(InstrumentNames.ClientCallsCompleted);
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>(InstrumentNames.ClientCallDuration, unit: "s");

    public static void CallStarted(RpcMethod method)
    {
        if (Started.Enabled)
        {
            Started.Add(1, method.Label);
        }
    }

    public static void CallEnded(RpcMethod method, RpcStatusCode code, TimeSpan duration)
    {
        if (Completed.Enabled || Duration.Enabled)
        {
            var labels = new TagList { method.Label, StatusLabels.Of(code) };
            Completed.Add(1, labels);
            Duration.Record(duration.TotalSeconds, labels);
        }
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Vim.Rpc.Telemetry;

/// <summary>
/// The instruments of servers. They cost nothing to speak of while nobody listens. The meter is the process's; the
/// servers of a process add up.
/// </summary>
internal static class ServerTelemetry
{
    private static readonly Meter Meter = new(InstrumentNames.Meter);
    private static readonly Counter<long> Started = Meter.CreateCounter<long>(InstrumentNames.ServerCallsStarted);
    private static readonly Counter<long> Completed = Meter.CreateCounter<long>(InstrumentNames.ServerCallsCompleted);
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>(InstrumentNames.ServerCallsFailed);
    private static readonly Counter<long> Expired =
        Meter.CreateCounter<long>(InstrumentNames.ServerCallsDeadlineExceeded);

    private static readonly Counter<long> Unknown = Meter.CreateCounter<long>(InstrumentNames.ServerCallsUnimplemented);
    private static readonly UpDownCounter<long> Current =
        Meter.CreateUpDownCounter<long>(InstrumentNames.ServerCallsCurrent);

    private static readonly Counter<long> Received = Meter.CreateCounter<long>(InstrumentNames.ServerMessagesReceived);
    private static readonly Counter<long> Sent = Meter.CreateCounter<long>(InstrumentNames.ServerMessagesSent);
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>(InstrumentNames.ServerCallDuration, unit: "s");

    /// <summary>Counts a call in.</summary>
    public static void CallStarted(RpcMethod method)
    {
        if (Started.Enabled || Current.Enabled)
        {
            Started.Add(1, method.Label);
            Current.Add(1, method.Label);
        }
    }

    /// <summary>Counts a call out with the status its client was told.</summary>
    public static void CallEnded(RpcMethod method, RpcStatusCode code, TimeSpan duration)
    {
        if (!Completed.Enabled && !Current.Enabled && !Failed.Enabled && !Duration.Enabled && !Expired.Enabled)
        {
            return;
        }

        var labels = new TagList { method.Label, StatusLabels.Of(code) };
        Current.Add(-1, method.Label);
        Completed.Add(1, labels);
        Duration.Record(duration.TotalSeconds, labels);
        if (code != RpcStatusCode.OK)
        {
            Failed.Add(1, labels);
        }

        if (code == RpcStatusCode.DeadlineExceeded)
        {
            Expired.Add(1, method.Label);
        }
    }

    /// <summary>A path nobody serves; without the path as a label, which the caller chooses freely.</summary>
    public static void CallUnimplemented() => Unknown.Add(1);

    public static void MessageReceived(RpcMethod method) => Count(Received, method);

    public static void MessageSent(RpcMethod method) => Count(Sent, method);

    private static void Count(Counter<long> counter, RpcMethod method)
    {
        if (counter.Enabled)
        {
            counter.Add(1, method.Label);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Vim.Observability.Prometheus;

/// <summary>
/// Listens to the product's instruments (<see cref="System.Diagnostics.Metrics"/>) and keeps what Prometheus reads:
/// counters and gauges by label set, histograms by bucket. Measuring takes no lock besides the series' own.
/// </summary>
/// <remarks>At most <see cref="MaxSeries"/> series an instrument; more are dropped and counted, so that a label with
/// unbounded values cannot fill the memory.</remarks>
public sealed class MetricsCollector : IDisposable
{
    /// <summary>The most label sets of one instrument.</summary>
    public const int MaxSeries = 10_000;

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();

    /// <summary>Starts to listen to every meter whose name begins with <paramref name="meterPrefix"/>.</summary>
    public MetricsCollector(string meterPrefix)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(meterPrefix, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, MetricFamily.Of));
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.Start();
    }

    /// <summary>Asks the observable instruments for their values, then gives all families by name.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        foreach (var family in _families.Values)
        {
            family.BeginObservation();
        }

        _listener.RecordObservableInstruments();
        return [.. _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Record(value, tags);
}

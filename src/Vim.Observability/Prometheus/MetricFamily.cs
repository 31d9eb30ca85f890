using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Vim.Observability.Prometheus;

/// <summary>What Prometheus calls a metric: one name, one type, a series for each label set.</summary>
public sealed class MetricFamily
{
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    // The way to a series that its labels have been written out for once; measurements are many, label sets few.
    private readonly ConcurrentDictionary<LabelSet, MetricSeries> _known = new(new LabelSet.Comparer());
    private readonly ConcurrentDictionary<LabelSet, MetricSeries>
        .AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _knownByTags;

    private readonly bool _adds;
    private readonly double[] _bounds;

    private MetricFamily(Instrument instrument, MetricType type, bool adds)
    {
        Type = type;
        Name = PrometheusName.Of(instrument.Name, instrument.Unit, type);
        Help = instrument.Description ?? instrument.Name;
        _adds = adds;
        _knownByTags = _known.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        _bounds = type == MetricType.Histogram ? HistogramBuckets.For(instrument.Unit) : [];
    }

    /// <summary>Name with unit and, for a counter, <c>_total</c>.</summary>
    public string Name { get; }

    /// <summary>What it tells.</summary>
    public string Help { get; }

    /// <summary>Counter, gauge or histogram.</summary>
    public MetricType Type { get; }

    /// <summary>Series by label text (<c>a="b",c="d"</c>), in order of that text.</summary>
    public IEnumerable<MetricSeries> Series => _series.Values.OrderBy(series => series.Labels, StringComparer.Ordinal);

    /// <summary>Upper bounds of the buckets, without +Inf; empty unless a histogram.</summary>
    public IReadOnlyList<double> Bounds => _bounds;

    internal static MetricFamily Of(Instrument instrument)
    {
        var kind = instrument.GetType().Name;
        return kind switch
        {
            _ when kind.StartsWith("Histogram", StringComparison.Ordinal) =>
                new(instrument, MetricType.Histogram, adds: true),
            _ when kind.StartsWith("Counter", StringComparison.Ordinal) =>
                new(instrument, MetricType.Counter, adds: true),
            _ when kind.StartsWith("ObservableCounter", StringComparison.Ordinal) =>
                new(instrument, MetricType.Counter, adds: false),
            _ when kind.StartsWith("UpDownCounter", StringComparison.Ordinal) =>
                new(instrument, MetricType.Gauge, adds: true),
            _ => new(instrument, MetricType.Gauge, adds: false),
        };
    }

    /// <summary>Forgets label sets that observable instruments no longer report.</summary>
    internal void BeginObservation()
    {
        if (!_adds)
        {
            _series.Clear();
            _known.Clear();
        }
    }

    internal void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_knownByTags.TryGetValue(tags, out var known))
        {
            known.Record(value, Type, _adds);
        }
        else if (Find(LabelText(tags)) is { } series)
        {
            if (_known.Count < MetricsCollector.MaxSeries)
            {
                _known.TryAdd(new LabelSet(tags), series);
            }

            series.Record(value, Type, _adds);
        }
    }

    /// <summary>The series of the labels; null when there are as many as an instrument may have.</summary>
    private MetricSeries? Find(string labels)
    {
        if (_series.TryGetValue(labels, out var series))
        {
            return series;
        }

        return _series.Count < MetricsCollector.MaxSeries
            ? _series.GetOrAdd(labels, text => new MetricSeries(text, _bounds))
            : null;
    }

    private static string LabelText(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(PrometheusName.Label(key)).Append("=\"");
            PrometheusName.AppendEscaped(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            text.Append('"');
        }

        return text.ToString();
    }
}

/// <summary>Prometheus metric types.</summary>
public enum MetricType
{
    /// <summary>Only rises.</summary>
    Counter,

    /// <summary>Rises and falls.</summary>
    Gauge,

    /// <summary>Counts by bucket, with sum and count.</summary>
    Histogram,
}

namespace Vim.Observability.Prometheus;

/// <summary>The values of one label set.</summary>
public sealed class MetricSeries
{
    private readonly Lock _lock = new();
    private readonly double[] _bounds;
    private readonly long[] _buckets;
    private double _value;
    private long _count;

    internal MetricSeries(string labels, double[] bounds)
    {
        Labels = labels;
        _bounds = bounds;
        _buckets = new long[bounds.Length + 1];
    }

    /// <summary><c>a="b",c="d"</c>, escaped; empty without labels.</summary>
    public string Labels { get; }

    /// <summary>One consistent reading: value or sum, count, counts by bucket (not cumulative, +Inf last).</summary>
    public (double Value, long Count, long[] Buckets) Read()
    {
        lock (_lock)
        {
            return (_value, _count, [.. _buckets]);
        }
    }

    internal void Record(double value, MetricType type, bool adds)
    {
        lock (_lock)
        {
            _value = adds ? _value + value : value;
            if (type == MetricType.Histogram)
            {
                _count++;
                var index = Array.BinarySearch(_bounds, value);
                _buckets[index < 0 ? ~index : index]++;
            }
        }
    }
}

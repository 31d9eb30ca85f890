using System.Globalization;
using System.Text;

namespace Vim.Observability.Prometheus;

/// <summary>The Prometheus text format, version 0.0.4.</summary>
public static class TextExposition
{
    /// <summary>Content type of <see cref="Write"/>.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>All families, in the order given.</summary>
    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder();
        foreach (var family in families)
        {
            var series = family.Series.ToList();
            if (series.Count == 0)
            {
                continue;
            }

            text.Append("# HELP ").Append(family.Name).Append(' ')
                .Append(family.Help
                    .Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal))
                .Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(TypeName(family.Type)).Append('\n');
            foreach (var one in series)
            {
                Append(text, family, one);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, MetricFamily family, MetricSeries series)
    {
        var (value, count, buckets) = series.Read();
        if (family.Type != MetricType.Histogram)
        {
            Line(text, family.Name, series.Labels, value);
            return;
        }

        var separator = series.Labels.Length == 0 ? "" : ",";
        var running = 0L;
        for (var index = 0; index < buckets.Length; index++)
        {
            running += buckets[index];
            var bound = index < family.Bounds.Count ? Number(family.Bounds[index]) : "+Inf";
            Line(text, family.Name + "_bucket", $"{series.Labels}{separator}le=\"{bound}\"", running);
        }

        Line(text, family.Name + "_sum", series.Labels, value);
        Line(text, family.Name + "_count", series.Labels, count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string TypeName(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Gauge => "gauge",
        _ => "histogram",
    };
}

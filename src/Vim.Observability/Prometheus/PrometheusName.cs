using System.Text;

namespace Vim.Observability.Prometheus;

/// <summary>Names as the Prometheus data model and naming practice want them.</summary>
internal static class PrometheusName
{
    /// <summary>
    /// <c>vim.rpc.server.duration</c>, <c>s</c>, histogram -> <c>vim_rpc_server_duration_seconds</c>.
    /// </summary>
    public static string Of(string instrument, string? unit, MetricType type)
    {
        var name = Clean(instrument);
        var suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "bit/s" => "_bits_per_second",
            _ => "",
        };
        if (!name.EndsWith(suffix, StringComparison.Ordinal))
        {
            name += suffix;
        }

        return type == MetricType.Counter && !name.EndsWith("_total", StringComparison.Ordinal)
            ? name + "_total"
            : name;
    }

    public static string Label(string key) => Clean(key);

    /// <summary>Escapes backslash, quote and line feed of a label value or help text.</summary>
    public static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (var character in value)
        {
            _ = character switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(character),
            };
        }
    }

    private static string Clean(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }

        return text.Length > 0 && char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }
}

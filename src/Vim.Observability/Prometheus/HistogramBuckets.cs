namespace Vim.Observability.Prometheus;

/// <summary>Bucket bounds by unit, so that every latency of the product can be compared with every other.</summary>
internal static class HistogramBuckets
{
    /// <summary>1 µs to 10 s.</summary>
    private static readonly double[] Seconds =
    [
        0.000_001, 0.000_002_5, 0.000_005, 0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5,
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ];

    private static readonly double[] Counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

    public static double[] For(string? unit) => unit == "s" ? Seconds : Counts;
}

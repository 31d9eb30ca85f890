using Vim.Benchmarks.Running;

namespace Vim.Benchmarks.Allocate;

/// <summary>One kind of load: the latency of each operation, and what all of them together cost.</summary>
internal sealed class Phase(string name, string operation)
{
    private readonly List<double> _rates = [];
    private readonly List<double> _latencies = [];
    private Counters _cost;

    /// <summary>Operations per second, the median of its rounds.</summary>
    public double Rate => new Figure("", "", _rates).Median;

    /// <param name="latencies">Of each operation, milliseconds.</param>
    /// <param name="cost">Of all of them together.</param>
    public void Add(IReadOnlyCollection<double> latencies, Counters cost)
    {
        _rates.Add(latencies.Count / cost.Seconds);
        _latencies.AddRange(latencies);
        _cost += cost;
    }

    public IReadOnlyList<Figure> Figures()
    {
        _latencies.Sort();
        return
        [
            new($"{name}: {operation}s", "1/s", _rates),
            Figure.Of($"{name}: latency p50", "ms", _latencies[_latencies.Count / 2]),
            Figure.Of($"{name}: latency p99", "ms", _latencies[(int)(_latencies.Count * 0.99)]),
            Figure.Of($"{name}: processors busy", "%", 100 * Share(_cost.Processor) / Environment.ProcessorCount),
            Figure.Of($"{name}: stopped for the collector", "%", 100 * Share(_cost.Pause)),
            Each("processor time", "µs", _cost.Processor.TotalMicroseconds),
            Each("memory allocated", "B", _cost.Allocated),
            Each("events", "", _cost.Events),
            Each("turns", "", _cost.Turns),
            Each("journal payload", "B", _cost.JournalBytes),
            Each("orders to agents", "", _cost.Orders),
            Figure.Of($"{name}: commits", "1/s", _cost.Commits / _cost.Seconds),
            Figure.Of($"{name}: events of a commit", "", (double)_cost.Events / Math.Max(1, _cost.Commits)),
        ];
    }

    private double Share(TimeSpan time) => time.TotalSeconds / _cost.Seconds;

    private Figure Each(string what, string unit, double sum) =>
        Figure.Of($"{name}: {what} of each", unit, sum / _latencies.Count);
}

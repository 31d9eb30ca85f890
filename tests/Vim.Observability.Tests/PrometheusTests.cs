using System.Diagnostics.Metrics;
using Vim.Observability.Prometheus;
using Vim.Testing.Processes;

namespace Vim.Observability.Tests;

public sealed class PrometheusTests
{
    [Fact]
    public void Counters_add_gauges_replace_histograms_count_by_bucket()
    {
        using var meter = new Meter("Test.Exposition");
        using var collector = new MetricsCollector("Test.Exposition");
        var counter = meter.CreateCounter<long>("vim.test.calls", description: "Calls");
        meter.CreateObservableGauge(
            "vim.test.hosts",
            () => new Measurement<int>(7, new KeyValuePair<string, object?>("zone", "z\"1\\")),
            description: "Hosts");
        var histogram = meter.CreateHistogram<double>("vim.test.duration", "s", "Duration");
        counter.Add(2, new KeyValuePair<string, object?>("method", "A"));
        counter.Add(3, new KeyValuePair<string, object?>("method", "A"));
        histogram.Record(0.0004);
        histogram.Record(20);

        var text = TextExposition.Write(collector.Collect());

        Assert.Contains(
            "# TYPE vim_test_calls_total counter\nvim_test_calls_total{method=\"A\"} 5\n",
            text,
            StringComparison.Ordinal);
        Assert.Contains("vim_test_hosts{zone=\"z\\\"1\\\\\"} 7\n", text, StringComparison.Ordinal);
        Assert.Contains("vim_test_duration_seconds_bucket{le=\"0.00025\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("vim_test_duration_seconds_bucket{le=\"0.0005\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("vim_test_duration_seconds_bucket{le=\"+Inf\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("vim_test_duration_seconds_count 2\n", text, StringComparison.Ordinal);
        Assert.Contains("vim_test_duration_seconds_sum 20.0004\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_on_a_bound_belongs_to_that_bucket()
    {
        using var meter = new Meter("Test.Bound");
        using var collector = new MetricsCollector("Test.Bound");
        meter.CreateHistogram<double>("vim.test.duration", "s").Record(0.001);
        Assert.Contains("le=\"0.001\"} 1\n", TextExposition.Write(collector.Collect()), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_read_the_same_are_one_series_and_others_are_not()
    {
        using var meter = new Meter("Test.Labels");
        using var collector = new MetricsCollector("Test.Labels");
        var counter = meter.CreateCounter<long>("vim.test.calls");
        for (var round = 0; round < 2; round++)
        {
            counter.Add(1);
            counter.Add(10, new KeyValuePair<string, object?>("a", 1));
            counter.Add(10, new KeyValuePair<string, object?>("a", "1"));
            counter.Add(100, new KeyValuePair<string, object?>("b", "1"));
            counter.Add(1000, new KeyValuePair<string, object?>("a", "1"), new KeyValuePair<string, object?>("b", "2"));
            counter.Add(
                10_000, new KeyValuePair<string, object?>("a", "2"), new KeyValuePair<string, object?>("b", null));
        }

        var series = Assert.Single(collector.Collect()).Series.ToDictionary(one => one.Labels, one => one.Read().Value);

        Assert.Equal(
            new Dictionary<string, double>
            {
                [""] = 2,
                ["a=\"1\""] = 40,
                ["b=\"1\""] = 200,
                ["a=\"1\",b=\"2\""] = 2000,
                ["a=\"2\",b=\"\""] = 20_000,
            },
            series);
    }

    [Fact]
    public void A_label_with_unbounded_values_cannot_fill_the_memory()
    {
        using var meter = new Meter("Test.Series");
        using var collector = new MetricsCollector("Test.Series");
        var counter = meter.CreateCounter<long>("vim.test.unbounded");
        for (var index = 0; index < MetricsCollector.MaxSeries + 100; index++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", index));
        }

        Assert.Equal(MetricsCollector.MaxSeries, Assert.Single(collector.Collect()).Series.Count());
    }

    [Fact]
    public void An_observable_instrument_that_stops_reporting_a_label_set_loses_it()
    {
        using var meter = new Meter("Test.Observable");
        using var collector = new MetricsCollector("Test.Observable");
        var zones = new List<string> { "a", "b" };
        meter.CreateObservableGauge(
            "vim.test.zone",
            () => zones.Select(zone => new Measurement<int>(1, new KeyValuePair<string, object?>("zone", zone))));
        Assert.Equal(2, Assert.Single(collector.Collect()).Series.Count());
        zones.Remove("a");
        Assert.Equal("zone=\"b\"", Assert.Single(Assert.Single(collector.Collect()).Series).Labels);
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_complain_about()
    {
        ForeignTool.Require("promtool", "Debian's prometheus");
        using var meter = new Meter("Test.Promtool");
        using var collector = new MetricsCollector("Test.Promtool");
        meter.CreateCounter<long>("vim.test.calls", description: "Calls").Add(1);
        meter.CreateHistogram<double>("vim.test.duration", "s", "Duration").Record(1);
        meter.CreateObservableGauge("vim.test.memory", () => 5L, "By", "Memory");

        var result =
            await ForeignTool.RunAsync("promtool", ["check", "metrics"], TextExposition.Write(collector.Collect()));

        Assert.Equal((0, ""), (result.ExitCode, result.Error + result.Output));
    }
}

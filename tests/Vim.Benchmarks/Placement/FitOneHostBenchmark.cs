using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Placement;

/// <summary>
/// A whole decision in a zone of one host: reading the request, walking to the host, the exact fit of CPUs, pages, VFs
/// and rates over its NUMA nodes. By flavour and number of nodes; the median of batches.
/// </summary>
internal sealed class FitOneHostBenchmark : IBenchmark
{
    /// <summary>Short, so that most batches run without another process taking the core meanwhile.</summary>
    private const int Batch = 200;
    private static readonly string[] Names = ["router", "firewall", "gateway on 2 nodes", "control"];

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        foreach (var (model, nodes) in new[] { (0, 2), (2, 4), (3, 8) })
        {
            var ledger = new ZoneLedger(BenchmarkHosts.Zone);
            ledger.PutHost(BenchmarkHosts.Mixed(model), HostAvailability.Enabled);
            for (var flavour = 0; flavour < Names.Length; flavour++)
            {
                var request = BenchmarkHosts.Request(flavour);
                var samples = Measure(ledger, request, duration / (3 * Names.Length));
                figures.Add(new($"{Names[flavour]}, host of {nodes} nodes", "ns", samples));
            }
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static List<double> Measure(ZoneLedger ledger, PlacementRequest request, TimeSpan duration)
    {
        var placer = new Placer();
        var samples = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration || samples.Count < 1_000)
        {
            var from = Stopwatch.GetTimestamp();
            for (var index = 0; index < Batch; index++)
            {
                placer.Choose(ledger, request, PlacementPolicy.Pack);
            }

            samples.Add(Stopwatch.GetElapsedTime(from).TotalNanoseconds / Batch);
        }

        return samples;
    }
}

using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Placement;

/// <summary>
/// One request on one host, by flavour and number of NUMA nodes: the exact fit of CPUs, pages, VFs and rates alone, and
/// the whole decision in a zone of that host, which reads the request and walks to the host as well. The median of
/// batches.
/// </summary>
internal sealed class FitOneHostBenchmark : IBenchmark
{
    /// <summary>Short, so that most batches run without another process taking the core meanwhile.</summary>
    private const int Batch = 200;

    /// <summary>
    /// Share of the time that goes by before anything is measured: the compiler is at work until then.
    /// </summary>
    private const double WarmUp = 0.2;

    private static readonly string[] Names = ["router", "firewall", "gateway on 2 nodes", "control"];

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        int[] models = [0, 2, 3];
        Subject[] subjects = [.. models.SelectMany(_ => Names, (model, name) => new Subject(model, name))];
        var each = duration / (subjects.Length * 2);
        foreach (var subject in subjects)
        {
            Measure(subject.Fit, each * WarmUp);
            Measure(subject.Decide, each * WarmUp);
        }

        return Task.FromResult<IReadOnlyList<Figure>>([.. subjects.SelectMany(subject => new Figure[]
        {
            new($"{subject.Name}: fit", "ns", Measure(subject.Fit, each * (1 - WarmUp))),
            new($"{subject.Name}: decision", "ns", Measure(subject.Decide, each * (1 - WarmUp))),
        })]);
    }

    private static List<double> Measure(Action run, TimeSpan duration)
    {
        var samples = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration || samples.Count < 100)
        {
            var from = Stopwatch.GetTimestamp();
            for (var index = 0; index < Batch; index++)
            {
                run();
            }

            samples.Add(Stopwatch.GetElapsedTime(from).TotalNanoseconds / Batch);
        }

        return samples;
    }

    /// <summary>A flavour before a host.</summary>
    private sealed class Subject
    {
        private readonly ZoneLedger _ledger = new(BenchmarkHosts.Zone);
        private readonly Placer _placer = new();
        private readonly HostFit _fit = new();
        private readonly HostState _host;
        private readonly Demand _demand;
        private readonly PlacementRequest _request;

        public Subject(int model, string flavour)
        {
            var inventory = BenchmarkHosts.Mixed(model);
            _ledger.PutHost(inventory, HostAvailability.Enabled);
            _host = _ledger.FindState(inventory.Id)!;
            _request = BenchmarkHosts.Request(Array.IndexOf(Names, flavour));
            _demand = DemandReader.Read(_ledger, _request.Requirements, number: 1);
            Name = $"{flavour}, host of {inventory.NumaNodes.Length} nodes";
        }

        public string Name { get; }

        public void Fit() => _fit.Fit(_host, _demand, NodeOrder.LeastLeft, remoteBudget: 0, limits: default);

        public void Decide() => _placer.Choose(_ledger, _request, PlacementPolicy.Pack);
    }
}

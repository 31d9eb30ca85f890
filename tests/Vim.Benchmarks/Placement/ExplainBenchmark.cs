using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Units;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Placement;

/// <summary>
/// A refusal with all its reasons and its hint, at 10,000 hosts of 2 to 8 NUMA nodes that are filled until the
/// forwarding plane fits none: for requests that fail on different things.
/// </summary>
internal sealed class ExplainBenchmark : IBenchmark
{
    private const int Hosts = 10_000;

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var zone = new BenchmarkZone(Hosts);
        zone.Fill(100);
        var router = BenchmarkHosts.Request(0);
        var wanted = router.Requirements;
        (string Name, ComputeRequirements Wanted)[] cases =
        [
            ("a forwarding plane in a full zone", wanted),
            ("no host so large", wanted with { VirtualCpuCount = 200, Memory = MemorySize.FromGiB(200) }),
            ("a trait that no host has", wanted with { RequiredTraits = ["HW_NONE"] }),
            ("a network that no host has", wanted with
            {
                Vnics = [.. wanted.Vnics.Select(vnic => vnic with { PhysicalNetwork = "none" })],
            }),
        ];
        var figures = new List<Figure>();
        foreach (var (name, requirements) in cases)
        {
            var request = router with { Compute = new("refused"), Requirements = requirements };
            figures.AddRange(Measure(zone, name, request, duration / cases.Length));
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static IEnumerable<Figure> Measure(
        BenchmarkZone zone, string name, PlacementRequest request, TimeSpan duration)
    {
        var samples = new List<double>();
        var bytes = 0L;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration || samples.Count < 20)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var from = Stopwatch.GetTimestamp();
            var refused = !zone.Placer.Place(zone.Ledger, request, PlacementPolicy.Pack).IsFeasible;
            samples.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (!refused)
            {
                throw new InvalidOperationException($"{name} was placed");
            }
        }

        yield return new($"{name}", "ms", samples);
        yield return Figure.Of($"{name}: allocated", "bytes", bytes);
    }
}

using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Domain.Placement;
using Vim.Scheduling.Fragmentation;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Repacking;

namespace Vim.Benchmarks.Placement;

/// <summary>
/// Plans that undo fragmentation: zones that were filled by spreading and then emptied to half at random, so that
/// large guests fit few hosts though half of the CPUs are free. How long a plan of at most eight moves takes, how much
/// it moves for what it reaches, and how long it takes to measure the fragmentation.
/// </summary>
internal sealed class DefragmentBenchmark : IBenchmark
{
    private const int Holes = 4;
    private const int Moves = 32;

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        int[] sizes = [100, 1_000, 10_000];
        foreach (var hosts in sizes)
        {
            var zone = new ScatteredZone(hosts);
            figures.AddRange(Measure(zone, $"{hosts} hosts", duration / sizes.Length / 3));
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static IEnumerable<Figure> Measure(ScatteredZone zone, string name, TimeSpan duration)
    {
        var meter = new FragmentationMeter(NodeOrder.LeastLeft);
        var references = ReferenceFlavour.UsualOf(zone.Ledger);
        var measured = meter.Measure(zone.Ledger, references, int.MaxValue, tellHosts: 0);
        yield return new($"{name}: measure fragmentation", "ms", Time(duration, () =>
            meter.Measure(zone.Ledger, references, int.MaxValue, tellHosts: 0)));
        foreach (var reference in measured.References)
        {
            yield return Figure.Of(
                $"{name}: CPUs of no use, {reference.Reference}", "%", reference.Resources[0].Fragmentation * 100);
        }

        var repacker = new Repacker(PlacementPolicy.Pack, RepackingLimits.Default with { MaxMoves = Moves });
        var large = new PlacementRequest { Compute = new("large"), Requirements = references[^1].Requirements };
        var fitting = measured.References[^1].Count;
        foreach (var figure in Plans(
            $"{name}: room for {Holes} more of two NUMA nodes",
            duration,
            () => repacker.RestoreHoles(zone.Ledger, zone.Residents, large, fitting + Holes),
            plan => plan.Places.Length - fitting))
        {
            yield return figure;
        }

        foreach (var figure in Plans(
            $"{name}: {Holes} hosts emptied",
            duration,
            () => repacker.EmptyHosts(zone.Ledger, zone.Residents, Holes),
            plan => plan.EmptiedHosts.Length))
        {
            yield return figure;
        }
    }

    private static IEnumerable<Figure> Plans(
        string name, TimeSpan duration, Func<RepackingPlan> make, Func<RepackingPlan, int> reached)
    {
        RepackingPlan? plan = null;
        yield return new(name, "ms", Time(duration, () => plan = make()));
        yield return Figure.Of($"{name}: reached", "of them", reached(plan!));
        yield return Figure.Of($"{name}: moves", "computes", plan!.Moves.Length);
        yield return Figure.Of($"{name}: moved", "GiB", plan.MemoryMoved.Bytes / (double)(1L << 30));
        yield return Figure.Of($"{name}: proven", "1 if so", plan.IsProven ? 1 : 0);
    }

    private static List<double> Time(TimeSpan duration, Action run)
    {
        var samples = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration || samples.Count < 3)
        {
            var from = Stopwatch.GetTimestamp();
            run();
            samples.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        return samples;
    }

    /// <summary>Filled by spreading until nothing fits, then emptied at random to half of the CPUs.</summary>
    private sealed class ScatteredZone
    {
        public ScatteredZone(int hosts)
        {
            var placer = new Placer();
            var random = new Random(hosts);
            for (var index = 0; index < hosts; index++)
            {
                Ledger.PutHost(BenchmarkHosts.DualSocket($"host-{index:d6}"), HostAvailability.Enabled);
            }

            var requests = new List<PlacementRequest>();
            for (int index = 0, misses = 0; misses < 4; index++)
            {
                var request = BenchmarkHosts.Request(index);
                var placement = placer.Find(Ledger, request, PlacementPolicy.Spread);
                misses = placement is null ? misses + 1 : 0;
                if (placement is not null)
                {
                    Ledger.Apply(request.Compute, placement, []);
                    requests.Add(request);
                }
            }

            var leaving = requests.OrderBy(_ => random.Next()).ToList();
            var free = Ledger.Capacity().DedicatedCpus;
            for (var index = 0; free.Free < free.Total / 2; index++)
            {
                var claimed = Ledger.FindClaim(leaving[index].Compute)!.Placement.ClaimedCpus.Count;
                Ledger.Release(leaving[index].Compute);
                free = free with { Free = free.Free + claimed };
            }

            Residents = [.. requests
                .Where(request => Ledger.FindClaim(request.Compute) is not null)
                .Select(request => new Resident(request, IsMovable: true))];
        }

        public ZoneLedger Ledger { get; } = new(BenchmarkHosts.Zone);

        public List<Resident> Residents { get; }
    }
}

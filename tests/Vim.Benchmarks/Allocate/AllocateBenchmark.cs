using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Rpc.Client;

namespace Vim.Benchmarks.Allocate;

/// <summary>
/// Durable AllocateVirtualisedComputeResource (return when placed) through real gRPC and SQLite, client and server on
/// the same machine and hosts that do everything at once. In rounds of three phases: <c>fill</c>, allocations alone as
/// fast as it goes; <c>half rate</c>, allocations at half of that rate, due whether those before have ended or not;
/// <c>churn</c>, each allocation with a termination. What the hosts report of each is part of the load.
/// </summary>
internal sealed class AllocateBenchmark(params int[] hosts) : IBenchmark
{
    private const int MaxComputes = 20_000;
    private const int ComputesOfHost = 20;
    private const int PhasesOfRound = 3;

    // What the compiler has not optimised yet costs twice as much: so many calls it takes on a quiet machine.
    private const int WarmAllocations = 50_000;
    private static readonly TimeSpan s_warmAtMost = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        foreach (var count in hosts)
        {
            var folder = Directory.CreateTempSubdirectory("vim-bench-allocate-");
            try
            {
                var journal = Path.Combine(folder.FullName, "journal.db");
                await using var member = await BenchmarkMember.StartAsync(journal, count);
                using var channel = new RpcChannel(member.Address);
                await BenchmarkMember.CreateFlavourAsync(channel);
                var run = new Run(member, channel, count);
                await run.WarmAsync();
                await run.MeasureAsync(duration);
                figures.AddRange(run.Figures());
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return figures;
    }

    private sealed class Run(BenchmarkMember member, RpcChannel channel, int hosts)
    {
        private readonly AllocateClients _clients = new(channel);
        private readonly int _computes = Math.Min(MaxComputes, hosts * ComputesOfHost);
        private readonly Phase _fill = new($"{hosts} hosts, fill", "allocation");
        private readonly Phase _half = new($"{hosts} hosts, half rate", "allocation");
        private readonly Phase _churn = new($"{hosts} hosts, churn", "allocation and termination");

        public async Task WarmAsync()
        {
            var started = Stopwatch.GetTimestamp();
            for (var done = 0; done < WarmAllocations && Stopwatch.GetElapsedTime(started) < s_warmAtMost;)
            {
                var (computes, latencies) = await _clients.FillAsync(_computes);
                await _clients.EmptyAsync(computes);
                done += latencies.Count;
            }
        }

        public async Task MeasureAsync(TimeSpan duration)
        {
            var started = Stopwatch.GetTimestamp();
            do
            {
                await FillAsync();
                await HalfAsync();
                await ChurnAsync(duration / (2 * PhasesOfRound));
            }
            while (Stopwatch.GetElapsedTime(started) < duration);
        }

        public IEnumerable<Figure> Figures() => [.. _fill.Figures(), .. _half.Figures(), .. _churn.Figures()];

        private async Task FillAsync()
        {
            var before = Counters.Of(member);
            var (computes, latencies) = await _clients.FillAsync(_computes);
            _fill.Add(latencies, Counters.Of(member) - before);
            await _clients.EmptyAsync(computes);
        }

        private async Task HalfAsync()
        {
            var before = Counters.Of(member);
            var (computes, latencies) = await _clients.PaceAsync(_computes, _fill.Rate / 2);
            _half.Add(latencies, Counters.Of(member) - before);
            await _clients.EmptyAsync(computes);
        }

        private async Task ChurnAsync(TimeSpan duration)
        {
            var before = Counters.Of(member);
            var latencies = await _clients.ChurnAsync(duration);
            _churn.Add(latencies, Counters.Of(member) - before);
            await _clients.EmptyAsync();
        }
    }
}

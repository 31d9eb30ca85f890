using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Rpc.Client;
using Vim.Rpc.Health.V1;

namespace Vim.Benchmarks.Rpc;

/// <summary>
/// Unary calls (health Check) with 64 in flight on one channel, client and server in one process that has run for a
/// while: a member runs for months, its first seconds of compiling are not what it costs.
/// </summary>
internal sealed class RpcUnaryBenchmark : IBenchmark
{
    private const int InFlight = 64;
    private const int Rounds = 7;

    // By then all that is often run has been compiled with what was learnt of it, also beside other work.
    private const int WarmCalls = 600_000;
    private static readonly TimeSpan LongestWarming = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        await using var pair = await HealthPair.StartAsync();
        await WarmAsync(pair.Channel);
        var rounds = new List<Round>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await MeasureAsync(pair.Channel, duration / Rounds));
        }

        Figure Of(string name, string unit, Func<Round, double> value) => new(name, unit, [.. rounds.Select(value)]);
        return
        [
            Of($"unary calls, {InFlight} in flight", "calls/s", round => round.Rate),
            // On a machine that others use too, these say what the code costs.
            Of("processor time per call, both sides", "us", round => round.ProcessorTime),
            Of(
                "unary calls that the processors have time for",
                "calls/s",
                round => Environment.ProcessorCount * 1e6 / round.ProcessorTime),
            Of("allocated per call, both sides", "bytes", round => round.Allocated),
            Of("latency p50", "us", round => round.Percentile(0.5)),
            Of("latency p99", "us", round => round.Percentile(0.99)),
        ];
    }

    private static async Task WarmAsync(RpcChannel channel)
    {
        var started = Stopwatch.GetTimestamp();
        for (var calls = 0; calls < WarmCalls && Stopwatch.GetElapsedTime(started) < LongestWarming;)
        {
            calls += (await MeasureAsync(channel, TimeSpan.FromSeconds(1))).Latencies.Length;
        }
    }

    private static async Task<Round> MeasureAsync(RpcChannel channel, TimeSpan duration)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var allocated = GC.GetTotalAllocatedBytes();
        var processorTime = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var callers = Enumerable.Range(0, InFlight).Select(_ => Task.Run(() => CallUntilAsync(channel, end)));
        var latencies = await Task.WhenAll(callers);
        var elapsed = Stopwatch.GetElapsedTime(started);
        processorTime = Environment.CpuUsage.TotalTime - processorTime;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        return new Round([.. latencies.SelectMany(ticks => ticks).Order()], elapsed, processorTime, allocated);
    }

    private static async Task<List<long>> CallUntilAsync(RpcChannel channel, long end)
    {
        var request = new HealthCheckRequest();
        var latencies = new List<long>(1 << 14);
        for (var now = Stopwatch.GetTimestamp(); now < end;)
        {
            await channel.UnaryAsync(HealthPair.Check, request);
            var after = Stopwatch.GetTimestamp();
            latencies.Add(after - now);
            now = after;
        }

        return latencies;
    }

    private sealed class Round(long[] latencies, TimeSpan elapsed, TimeSpan processorTime, long allocated)
    {
        /// <summary>In ascending order, ticks of the stopwatch.</summary>
        public long[] Latencies => latencies;

        public double Rate => latencies.Length / elapsed.TotalSeconds;

        /// <summary>Microseconds per call.</summary>
        public double ProcessorTime => processorTime.TotalMicroseconds / latencies.Length;

        public double Allocated => allocated / (double)latencies.Length;

        public double Percentile(double part) =>
            latencies[(int)((latencies.Length - 1) * part)] * 1e6 / Stopwatch.Frequency;
    }
}

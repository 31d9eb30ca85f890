using System.Diagnostics;
using System.Net;
using Vim.Benchmarks.Running;
using Vim.Rpc;
using Vim.Rpc.Client;
using Vim.Rpc.Health;
using Vim.Rpc.Health.V1;
using Vim.Rpc.Server;

namespace Vim.Benchmarks.Rpc;

/// <summary>
/// Unary calls (health Check) with 64 in flight on one channel, client and server in one process; then 1,000 open
/// streams (health Watch) and what they hold in memory on both sides together.
/// </summary>
internal sealed class RpcUnaryBenchmark : IBenchmark
{
    private const int InFlight = 64;
    private const int Rounds = 5;
    private const int Streams = 1000;

    private static readonly RpcMethod<HealthCheckRequest, HealthCheckResponse> Check =
        RpcMethod.Of<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Check");

    private static readonly RpcMethod<HealthCheckRequest, HealthCheckResponse> Watch =
        RpcMethod.Of<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Watch");

    public async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var health = new RpcHealth();
        var options = new RpcServerOptions
        {
            Endpoints = [RpcEndpoint.PlaintextLoopback(new IPEndPoint(IPAddress.Loopback, 0))],
            Limits = new RpcServerLimits { MaxStreamsPerConnection = 2 * Streams },
            DrainTime = TimeSpan.FromSeconds(1),
        };
        await using var server = await RpcServer.StartAsync(options, health.Service);
        using var channel = new RpcChannel(server.Addresses[0]);
        await StreamsAsync(health, channel, count: 10);
        var streams = await StreamsAsync(health, channel, Streams);
        await UnaryAsync(channel, duration / 5);
        var rates = new List<double>();
        var processorTimes = new List<double>();
        var allocations = new List<double>();
        var median = new List<double>();
        var p99 = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var allocatedBefore = GC.GetTotalAllocatedBytes();
            var result = await UnaryAsync(channel, duration / Rounds);
            rates.Add(result.Rate);
            processorTimes.Add(result.ProcessorTime.TotalMicroseconds / result.Latencies.Length);
            allocations.Add((GC.GetTotalAllocatedBytes() - allocatedBefore) / (double)result.Latencies.Length);
            median.Add(result.Percentile(0.5));
            p99.Add(result.Percentile(0.99));
        }

        return
        [
            new Figure($"unary calls, {InFlight} in flight", "calls/s", rates),
            // On a machine that others use too, this is the figure that says what the code costs.
            new Figure("processor time per call, both sides", "us", processorTimes),
            new Figure(
                "unary calls that the processors have time for",
                "calls/s",
                [.. processorTimes.Select(time => Environment.ProcessorCount * 1e6 / time)]),
            new Figure("latency p50", "us", median),
            new Figure("latency p99", "us", p99),
            new Figure("allocated per call, both sides", "bytes", allocations),
            .. streams,
        ];
    }

    private static async Task<UnaryResult> UnaryAsync(RpcChannel channel, TimeSpan duration)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var started = Stopwatch.GetTimestamp();
        var processorBefore = Environment.CpuUsage.TotalTime;
        var callers = Enumerable.Range(0, InFlight).Select(_ => Task.Run(() => CallUntilAsync(channel, end)));
        var latencies = (await Task.WhenAll(callers)).SelectMany(ticks => ticks).ToArray();
        var elapsed = Stopwatch.GetElapsedTime(started);
        var processorTime = Environment.CpuUsage.TotalTime - processorBefore;
        Array.Sort(latencies);
        return new UnaryResult(latencies, latencies.Length / elapsed.TotalSeconds, processorTime);
    }

    private static async Task<List<long>> CallUntilAsync(RpcChannel channel, long end)
    {
        var request = new HealthCheckRequest();
        var latencies = new List<long>(1 << 16);
        for (var now = Stopwatch.GetTimestamp(); now < end;)
        {
            await channel.UnaryAsync(Check, request);
            var after = Stopwatch.GetTimestamp();
            latencies.Add(after - now);
            now = after;
        }

        return latencies;
    }

    private static async Task<IReadOnlyList<Figure>> StreamsAsync(
        RpcHealth health, RpcChannel channel, int count)
    {
        const string Watched = "benchmark";
        var before = Memory();
        var calls = new List<RpcServerStreamingCall<HealthCheckResponse>>();
        var readers = new List<IAsyncEnumerator<HealthCheckResponse>>();
        for (var index = 0; index < count; index++)
        {
            var call = channel.ServerStreaming(Watch, new HealthCheckRequest { Service = Watched });
            var reader = call.GetAsyncEnumerator();
            await reader.MoveNextAsync();
            calls.Add(call);
            readers.Add(reader);
        }

        var open = Memory();
        var started = Stopwatch.GetTimestamp();
        health.Set(Watched, serving: true);
        foreach (var reader in readers)
        {
            await reader.MoveNextAsync();
        }

        var fanOut = Stopwatch.GetElapsedTime(started);
        calls.ForEach(call => call.Dispose());
        health.Remove(Watched);
        return
        [
            Figure.Of($"memory per stream, both sides, {count} open", "bytes", (open - before) / (double)count),
            Figure.Of($"one change told to {count} streams", "ms", fanOut.TotalMilliseconds),
        ];
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private sealed record UnaryResult(long[] Latencies, double Rate, TimeSpan ProcessorTime)
    {
        public double Percentile(double part) =>
            Latencies[(int)((Latencies.Length - 1) * part)] * 1e6 / Stopwatch.Frequency;
    }
}

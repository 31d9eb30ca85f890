using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Rpc.Client;
using Vim.Rpc.Health.V1;

namespace Vim.Benchmarks.Rpc;

/// <summary>
/// 1,000 open streams (health Watch) on one channel: what they hold in memory, both sides together, and how long it
/// takes to tell all of them of one change.
/// </summary>
internal sealed class RpcStreamsBenchmark : IBenchmark
{
    private const string Watched = "benchmark";
    private const int Rounds = 5;
    private const int Streams = 1000;

    public async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var memory = new List<double>();
        var fanOut = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            // Each with a server and a channel of its own: they keep what streams leave behind for the next.
            await using var pair = await HealthPair.StartAsync();
            await MeasureAsync(pair, 10);
            var (bytes, elapsed) = await MeasureAsync(pair, Streams);
            memory.Add(bytes / (double)Streams);
            fanOut.Add(elapsed.TotalMilliseconds);
        }

        return
        [
            new Figure($"memory per stream, both sides, {Streams} open", "bytes", memory),
            new Figure($"one change told to {Streams} streams", "ms", fanOut),
        ];
    }

    private static async Task<(long Bytes, TimeSpan FanOut)> MeasureAsync(HealthPair pair, int count)
    {
        var before = Memory();
        var calls = new List<RpcServerStreamingCall<HealthCheckResponse>>();
        var readers = new List<IAsyncEnumerator<HealthCheckResponse>>();
        for (var index = 0; index < count; index++)
        {
            var call = pair.Channel.ServerStreaming(HealthPair.Watch, new HealthCheckRequest { Service = Watched });
            var reader = call.GetAsyncEnumerator();
            await reader.MoveNextAsync();
            calls.Add(call);
            readers.Add(reader);
        }

        var bytes = Memory() - before;
        var started = Stopwatch.GetTimestamp();
        pair.Health.Set(Watched, serving: true);
        foreach (var reader in readers)
        {
            await reader.MoveNextAsync();
        }

        var fanOut = Stopwatch.GetElapsedTime(started);
        foreach (var call in calls)
        {
            await call.DisposeAsync();
        }

        pair.Health.Remove(Watched);
        return (bytes, fanOut);
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);
}

using System.Diagnostics;
using System.Globalization;
using Nfv.OrVi.V1;
using Vim.Benchmarks.Running;
using Vim.Rpc;
using Vim.Rpc.Client;

namespace Vim.Benchmarks.Allocate;

/// <summary>
/// Durable AllocateVirtualisedComputeResource (return when placed) through real gRPC and SQLite, client and server on
/// the same machine: as fast as it goes with 256 in flight, at 100 and at 10,000 hosts. Each client keeps a few computes
/// and terminates the oldest for each new one, so that termination is part of the load and the zone does not fill up.
/// </summary>
internal sealed class AllocateBenchmark : IBenchmark
{
    private const int InFlight = 256;
    private const int KeptByEach = 4;
    private static readonly RpcMethod<AllocateVirtualisedComputeResourceRequest, AllocateVirtualisedComputeResourceResponse> AllocateMethod =
        RpcMethod.Of<AllocateVirtualisedComputeResourceRequest, AllocateVirtualisedComputeResourceResponse>(
            ComputeManagementReflection.Descriptor.Services[0], "AllocateVirtualisedComputeResource");

    private static readonly RpcMethod<TerminateVirtualisedComputeResourceRequest, TerminateVirtualisedComputeResourceResponse> TerminateMethod =
        RpcMethod.Of<TerminateVirtualisedComputeResourceRequest, TerminateVirtualisedComputeResourceResponse>(
            ComputeManagementReflection.Descriptor.Services[0], "TerminateVirtualisedComputeResource");

    public async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        foreach (var hosts in new[] { 100, 10_000 })
        {
            var folder = Directory.CreateTempSubdirectory("vim-bench-allocate-");
            try
            {
                await using var member = await BenchmarkMember.StartAsync(Path.Combine(folder.FullName, "journal.db"), hosts);
                using var channel = new RpcChannel(member.Address);
                await BenchmarkMember.CreateFlavourAsync(channel);
                await MeasureAsync(channel, "warm", duration / 4);
                figures.AddRange(await MeasureAsync(channel, string.Create(CultureInfo.InvariantCulture, $"{hosts} hosts"), duration / 2));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(RpcChannel channel, string what, TimeSpan duration)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var started = Stopwatch.GetTimestamp();
        var clients = Enumerable.Range(0, InFlight)
            .Select(index => Task.Run(() => RunClientAsync(channel, $"{what}-{index}", end))).ToList();
        var latencies = (await Task.WhenAll(clients)).SelectMany(list => list).Order().ToArray();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return
        [
            Figure.Of($"{what}: allocations (each with a termination)", "1/s", latencies.Length / seconds),
            Figure.Of($"{what}: latency p50", "ms", latencies[latencies.Length / 2]),
            Figure.Of($"{what}: latency p99", "ms", latencies[(int)(latencies.Length * 0.99)]),
        ];
    }

    private static async Task<List<double>> RunClientAsync(RpcChannel channel, string name, long end)
    {
        var latencies = new List<double>();
        var kept = new Queue<string>();
        for (var number = 0; Stopwatch.GetTimestamp() < end; number++)
        {
            var begun = Stopwatch.GetTimestamp();
            var key = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            var reply = await channel.UnaryAsync(AllocateMethod, new AllocateVirtualisedComputeResourceRequest
            {
                ComputeName = key,
                ComputeFlavourId = BenchmarkMember.Flavour,
                ResourceGroupId = BenchmarkMember.Tenant,
                IdempotencyKey = key,
                ReturnWhen = ReturnWhen.Placed,
            });
            latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            kept.Enqueue(reply.ComputeData.ComputeId);
            if (kept.Count > KeptByEach)
            {
                await TerminateAsync(channel, kept.Dequeue());
            }
        }

        while (kept.TryDequeue(out var compute))
        {
            await TerminateAsync(channel, compute);
        }

        return latencies;
    }

    private static Task<TerminateVirtualisedComputeResourceResponse> TerminateAsync(RpcChannel channel, string compute) => channel.UnaryAsync(
        TerminateMethod, new TerminateVirtualisedComputeResourceRequest { ComputeId = { compute }, IdempotencyKey = compute });
}

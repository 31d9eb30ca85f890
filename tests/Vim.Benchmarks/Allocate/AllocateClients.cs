using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Nfv.OrVi.V1;
using Vim.Rpc;
using Vim.Rpc.Client;
using AllocateRequest = Nfv.OrVi.V1.AllocateVirtualisedComputeResourceRequest;
using AllocateResponse = Nfv.OrVi.V1.AllocateVirtualisedComputeResourceResponse;
using TerminateRequest = Nfv.OrVi.V1.TerminateVirtualisedComputeResourceRequest;
using TerminateResponse = Nfv.OrVi.V1.TerminateVirtualisedComputeResourceResponse;

namespace Vim.Benchmarks.Allocate;

/// <summary>Clients of Or-Vi over one channel that allocate (return when placed) and terminate.</summary>
internal sealed class AllocateClients(RpcChannel channel)
{
    public const int InFlight = 256;
    private const int KeptByEach = 4;

    private static readonly RpcMethod<AllocateRequest, AllocateResponse> AllocateMethod =
        RpcMethod.Of<AllocateRequest, AllocateResponse>(
            ComputeManagementReflection.Descriptor.Services[0], "AllocateVirtualisedComputeResource");

    private static readonly RpcMethod<TerminateRequest, TerminateResponse> TerminateMethod =
        RpcMethod.Of<TerminateRequest, TerminateResponse>(
            ComputeManagementReflection.Descriptor.Services[0], "TerminateVirtualisedComputeResource");

    private ConcurrentQueue<string> _left = [];
    private long _number;

    /// <summary>Allocates <paramref name="count"/> computes as fast as it goes; gives them and the latencies.</summary>
    public async Task<(ConcurrentQueue<string> Computes, IReadOnlyCollection<double> Latencies)> FillAsync(int count)
    {
        var computes = new ConcurrentQueue<string>();
        var left = count;
        var latencies = await RunAsync(async mine =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                computes.Enqueue(await AllocateAsync(mine));
            }
        });
        return (computes, latencies);
    }

    /// <summary>Terminates all of these.</summary>
    public Task EmptyAsync(ConcurrentQueue<string> computes) => RunAsync(async _ =>
    {
        while (computes.TryDequeue(out var compute))
        {
            await TerminateAsync(compute);
        }
    });

    /// <summary>
    /// Allocates and terminates the oldest of its own for each, as fast as it goes; gives the latencies of the
    /// allocations.
    /// </summary>
    public async Task<IReadOnlyCollection<double>> ChurnAsync(TimeSpan duration)
    {
        var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var left = new ConcurrentQueue<string>();
        var latencies = await RunAsync(async mine =>
        {
            var kept = new Queue<string>();
            while (Stopwatch.GetTimestamp() < end)
            {
                kept.Enqueue(await AllocateAsync(mine));
                if (kept.Count > KeptByEach)
                {
                    await TerminateAsync(kept.Dequeue());
                }
            }

            foreach (var compute in kept)
            {
                left.Enqueue(compute);
            }
        });
        _left = left;
        return latencies;
    }

    /// <summary>Terminates what the last churn kept.</summary>
    public Task EmptyAsync() => EmptyAsync(_left);

    /// <summary>
    /// Allocates <paramref name="count"/> computes at a steady rate, whatever the answers take; the latency of each
    /// counts from when it was due.
    /// </summary>
    public async Task<(ConcurrentQueue<string> Computes, IReadOnlyCollection<double> Latencies)> PaceAsync(
        int count, double rate)
    {
        var computes = new ConcurrentQueue<string>();
        var latencies = new ConcurrentBag<double>();
        var started = Stopwatch.GetTimestamp();
        var calls = new List<Task>(count);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var index = 0; index < count;)
        {
            var due = Stopwatch.GetElapsedTime(started).TotalSeconds * rate;
            for (; index < due && index < count; index++)
            {
                calls.Add(CallAsync(started + (long)(index / rate * Stopwatch.Frequency)));
            }

            await pace.WaitForNextTickAsync();
        }

        await Task.WhenAll(calls);
        return (computes, latencies);

        async Task CallAsync(long due)
        {
            computes.Enqueue(await AllocateAsync(latencies: null));
            latencies.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }
    }

    private static async Task<IReadOnlyCollection<double>> RunAsync(Func<List<double>, Task> client)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            var latencies = new List<double>();
            await client(latencies);
            return latencies;
        })));
        return [.. all.SelectMany(latencies => latencies)];
    }

    private async Task<string> AllocateAsync(List<double>? latencies)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"bench-{Interlocked.Increment(ref _number)}");
        var begun = Stopwatch.GetTimestamp();
        var reply = await channel.UnaryAsync(AllocateMethod, new AllocateRequest
        {
            ComputeName = key,
            ComputeFlavourId = BenchmarkMember.Flavour,
            ResourceGroupId = BenchmarkMember.Tenant,
            IdempotencyKey = key,
            ReturnWhen = ReturnWhen.Placed,
        });
        latencies?.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        return reply.ComputeData.ComputeId;
    }

    private Task<TerminateResponse> TerminateAsync(string compute) => channel.UnaryAsync(
        TerminateMethod, new TerminateRequest { ComputeId = { compute }, IdempotencyKey = compute });
}

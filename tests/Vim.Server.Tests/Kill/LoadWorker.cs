using System.Globalization;
using Nfv.OrVi.V1;
using Vim.Rpc;
using Vim.Server.Tests.Members;

namespace Vim.Server.Tests.Kill;

/// <summary>One client that allocates and terminates until the member dies under it.</summary>
internal sealed class LoadWorker(AcknowledgedWork work, string name, int seed)
{
    public static readonly string[] Flavours = ["pinned", "paged", "sriov"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private readonly Random _random = new(seed);
    private int _next;

    /// <summary>Runs until a call fails without an answer.</summary>
    public async Task RunAsync(VimClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var answered = _random.Next(100) < 60
                ? await AllocateAsync(client, NextKey())
                : work.TakeForTermination(_random) is not { } order || await TerminateAsync(client, order);
            if (!answered)
            {
                return;
            }
        }
    }

    /// <summary>Asks again, with the same keys, for everything that had no answer.</summary>
    public static async Task ResumeAsync(AcknowledgedWork work, VimClient client)
    {
        var worker = new LoadWorker(work, "resume", 0);
        foreach (var order in work.Where(OrderState.Asked))
        {
            Assert.True(await worker.AskAsync(client, order.Key), $"the retry of {order.Key} had no answer");
        }

        foreach (var order in work.Where(OrderState.Terminating))
        {
            Assert.True(
                await worker.TerminateAsync(client, order),
                $"the retried termination of {order.Key} had no answer");
        }
    }

    private async Task<bool> AllocateAsync(VimClient client, string key)
    {
        work.Asked(key);
        return await AskAsync(client, key);
    }

    private async Task<bool> AskAsync(VimClient client, string key)
    {
        var number = int.Parse(key[(key.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
        var when = number % 3 == 0 ? ReturnWhen.Running : ReturnWhen.Placed;
        try
        {
            var reply = await client.AllocateAsync(key, Flavours[number % Flavours.Length], when, Timeout);
            work.Allocated(key, reply.ComputeData);
            return true;
        }
        catch (RpcException refusal) when (!HasNoAnswer(refusal))
        {
            work.Refused(key);
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    private async Task<bool> TerminateAsync(VimClient client, Order order)
    {
        try
        {
            await client.TerminateAsync(order.Key + "-end", order.Compute!.ComputeId, Timeout);
            work.Terminated(order.Key);
            return true;
        }
        catch (RpcException failure) when (HasNoAnswer(failure))
        {
            return false;
        }
    }

    private static bool HasNoAnswer(RpcException failure) => failure.Status.Code
        is RpcStatusCode.Unavailable or RpcStatusCode.Cancelled or RpcStatusCode.DeadlineExceeded
        or RpcStatusCode.Unknown or RpcStatusCode.Aborted or RpcStatusCode.Internal;

    private string NextKey() => string.Create(CultureInfo.InvariantCulture, $"{name}-{_next++}");
}

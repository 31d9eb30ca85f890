using Vim.Rpc.Client;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;
using Vim.Testing.Time;

namespace Vim.Rpc.Tests.Channels;

/// <summary>A call with a deadline and a token of its caller ends by whichever comes first, and says which.</summary>
public sealed class CancellationTests
{
    [Theory]
    [InlineData(RpcMethodKind.Unary)]
    [InlineData(RpcMethodKind.ServerStreaming)]
    public async Task A_caller_that_cancels_before_the_deadline_is_told_CANCELLED(RpcMethodKind kind)
    {
        var (started, left) = (Wait.Signal(), Wait.Signal());
        await using var server = await StartAsync(started, left);
        using var caller = new CancellationTokenSource();
        var options = new RpcCallOptions { Timeout = TimeSpan.FromMinutes(10), CancellationToken = caller.Token };

        var call = Assert.ThrowsAsync<RpcException>(() => CallAsync(server, kind, options));
        await started.Task.InTime();
        await caller.CancelAsync();

        Assert.Equal(RpcStatusCode.Cancelled, (await call.InTime()).Code);
        await left.Task.InTime();
    }

    [Theory]
    [InlineData(RpcMethodKind.Unary)]
    [InlineData(RpcMethodKind.ServerStreaming)]
    public async Task A_deadline_before_the_caller_cancels_is_told_as_such(RpcMethodKind kind)
    {
        var (started, left) = (Wait.Signal(), Wait.Signal());
        await using var server = await StartAsync(started, left);
        using var caller = new CancellationTokenSource();
        var options = new RpcCallOptions { Timeout = TimeSpan.FromMilliseconds(300), CancellationToken = caller.Token };

        var call = Assert.ThrowsAsync<RpcException>(() => CallAsync(server, kind, options));

        Assert.Equal(RpcStatusCode.DeadlineExceeded, (await call.InTime()).Code);
    }

    private static async Task CallAsync(EchoServer server, RpcMethodKind kind, RpcCallOptions options)
    {
        if (kind == RpcMethodKind.Unary)
        {
            await server.Channel.UnaryAsync(EchoServer.Say, new Words(), options);
            return;
        }

        await using var call = server.Channel.ServerStreaming(EchoServer.Spread, new Words(), options);
        await foreach (var _ in call)
        {
            Assert.Fail("Nothing was to be said.");
        }
    }

    /// <summary>A server whose handlers begin, and end when their client leaves.</summary>
    private static Task<EchoServer> StartAsync(TaskCompletionSource started, TaskCompletionSource left)
    {
        async ValueTask StayAsync(CancellationToken client)
        {
            started.TrySetResult();
            await Wait.Fires(client);
            left.TrySetResult();
        }

        return EchoServer.StartAsync(echo => echo
            .Unary<Words, Words>(
                "Say",
                async (request, call) =>
                {
                    await StayAsync(call.CancellationToken);
                    return request;
                })
            .ServerStreaming<Words, Words>("Spread", (_, _, call) => StayAsync(call.CancellationToken)));
    }
}

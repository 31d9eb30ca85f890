using Google.Protobuf;
using Vim.Rpc.Client;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;

namespace Vim.Rpc.Tests.Channels;

/// <summary>
/// A channel sends the same request objects again and again: nothing of one call shows up in another.
/// </summary>
public sealed class RequestReuseTests
{
    [Fact]
    public async Task A_call_has_no_metadata_and_no_deadline_but_its_own()
    {
        await using var server = await StartAsync();
        var withAll = new RpcCallOptions
        {
            Headers = new RpcMetadata { { "zone", "a" } },
            Timeout = TimeSpan.FromMinutes(1),
        };
        var withTimeout = new RpcCallOptions { Timeout = TimeSpan.FromMinutes(1) };

        Assert.Equal("a True", await DescribeAsync(server, withAll));
        Assert.Equal("none False", await DescribeAsync(server, null));
        Assert.Equal("none True", await DescribeAsync(server, withTimeout));
        Assert.Equal("none True", await DescribeAsync(server, withTimeout));
        Assert.Equal("none False", await DescribeAsync(server, null));
    }

    [Fact]
    public async Task A_compressed_call_does_not_compress_the_next()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say", (_, call) => new ValueTask<Words>(new Words { Text = call.RequestCompressed.ToString() })));
        var compressed = new RpcCallOptions { Compression = RpcCompression.Gzip };

        Assert.Equal("True", await DescribeAsync(server, compressed));
        Assert.Equal("False", await DescribeAsync(server, null));
    }

    [Fact]
    public async Task A_call_after_failed_and_cancelled_ones_sends_its_own_message()
    {
        await using var server = await StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        for (var round = 1; round <= 20; round++)
        {
            var refused = await Assert.ThrowsAsync<RpcException>(
                () => server.Channel.UnaryAsync(EchoServer.Say, new Words { Count = -1 }));
            var left = await Assert.ThrowsAsync<RpcException>(() => server.Channel.UnaryAsync(
                EchoServer.Say,
                new Words { Count = 1 },
                new RpcCallOptions { CancellationToken = cancelled.Token }));
            var answer = await server.Channel.UnaryAsync(EchoServer.Say, new Words { Count = round });

            Assert.Equal(RpcStatusCode.NotFound, refused.Code);
            Assert.Equal(RpcStatusCode.Cancelled, left.Code);
            Assert.Equal(round, answer.Count);
        }
    }

    [Fact]
    public async Task Calls_side_by_side_and_of_all_sizes_get_each_its_own_answer()
    {
        await using var server = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 32).Select(CallAsync));

        async Task CallAsync(int caller)
        {
            for (var round = 0; round < 20; round++)
            {
                // Around the size up to which a request keeps its buffer, and far beyond it.
                var size = round % 4 == 3 ? 20_000 + caller : 480 + caller;
                var body = ByteString.CopyFrom([.. Enumerable.Repeat((byte)((caller * 20) + round), size)]);
                var sent = new Words { Count = 1 + (caller * 20) + round, Body = body };

                var answer = await server.Channel.UnaryAsync(EchoServer.Say, sent);

                Assert.Equal(sent.Count, answer.Count);
                Assert.Equal(sent.Body, answer.Body);
            }
        }
    }

    private static async Task<string> DescribeAsync(EchoServer server, RpcCallOptions? options) =>
        (await server.Channel.UnaryAsync(EchoServer.Say, new Words(), options)).Text;

    /// <summary>
    /// Answers with the message and, in its text, the zone of the metadata and whether there is a deadline.
    /// </summary>
    private static Task<EchoServer> StartAsync() => EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
        "Say",
        (request, call) => request.Count < 0
            ? throw new RpcException(RpcStatusCode.NotFound, "Not there.")
            : new ValueTask<Words>(new Words(request)
            {
                Text = $"{call.RequestHeaders.GetText("zone") ?? "none"} {call.Deadline is not null}",
            })));
}

using Google.Protobuf;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;
using Vim.Testing.Time;

namespace Vim.Rpc.Tests.Server;

/// <summary>Streams: half-close, back-pressure, one writer and one reader at a time.</summary>
public sealed class StreamingTests
{
    [Fact]
    public async Task A_slow_reader_slows_the_writer_down()
    {
        var written = 0;
        await using var server = await EchoServer.StartAsync(echo => echo.ServerStreaming<Words, Words>(
            "Spread",
            async (_, writer, _) =>
            {
                var block = new Words { Body = ByteString.CopyFrom(new byte[50_000]) };
                for (; written < 1000; Interlocked.Increment(ref written))
                {
                    await writer.WriteAsync(block);
                }
            }));
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        await peer.OpenAsync(1, "/vim.rpc.tests.Echo/Spread");
        await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 1, RawCall.Frame([]));

        // HTTP/2 grants 65,535 bytes until the peer says otherwise, and it never does.
        var received = 0;
        while (received < 65_535)
        {
            received += (await peer.ReadAsync(Http2Peer.Data)).Payload.Length;
        }

        Assert.Equal(65_535, received);
        Assert.InRange(Volatile.Read(ref written), 0, 10);
    }

    [Fact]
    public async Task A_second_write_at_the_same_time_is_refused()
    {
        var refused = Wait.Signal<Exception?>();
        await using var server = await EchoServer.StartAsync(echo => echo.ServerStreaming<Words, Words>(
            "Spread",
            async (_, writer, call) =>
            {
                var block = new Words { Body = ByteString.CopyFrom(new byte[200_000]) };
                var first = writer.WriteAsync(block).AsTask();
                refused.SetResult(await Record.ExceptionAsync(async () => await writer.WriteAsync(block)));
                await first;
            }));
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        await peer.OpenAsync(1, "/vim.rpc.tests.Echo/Spread");
        await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 1, RawCall.Frame([]));

        Assert.IsType<InvalidOperationException>(await refused.Task.InTime());
    }

    [Fact]
    public async Task The_handler_may_answer_after_the_client_has_half_closed()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.Duplex<Words, Words>(
            "Converse",
            async (requests, writer, _) =>
            {
                var count = await requests.CountAsync();
                await writer.WriteAsync(new Words { Count = count });
            }));

        await using var call = server.Channel.Duplex(EchoServer.Converse);
        await call.Requests.WriteAsync(new Words());
        await call.Requests.WriteAsync(new Words());
        await call.Requests.CompleteAsync();
        var answers = await call.ToListAsync();

        Assert.Equal(2, Assert.Single(answers).Count);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await call.Requests.WriteAsync(new Words()));
    }

    [Fact]
    public async Task Headers_can_go_before_the_first_message()
    {
        var release = Wait.Signal();
        await using var server = await EchoServer.StartAsync(echo => echo.ServerStreaming<Words, Words>(
            "Spread",
            async (_, writer, call) =>
            {
                call.ResponseHeaders.Add("early", "yes");
                await call.SendHeadersAsync();
                await release.Task;
                await writer.WriteAsync(new Words());
            }));

        await using var stream = server.Channel.ServerStreaming(EchoServer.Spread, new Words());
        var headers = await stream.ResponseHeadersAsync().InTime();
        release.SetResult();

        Assert.Equal("early", Assert.Single(headers, entry => entry.Text == "yes").Key);
        Assert.Single(await stream.ToListAsync());
    }

    [Fact]
    public async Task A_server_that_refuses_early_tells_the_writer_why()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.ClientStreaming<Words, Words>(
            "Gather",
            (_, _) => throw new RpcException(RpcStatusCode.FailedPrecondition, "not today")));

        await using var call = server.Channel.ClientStreaming(EchoServer.Gather);
        var error = await Assert.ThrowsAsync<RpcException>(call.ResponseAsync);
        var write = await Assert.ThrowsAsync<RpcException>(async () => await call.Requests.WriteAsync(new Words()));

        Assert.Equal(RpcStatusCode.FailedPrecondition, error.Code);
        Assert.Equal(RpcStatusCode.FailedPrecondition, write.Code);
    }

    [Fact]
    public async Task Large_messages_pass_both_ways()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say", (request, _) => new ValueTask<Words>(request)));
        var body = new byte[4_000_000];
        new Random(1).NextBytes(body);

        var reply = await server.Channel.UnaryAsync(
            EchoServer.Say, new Words { Body = ByteString.CopyFrom(body) });

        Assert.True(reply.Body.Span.SequenceEqual(body));
    }
}

using Microsoft.Extensions.Logging;
using Vim.Rpc.Client;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;
using Vim.Testing.Time;

namespace Vim.Rpc.Tests.Server;

/// <summary>grpc-timeout: read, kept, and what happens when it has passed.</summary>
public sealed class DeadlineTests
{
    private const string SayPath = "/vim.rpc.tests.Echo/Say";
    private const uint Http2Cancel = 8;

    [Theory]
    [InlineData("1H", 3600)]
    [InlineData("90M", 5400)]
    [InlineData("100S", 100)]
    [InlineData("60000m", 60)]
    [InlineData("60000000u", 60)]
    public async Task The_deadline_reaches_the_handler(string header, int seconds)
    {
        var (server, seen) = await StartRecordingAsync();
        await using (server)
        {
            await RawCall.PostAsync(server.Address, SayPath, RawCall.Frame([]), ("grpc-timeout", header));

            var deadline = (await seen.Task)!.Value;
            Assert.InRange((deadline - DateTimeOffset.UtcNow).TotalSeconds, seconds - 30, seconds);
        }
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("123456789S")]
    [InlineData("-1S")]
    [InlineData("1D")]
    [InlineData("S")]
    public async Task An_invalid_timeout_is_logged_and_ignored(string header)
    {
        using var logs = new LogRecorder();
        var (server, seen) = await StartRecordingAsync(logs);
        await using (server)
        {
            var answer = await RawCall.PostAsync(
                server.Address, SayPath, RawCall.Frame([]), ("grpc-timeout", header));

            Assert.Equal("0", answer.Status);
            Assert.Null(await seen.Task);
            Assert.Contains(logs.Records, record => record.EventId == 1001 && record.Level == LogLevel.Debug);
        }
    }

    [Fact]
    public async Task A_huge_timeout_is_clamped_and_does_not_fire()
    {
        var (server, seen) = await StartRecordingAsync();
        await using (server)
        {
            var answer = await RawCall.PostAsync(
                server.Address, SayPath, RawCall.Frame([]), ("grpc-timeout", "99999999H"));

            Assert.Equal("0", answer.Status);
            Assert.NotNull(await seen.Task);
        }
    }

    [Fact]
    public async Task On_expiry_the_trailers_go_out_the_stream_is_reset_with_CANCEL_and_the_token_fires()
    {
        var fired = Wait.Signal();
        await using var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say",
            async (_, call) =>
            {
                await Wait.Fires(call.CancellationToken);
                fired.SetResult();
                return new Words();
            }));
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        await peer.OpenAsync(1, SayPath, ("grpc-timeout", "200m"));
        await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 1, RawCall.Frame([]));

        var trailers = await peer.ReadAsync(Http2Peer.Headers);
        await fired.Task.InTime();

        Assert.True(trailers.EndsStream);
    }

    [Fact]
    public async Task On_expiry_of_a_call_whose_request_is_open_the_stream_is_reset_with_CANCEL()
    {
        var fired = Wait.Signal();
        await using var server = await EchoServer.StartAsync(echo => echo.Duplex<Words, Words>(
            "Converse",
            async (requests, writer, call) =>
            {
                await writer.WriteAsync(new Words { Text = "first" });
                await Wait.Fires(call.CancellationToken);
                fired.SetResult();
            }));
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        await peer.OpenAsync(1, "/vim.rpc.tests.Echo/Converse", ("grpc-timeout", "200m"));

        var headers = await peer.ReadAsync(Http2Peer.Headers);
        var trailers = await peer.ReadAsync(Http2Peer.Headers);
        var reset = await peer.ReadAsync(Http2Peer.Reset);
        await fired.Task.InTime();

        Assert.False(headers.EndsStream);
        Assert.True(trailers.EndsStream);
        Assert.Equal(Http2Cancel, reset.ErrorCode(0));
    }

    [Fact]
    public async Task Writes_after_the_deadline_fail_and_the_call_ends_once()
    {
        var refused = Wait.Signal<RpcException>();
        await using var server = await EchoServer.StartAsync(echo => echo.ServerStreaming<Words, Words>(
            "Spread",
            async (_, writer, call) =>
            {
                await Wait.Fires(call.CancellationToken);
                refused.SetResult(await Assert.ThrowsAsync<RpcException>(
                    async () => await writer.WriteAsync(new Words())));
            }));

        var answer = await RawCall.PostAsync(
            server.Address, "/vim.rpc.tests.Echo/Spread", RawCall.Frame([]), ("grpc-timeout", "200m"));

        Assert.Equal("4", answer.Status);
        Assert.Equal(RpcStatusCode.DeadlineExceeded, (await refused.Task.InTime()).Code);
    }

    [Fact]
    public async Task A_deadline_wakes_a_writer_that_the_client_does_not_read()
    {
        var ended = Wait.Signal<Exception?>();
        await using var server = await EchoServer.StartAsync(echo => echo.ServerStreaming<Words, Words>(
            "Spread",
            async (_, writer, _) =>
            {
                var block = new Words { Body = Google.Protobuf.ByteString.CopyFrom(new byte[60_000]) };
                ended.SetResult(await Record.ExceptionAsync(async () =>
                {
                    for (var index = 0; index < 10_000; index++)
                    {
                        await writer.WriteAsync(block);
                    }
                }));
            }));
        await using var peer = await Http2Peer.ConnectAsync(server.Address);

        // The peer never opens its windows: the writer waits for room until its deadline.
        await peer.OpenAsync(1, "/vim.rpc.tests.Echo/Spread", ("grpc-timeout", "500m"));
        await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 1, RawCall.Frame([]));
        var reset = await peer.ReadAsync(Http2Peer.Reset);
        var error = await ended.Task.InTime();

        Assert.Equal(Http2Cancel, reset.ErrorCode(0));
        Assert.Equal(RpcStatusCode.DeadlineExceeded, Assert.IsType<RpcException>(error).Code);
    }

    [Fact]
    public async Task A_long_deadline_is_armed_again_and_fires_on_time()
    {
        var clock = new ManualTimeProvider();
        var started = Wait.Signal<CancellationToken>();
        await using var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>("Say", async (_, call) =>
            {
                started.SetResult(call.CancellationToken);
                await Wait.Fires(call.CancellationToken);
                return new Words();
            }),
            timeProvider: clock);
        var answer = RawCall.PostAsync(server.Address, SayPath, RawCall.Frame([]), ("grpc-timeout", "72H"));
        var token = await started.Task.InTime();
        var setOnce = clock.SetCount;

        clock.Advance(TimeSpan.FromHours(24));
        clock.Advance(TimeSpan.FromHours(24));
        clock.Advance(TimeSpan.FromHours(23.999));
        Assert.False(token.IsCancellationRequested);
        Assert.True(clock.SetCount >= setOnce + 2);

        clock.Advance(TimeSpan.FromHours(0.001));
        Assert.Equal("4", (await answer.InTime()).Status);
    }

    [Fact]
    public async Task A_client_gives_up_at_its_own_deadline_when_the_server_says_nothing()
    {
        var release = Wait.Signal();
        await using var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say",
            async (_, _) =>
            {
                await release.Task;
                return new Words();
            }));

        var past = new RpcCallOptions { Deadline = DateTimeOffset.UtcNow.AddSeconds(-1) };
        var error = await Assert.ThrowsAsync<RpcException>(
            () => server.Channel.UnaryAsync(EchoServer.Say, new Words(), past));
        release.SetResult();

        Assert.Equal(RpcStatusCode.DeadlineExceeded, error.Code);
    }

    private static async Task<(EchoServer Server, TaskCompletionSource<DateTimeOffset?> Seen)> StartRecordingAsync(
        ILoggerFactory? logs = null)
    {
        var seen = Wait.Signal<DateTimeOffset?>();
        var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>("Say", (request, call) =>
            {
                seen.SetResult(call.Deadline);
                return new ValueTask<Words>(request);
            }),
            logs: logs);
        return (server, seen);
    }
}

using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Vim.Rpc.Client;
using Vim.Rpc.Server;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;
using Vim.Testing.Time;

namespace Vim.Rpc.Tests.Server;

/// <summary>How calls end: cancelled, failed, refused, drained.</summary>
public sealed class LifetimeTests
{
    [Fact]
    public async Task A_client_that_cancels_fires_the_token_and_is_logged_as_information()
    {
        using var logs = new LogRecorder();
        var started = Wait.Signal();
        var fired = Wait.Signal();
        using var cancel = new CancellationTokenSource();
        await using (var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>("Say", async (_, call) =>
            {
                started.SetResult();
                await Wait.Fires(call.CancellationToken);
                fired.SetResult();
                call.CancellationToken.ThrowIfCancellationRequested();
                return new Words();
            }),
            logs: logs))
        {
            var call = server.Channel.UnaryAsync(
                EchoServer.Say, new Words(), new RpcCallOptions { CancellationToken = cancel.Token });
            await started.Task.InTime();
            await cancel.CancelAsync();

            Assert.Equal(RpcStatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call)).Code);
            await fired.Task.InTime();
        }

        Assert.Contains(logs.Records, record => record.EventId == 1004 && record.Level == LogLevel.Information);
        Assert.DoesNotContain(logs.Records, record => record.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_its_requests_never_looks_as_if_it_were_done()
    {
        var started = Channel.CreateUnbounded<bool>();
        var ended = Channel.CreateUnbounded<Exception?>();
        await using var server = await EchoServer.StartAsync(echo => echo.ClientStreaming<Words, Words>(
            "Gather",
            async (requests, _) =>
            {
                ended.Writer.TryWrite(await Record.ExceptionAsync(async () =>
                {
                    await foreach (var _ in requests)
                    {
                        started.Writer.TryWrite(true);
                    }
                }));
                return new Words();
            }));

        for (var round = 0; round < 30; round++)
        {
            var call = server.Channel.ClientStreaming(EchoServer.Gather);
            await call.Requests.WriteAsync(new Words());
            await started.Reader.ReadAsync().InTime();
            call.Dispose();

            var error = await ended.Reader.ReadAsync().InTime();
            Assert.Equal(RpcStatusCode.Cancelled, Assert.IsType<RpcException>(error).Code);
        }
    }

    [Fact]
    public async Task A_handler_that_throws_is_UNKNOWN_with_a_neutral_text_and_its_error_is_in_the_log()
    {
        using var logs = new LogRecorder();
        await using var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>(
                "Say", (_, _) => throw new InvalidOperationException("password=swordfish")),
            logs: logs);

        var error = await Assert.ThrowsAsync<RpcException>(
            () => server.Channel.UnaryAsync(EchoServer.Say, new Words()));

        Assert.Equal(RpcStatusCode.Unknown, error.Code);
        Assert.DoesNotContain("swordfish", error.Message);
        Assert.Contains(logs.Records, record => record.EventId == 1003 && record.Error!.Message.Contains("swordfish"));
    }

    [Fact]
    public async Task A_handler_that_answers_null_is_CANCELLED()
    {
        await using var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>("Say", (_, _) => new ValueTask<Words>((Words)null!)));

        var error = await Assert.ThrowsAsync<RpcException>(
            () => server.Channel.UnaryAsync(EchoServer.Say, new Words()));

        Assert.Equal(RpcStatusCode.Cancelled, error.Code);
    }

    [Fact]
    public async Task An_error_after_messages_arrives_behind_them()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.ServerStreaming<Words, Words>(
            "Spread",
            async (_, writer, _) =>
            {
                await writer.WriteAsync(new Words { Text = "one" });
                throw new RpcException(RpcStatusCode.Aborted, "then this");
            }));

        await using var stream = server.Channel.ServerStreaming(EchoServer.Spread, new Words());
        await using var responses = stream.GetAsyncEnumerator();

        Assert.True(await responses.MoveNextAsync());
        var error = await Assert.ThrowsAsync<RpcException>(async () => await responses.MoveNextAsync());
        Assert.Equal((RpcStatusCode.Aborted, "then this"), (error.Code, error.Status.Message));
    }

    [Fact]
    public async Task Stopping_says_GOAWAY_and_lets_calls_under_way_finish()
    {
        var started = Wait.Signal();
        var release = Wait.Signal();
        await using var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say",
            async (_, call) =>
            {
                started.SetResult();
                await Wait.Fires(call.ServerStopping);
                await release.Task;
                return new Words { Text = "finished" };
            }));
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        await peer.OpenAsync(1, "/vim.rpc.tests.Echo/Say");
        await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 1, RawCall.Frame([]));
        await started.Task.InTime();

        var stop = server.Server.StopAsync();
        await peer.ReadAsync(Http2Peer.GoAway);
        release.SetResult();
        var answer = await peer.ReadAsync(Http2Peer.Data);
        var trailers = await peer.ReadAsync(Http2Peer.Headers);

        Assert.Equal("finished", Words.Parser.ParseFrom(answer.Payload.AsSpan(5)).Text);
        Assert.True(trailers.EndsStream);
        await stop.InTime();
    }

    [Fact]
    public async Task What_has_not_finished_in_the_drain_time_is_cut()
    {
        var started = Wait.Signal();
        await using var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>("Say", async (_, call) =>
            {
                started.SetResult();
                await Wait.Fires(call.CancellationToken);
                return new Words();
            }),
            drainTime: TimeSpan.FromMilliseconds(100));
        var call = server.Channel.UnaryAsync(EchoServer.Say, new Words());
        await started.Task.InTime();

        await server.Server.StopAsync().InTime();

        await Assert.ThrowsAsync<RpcException>(() => call);
    }

    [Fact]
    public async Task A_call_that_has_ended_cannot_be_read_or_written_any_more()
    {
        var kept = Wait.Signal<(RpcServerCall Call, IRpcWriter<Words> Writer)>();
        await using var server = await EchoServer.StartAsync(echo => echo.ServerStreaming<Words, Words>(
            "Spread",
            (_, writer, call) =>
            {
                kept.SetResult((call, writer));
                return ValueTask.CompletedTask;
            }));
        await using var stream = server.Channel.ServerStreaming(EchoServer.Spread, new Words());
        Assert.Empty(await stream.ToListAsync());

        // The client has the status a moment before the server has let go of the call; a stopped server has.
        await server.Server.StopAsync().InTime();
        var (call, writer) = await kept.Task;
        Assert.Throws<InvalidOperationException>(() => call.Peer);
        await Assert.ThrowsAsync<RpcException>(async () => await writer.WriteAsync(new Words()));
    }

    [Fact]
    public async Task A_channel_finds_a_server_that_comes_back_on_its_port()
    {
        Uri address;
        RpcChannel channel;
        await using (var server = await StartEchoAsync(0))
        {
            address = server.Addresses[0];
            channel = new RpcChannel(address);
            await channel.UnaryAsync(EchoServer.Say, new Words());
        }

        using (channel)
        {
            await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoServer.Say, new Words()));
            await using var again = await StartEchoAsync(address.Port);

            Assert.Equal("back", (await channel.UnaryAsync(EchoServer.Say, new Words { Text = "back" })).Text);
            await Assert.ThrowsAnyAsync<IOException>(() => StartEchoAsync(address.Port));
        }
    }

    [Fact]
    public async Task Nobody_listening_is_UNAVAILABLE()
    {
        Uri address;
        await using (var server = await EchoServer.StartAsync(_ => { }))
        {
            address = server.Address;
        }

        using var channel = new RpcChannel(address);
        var error = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(EchoServer.Say, new Words()));

        Assert.Equal(RpcStatusCode.Unavailable, error.Code);
    }

    private static Task<RpcServer> StartEchoAsync(int port)
    {
        var options = new RpcServerOptions
        {
            Endpoints = [RpcEndpoint.PlaintextLoopback(new IPEndPoint(IPAddress.Loopback, port))],
            DrainTime = TimeSpan.FromSeconds(1),
        };
        var echo = RpcService.For(EchoReflection.Descriptor.Services[0])
            .Unary<Words, Words>("Say", (request, _) => new ValueTask<Words>(request))
            .UnimplementedRest()
            .Build();
        return RpcServer.StartAsync(options, echo);
    }
}

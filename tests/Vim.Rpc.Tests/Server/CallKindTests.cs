using Vim.Rpc.Client;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;

namespace Vim.Rpc.Tests.Server;

/// <summary>The four kinds of call, from our client to our server.</summary>
public sealed class CallKindTests
{
    [Fact]
    public async Task A_unary_call_answers()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say", (request, _) => new ValueTask<Words>(new Words { Text = request.Text + "!" })));

        var reply = await server.Channel.UnaryAsync(EchoServer.Say, new Words { Text = "hello" });

        Assert.Equal("hello!", reply.Text);
    }

    [Fact]
    public async Task A_client_stream_is_gathered_into_one_answer()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.ClientStreaming<Words, Words>(
            "Gather",
            async (requests, _) =>
            {
                var reply = new Words();
                await foreach (var request in requests)
                {
                    reply.Text += request.Text;
                    reply.Count++;
                }

                return reply;
            }));

        await using var call = server.Channel.ClientStreaming(EchoServer.Gather);
        foreach (var word in new[] { "a", "b", "c" })
        {
            await call.Requests.WriteAsync(new Words { Text = word });
        }

        await call.Requests.CompleteAsync();
        var answer = await call.ResponseAsync();

        Assert.Equal(new Words { Text = "abc", Count = 3 }, answer);
        Assert.Equal(RpcStatusCode.OK, call.Status!.Code);
    }

    [Fact]
    public async Task A_server_stream_arrives_in_order()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.ServerStreaming<Words, Words>(
            "Spread",
            async (request, writer, call) =>
            {
                for (var index = 0; index < request.Count; index++)
                {
                    await writer.WriteAsync(new Words { Count = index });
                }

                call.ResponseTrailers.Add("written", "all");
            }));

        await using var stream = server.Channel.ServerStreaming(EchoServer.Spread, new Words { Count = 1000 });
        var received = new List<int>();
        await foreach (var word in stream)
        {
            received.Add(word.Count);
        }

        Assert.Equal(Enumerable.Range(0, 1000), received);
        Assert.Equal("all", stream.Trailers.GetText("written"));
    }

    [Fact]
    public async Task A_duplex_call_answers_each_request_before_the_next()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.Duplex<Words, Words>(
            "Converse",
            async (requests, writer, _) =>
            {
                await foreach (var request in requests)
                {
                    await writer.WriteAsync(new Words { Text = request.Text.ToUpperInvariant() });
                }
            }));

        await using var call = server.Channel.Duplex(EchoServer.Converse);
        await using var responses = call.GetAsyncEnumerator();
        foreach (var word in new[] { "one", "two", "three" })
        {
            await call.Requests.WriteAsync(new Words { Text = word });
            Assert.True(await responses.MoveNextAsync());
            Assert.Equal(word.ToUpperInvariant(), responses.Current.Text);
        }

        await call.Requests.CompleteAsync();
        Assert.False(await responses.MoveNextAsync());
    }

    [Fact]
    public async Task A_chosen_status_arrives_with_its_message_details_and_trailers()
    {
        var details = new Google.Rpc.Status { Code = 5, Message = "keine Zone „süd“" };
        await using var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say",
            (_, call) =>
            {
                call.ResponseTrailers.Add("set", "before");
                var trailers = new RpcMetadata { { "thrown", "with" }, { "data-bin", new byte[] { 0, 255, 7 } } };
                throw new RpcException(RpcStatus.From(details), trailers);
            }));

        var error = await Assert.ThrowsAsync<RpcException>(
            () => server.Channel.UnaryAsync(EchoServer.Say, new Words()));

        Assert.Equal(RpcStatusCode.NotFound, error.Code);
        Assert.Equal("keine Zone „süd“", error.Status.Message);
        Assert.Equal(details, error.Status.Details);
        Assert.Equal("before", error.Trailers.GetText("set"));
        Assert.Equal("with", error.Trailers.GetText("thrown"));
        Assert.Equal(new byte[] { 0, 255, 7 }, error.Trailers.GetBytes("data-bin")!.Value.ToArray());
    }

    [Fact]
    public async Task A_passed_deadline_ends_the_call_on_both_sides()
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say",
            async (_, call) =>
            {
                call.CancellationToken.Register(() => cancelled.SetResult());
                await cancelled.Task;
                return new Words();
            }));

        var options = new RpcCallOptions { Timeout = TimeSpan.FromSeconds(1) };
        var error = await Assert.ThrowsAsync<RpcException>(
            () => server.Channel.UnaryAsync(EchoServer.Say, new Words(), options));

        Assert.Equal(RpcStatusCode.DeadlineExceeded, error.Code);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }
}

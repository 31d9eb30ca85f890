using Vim.Rpc.Client;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;
using Vim.Testing.Time;

namespace Vim.Rpc.Tests.Server;

/// <summary>Custom metadata on the wire.</summary>
public sealed class MetadataTests
{
    [Fact]
    public async Task Metadata_of_the_client_reaches_the_handler_without_the_headers_of_the_protocol()
    {
        var (server, seen) = await StartAsync();
        await using (server)
        {
            var headers = new RpcMetadata
            {
                { "zone", "a" }, { "ZONE", "b" }, { "key-bin", new byte[] { 1 } }, { "key-bin", new byte[] { 2 } },
            };
            var options = new RpcCallOptions { Headers = headers, Timeout = TimeSpan.FromMinutes(1) };
            await server.Channel.UnaryAsync(EchoServer.Say, new Words(), options);

            var received = await seen.Task;

            // HTTP may join the values of one name with a comma; only binary values can be told apart again.
            Assert.Equal("a, b", received.GetText("zone"));
            Assert.Equal([1, 2], received.GetAll("key-bin").Select(entry => Assert.Single(entry.Bytes.ToArray())));
            Assert.DoesNotContain(received, entry =>
                entry.Key.StartsWith("grpc-") || entry.Key.StartsWith(':') || entry.Key is "te" or "content-type");
        }
    }

    [Fact]
    public async Task Binary_values_are_split_on_comma_and_read_with_and_without_padding()
    {
        var (server, seen) = await StartAsync();
        await using (server)
        {
            await RawCall.PostAsync(
                server.Address, "/vim.rpc.tests.Echo/Say", RawCall.Frame([]), ("key-bin", "AQ==,AQI, AQID ,!!!,"));

            var values = (await seen.Task).GetAll("key-bin").Select(entry => Convert.ToHexString(entry.Bytes.Span));
            Assert.Equal(["01", "0102", "010203", ""], values);
        }
    }

    [Fact]
    public async Task Odd_characters_do_not_fail_the_call()
    {
        var (server, seen) = await StartAsync();
        await using (server)
        {
            await using var peer = await Http2Peer.ConnectAsync(server.Address);
            await peer.OpenAsync(1, "/vim.rpc.tests.Echo/Say", ("odd", "a\u007fb~\"\\,;="));
            await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 1, RawCall.Frame([]));

            Assert.Equal("a\u007fb~\"\\,;=", (await seen.Task.InTime()).GetText("odd"));
        }
    }

    [Fact]
    public async Task Binary_trailers_go_out_without_padding()
    {
        await using var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say",
            (request, call) =>
            {
                call.ResponseHeaders.Add("h", "1");
                call.ResponseTrailers.Add("t-bin", new byte[] { 1 });
                return new ValueTask<Words>(request);
            }));

        var answer = await RawCall.PostAsync(server.Address, "/vim.rpc.tests.Echo/Say", RawCall.Frame([]));

        Assert.Equal("1", answer.Headers["h"]);
        Assert.Equal("AQ", answer.Trailers["t-bin"]);
    }

    [Theory]
    [InlineData("grpc-status", "x")]
    [InlineData("with space", "x")]
    [InlineData("key-bin", "text")]
    [InlineData("key", "line\nbreak")]
    [InlineData("", "x")]
    public void Metadata_that_cannot_travel_is_refused_at_once(string key, string value) =>
        Assert.ThrowsAny<ArgumentException>(() => new RpcMetadata { { key, value } });

    [Fact]
    public async Task Too_many_header_bytes_are_refused()
    {
        var (server, _) = await StartAsync();
        await using (server)
        {
            var headers = new RpcMetadata { { "big", new string('x', 9000) } };

            await Assert.ThrowsAsync<RpcException>(() => server.Channel.UnaryAsync(
                EchoServer.Say, new Words(), new RpcCallOptions { Headers = headers }));
        }
    }

    private static async Task<(EchoServer Server, TaskCompletionSource<RpcMetadata> Seen)> StartAsync()
    {
        var seen = Wait.Signal<RpcMetadata>();
        var server = await EchoServer.StartAsync(echo => echo.Unary<Words, Words>(
            "Say",
            (request, call) =>
            {
                seen.TrySetResult(call.RequestHeaders);
                return new ValueTask<Words>(request);
            }));
        return (server, seen);
    }
}

using Vim.Rpc.Server;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;

namespace Vim.Rpc.Tests.Server;

/// <summary>What holds for a connection, whatever its calls are.</summary>
public sealed class ConnectionTests
{
    private const byte Ping = 6;
    private const uint RefusedStream = 7;

    [Fact]
    public async Task Calls_beyond_the_allowed_are_refused_until_others_end()
    {
        await using var server = await StartAsync(new RpcServerLimits { MaxStreamsPerConnection = 2 });
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        foreach (var stream in new[] { 1, 3, 5 })
        {
            await peer.OpenAsync(stream, "/vim.rpc.tests.Echo/Gather");
        }

        var refused = await peer.ReadAsync(Http2Peer.Reset);
        Assert.Equal((5, RefusedStream), (refused.Stream, refused.ErrorCode(0)));

        await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 1, []);
        while (!(await peer.ReadAsync(Http2Peer.Headers)).EndsStream)
        {
            // The first HEADERS of the answer; the trailers end it.
        }

        await peer.OpenAsync(7, "/vim.rpc.tests.Echo/Gather");
        await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 7, []);
        Assert.Equal(7, (await peer.ReadAsync(Http2Peer.Headers)).Stream);
    }

    [Fact]
    public async Task A_silent_connection_is_pinged_and_closed_when_it_does_not_answer()
    {
        // Kestrel takes no shorter times than a second.
        var limits = new RpcServerLimits
        {
            KeepAlivePingDelay = TimeSpan.FromSeconds(1),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
        };
        await using var server = await StartAsync(limits);
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        await peer.OpenAsync(1, "/vim.rpc.tests.Echo/Gather");

        await peer.ReadAsync(Ping);

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true)
            {
                await peer.ReadAnyAsync();
            }
        });
    }

    private static Task<EchoServer> StartAsync(RpcServerLimits limits) => EchoServer.StartAsync(
        echo => echo.ClientStreaming<Words, Words>(
            "Gather", async (requests, _) => new Words { Count = await requests.CountAsync() }),
        limits);
}

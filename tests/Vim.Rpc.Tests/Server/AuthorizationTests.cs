using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;

namespace Vim.Rpc.Tests.Server;

/// <summary>The hook that runs before every handler.</summary>
public sealed class AuthorizationTests
{
    [Theory]
    [InlineData(null, RpcStatusCode.Unauthenticated)]
    [InlineData("mallory", RpcStatusCode.PermissionDenied)]
    public async Task A_refused_caller_never_reaches_the_handler(string? user, RpcStatusCode expected)
    {
        var reached = false;
        await using var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>("Say", (request, _) =>
            {
                reached = true;
                return new ValueTask<Words>(request);
            }),
            authorize: call => call.RequestHeaders.GetText("user") switch
            {
                null => throw new RpcException(RpcStatusCode.Unauthenticated, "Who are you?"),
                "alice" => ValueTask.CompletedTask,
                _ => throw new RpcException(RpcStatusCode.PermissionDenied, "Not you."),
            });

        var headers = new RpcMetadata();
        if (user is not null)
        {
            headers.Add("user", user);
        }

        var error = await Assert.ThrowsAsync<RpcException>(() => server.Channel.UnaryAsync(
            EchoServer.Say, new Words(), new Client.RpcCallOptions { Headers = headers }));

        Assert.Equal(expected, error.Code);
        Assert.False(reached);
    }

    [Fact]
    public async Task The_principal_found_is_the_handlers_to_read()
    {
        await using var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>(
                "Say", (_, call) => new ValueTask<Words>(new Words { Text = (string)call.Principal! })),
            authorize: call =>
            {
                call.Principal = $"{call.Method.Name} by {call.Peer.Address!.Address}";
                return ValueTask.CompletedTask;
            });

        var reply = await server.Channel.UnaryAsync(EchoServer.Say, new Words());

        Assert.Equal("Say by 127.0.0.1", reply.Text);
    }
}

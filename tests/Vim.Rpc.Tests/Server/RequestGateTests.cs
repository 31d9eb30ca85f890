using System.Net;
using System.Net.Sockets;
using System.Text;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;
using Vim.Testing.Time;

namespace Vim.Rpc.Tests.Server;

/// <summary>What is no gRPC call is turned away in HTTP's words; what names no method, in gRPC's.</summary>
public sealed class RequestGateTests
{
    private const string SayPath = "/vim.rpc.tests.Echo/Say";

    [Fact]
    public async Task An_http1_client_is_told_to_upgrade()
    {
        await using var server = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {SayPath} HTTP/1.1\r\nHost: x\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());

        var answer = await reader.ReadToEndAsync().InTime();

        Assert.StartsWith("HTTP/1.1 426 Upgrade Required\r\n", answer);
        Assert.Contains("\r\nUpgrade: HTTP/2\r\n", answer);
    }

    [Fact]
    public async Task A_preface_in_pieces_is_http2()
    {
        await using var server = await StartAsync();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        foreach (var value in "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"u8.ToArray())
        {
            await client.GetStream().WriteAsync(new[] { value });
        }

        var header = new byte[9];
        await client.GetStream().ReadExactlyAsync(header).InTime();

        Assert.Equal(Http2Peer.Settings, header[3]);
    }

    [Fact]
    public async Task A_silent_connection_is_closed()
    {
        await using var server = await StartAsync(TimeSpan.FromMilliseconds(50));
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);

        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]).InTime());
    }

    [Fact]
    public async Task Only_POST_is_a_call()
    {
        await using var server = await StartAsync();

        var answer = await RawCall.SendAsync(server.Address, SayPath, null, HttpMethod.Get, null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Http);
        Assert.Equal("POST", answer.Headers["allow"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    [InlineData("application/grpcx")]
    public async Task Another_content_type_is_415(string? contentType)
    {
        await using var server = await StartAsync();
        var content = new ByteArrayContent(RawCall.Frame([]));

        var answer = await RawCall.SendAsync(server.Address, SayPath, content, HttpMethod.Post, contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Http);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    [InlineData("APPLICATION/GRPC")]
    public async Task The_content_types_of_grpc_are_taken(string contentType)
    {
        await using var server = await StartAsync();
        var content = new ByteArrayContent(RawCall.Frame([]));

        var answer = await RawCall.SendAsync(server.Address, SayPath, content, HttpMethod.Post, contentType);

        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal("0", answer.Status);
        Assert.Equal("application/grpc", answer.Headers["content-type"]);
    }

    [Theory]
    [InlineData("/vim.rpc.tests.Echo/Nothing")]
    [InlineData("/vim.rpc.tests.Nothing/Say")]
    [InlineData("/vim.rpc.tests.echo/say")]
    [InlineData("/vim.rpc.tests.Echo/Say/")]
    [InlineData("/vim.rpc.tests.Echo/Gather")]
    [InlineData("/")]
    public async Task An_unknown_path_is_UNIMPLEMENTED_in_trailers_only(string path)
    {
        await using var server = await StartAsync();

        var answer = await RawCall.PostAsync(server.Address, path, RawCall.Frame([]));

        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal("12", answer.Status);
        Assert.True(answer.TrailersOnly);
    }

    [Fact]
    public async Task Trailers_only_is_one_HEADERS_frame_that_ends_the_stream()
    {
        await using var server = await StartAsync();
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        await peer.OpenAsync(1, "/no.Such/Method");
        await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 1, RawCall.Frame([]));

        var headers = await peer.ReadAsync(Http2Peer.Headers);

        Assert.True(headers.EndsStream);
    }

    private static Task<EchoServer> StartAsync(TimeSpan? openingTime = null) => EchoServer.StartAsync(
        echo => echo.Unary<Words, Words>("Say", (request, _) => new ValueTask<Words>(request)),
        new Rpc.Server.RpcServerLimits { OpeningTime = openingTime ?? TimeSpan.FromSeconds(10) });
}

using System.IO.Compression;
using Google.Protobuf;
using Vim.Rpc.Client;
using Vim.Rpc.Server;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;

namespace Vim.Rpc.Tests.Server;

/// <summary>
/// Frames, their limits and their compression, from the bytes of a client that may be wrong or hostile.
/// </summary>
public sealed class MessageFramingTests
{
    private const string SayPath = "/vim.rpc.tests.Echo/Say";
    private const string GatherPath = "/vim.rpc.tests.Echo/Gather";
    private static readonly byte[] Hello = new Words { Text = "hello" }.ToByteArray();

    public static TheoryData<string, byte[], string> BrokenBodies => new()
    {
        { "nothing at all", [], "13" },
        { "half a header", [0, 0, 0], "13" },
        { "half a message", RawCall.Frame(Hello)[..^2], "13" },
        { "bytes after the message", [.. RawCall.Frame(Hello), 1], "13" },
        { "two messages", [.. RawCall.Frame(Hello), .. RawCall.Frame(Hello)], "13" },
        { "flag 2", RawCall.Frame(Hello, flag: 2), "13" },
        { "flag 255", RawCall.Frame(Hello, flag: 255), "13" },
        { "compressed without an encoding", RawCall.Frame(Hello, flag: 1), "13" },
        { "not protobuf", RawCall.Frame([0xff, 0xff, 0xff]), "13" },
        { "declared over the limit", [0, 0xff, 0xff, 0xff, 0xff, 1], "8" },
    };

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task A_broken_unary_request_is_refused(string what, byte[] body, string status)
    {
        await using var server = await StartAsync();

        var answer = await RawCall.PostAsync(server.Address, SayPath, body);

        Assert.True(status == answer.Status, $"{what}: {answer.Status} {answer.Message}");
    }

    [Fact]
    public async Task A_message_of_no_bytes_is_legal_and_OK_stands_in_the_trailers()
    {
        await using var server = await StartAsync();

        var answer = await RawCall.PostAsync(server.Address, SayPath, RawCall.Frame([]));

        Assert.Equal(RawCall.Frame([]), answer.Body);
        Assert.Equal("0", answer.Trailers["grpc-status"]);
        Assert.False(answer.Headers.ContainsKey("grpc-status"));
    }

    [Fact]
    public async Task A_frame_need_not_follow_the_DATA_frames()
    {
        await using var server = await StartAsync();
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        await peer.OpenAsync(1, GatherPath);
        byte[] body = [.. RawCall.Frame(Hello), .. RawCall.Frame(Hello), .. RawCall.Frame(Hello)];
        foreach (var value in body[..^1])
        {
            await peer.WriteAsync(Http2Peer.Data, 0, 1, [value]);
        }

        await peer.WriteAsync(Http2Peer.Data, Http2Peer.EndStream, 1, body[^1..]);
        var answer = await peer.ReadAsync(Http2Peer.Data);

        Assert.Equal(3, Words.Parser.ParseFrom(answer.Payload.AsSpan(5)).Count);
    }

    [Fact]
    public async Task The_declared_length_is_refused_before_the_message_arrives()
    {
        await using var server = await StartAsync();
        await using var peer = await Http2Peer.ConnectAsync(server.Address);
        await peer.OpenAsync(1, SayPath);
        await peer.WriteAsync(Http2Peer.Data, 0, 1, [0, 0x10, 0, 0, 0]);

        // The request is still open: the answer came without its bytes.
        var answer = await peer.ReadAsync(Http2Peer.Headers);

        Assert.True(answer.EndsStream);
    }

    [Theory]
    [InlineData(1000, "0")]
    [InlineData(1001, "8")]
    public async Task The_receive_limit_is_exact(int size, string status)
    {
        await using var server = await StartAsync(new RpcServerLimits { MaxReceiveMessageSize = 1000 });
        var body = new Words { Body = ByteString.CopyFrom(new byte[size - 3]) }.ToByteArray();
        Assert.Equal(size, body.Length);

        Assert.Equal(status, (await RawCall.PostAsync(server.Address, SayPath, RawCall.Frame(body))).Status);
    }

    [Fact]
    public async Task An_inflated_message_may_not_exceed_the_limit()
    {
        await using var server = await StartAsync(new RpcServerLimits { MaxReceiveMessageSize = 100_000 });
        var bomb = Gzip(new Words { Body = ByteString.CopyFrom(new byte[5_000_000]) }.ToByteArray());
        Assert.InRange(bomb.Length, 1, 99_999);

        var answer = await RawCall.PostAsync(
            server.Address, SayPath, RawCall.Frame(bomb, flag: 1), ("grpc-encoding", "gzip"));

        Assert.Equal("8", answer.Status);
    }

    [Fact]
    public async Task A_response_over_the_send_limit_is_RESOURCE_EXHAUSTED()
    {
        await using var server = await StartAsync(new RpcServerLimits { MaxSendMessageSize = 10 });

        var error = await Assert.ThrowsAsync<RpcException>(
            () => server.Channel.UnaryAsync(EchoServer.Say, new Words { Text = "more than ten bytes" }));

        Assert.Equal(RpcStatusCode.ResourceExhausted, error.Code);
    }

    [Fact]
    public async Task A_client_refuses_to_send_and_to_receive_beyond_its_limits()
    {
        var limits = new RpcChannelOptions { MaxSendMessageSize = 100, MaxReceiveMessageSize = 50 };
        await using var server = await StartAsync(channel: limits);

        var sent = await Assert.ThrowsAsync<RpcException>(
            () => server.Channel.UnaryAsync(EchoServer.Say, new Words { Text = new string('x', 101) }));
        var received = await Assert.ThrowsAsync<RpcException>(
            () => server.Channel.UnaryAsync(EchoServer.Say, new Words { Text = new string('x', 60) }));

        Assert.Equal(RpcStatusCode.ResourceExhausted, sent.Code);
        Assert.Equal(RpcStatusCode.ResourceExhausted, received.Code);
    }

    [Fact]
    public async Task An_unknown_encoding_is_UNIMPLEMENTED_and_the_known_ones_are_named()
    {
        await using var server = await StartAsync();

        var answer = await RawCall.PostAsync(
            server.Address, SayPath, RawCall.Frame(Hello, flag: 1), ("grpc-encoding", "snappy"));

        Assert.Equal("12", answer.Status);
        Assert.Equal("identity,gzip,deflate", answer.Headers["grpc-accept-encoding"]);
    }

    [Theory]
    [InlineData("identity", 1)]
    [InlineData("gzip", 1)]
    [InlineData("deflate", 1)]
    public async Task A_compressed_flag_on_what_is_not_compressed_is_INTERNAL(string encoding, byte flag)
    {
        await using var server = await StartAsync();

        var answer = await RawCall.PostAsync(
            server.Address, SayPath, RawCall.Frame(Hello, flag), ("grpc-encoding", encoding));

        Assert.Equal("13", answer.Status);
    }

    [Fact]
    public async Task A_truncated_gzip_message_is_INTERNAL()
    {
        await using var server = await StartAsync();
        var packed = Gzip(new Words { Body = ByteString.CopyFrom(new byte[10_000]) }.ToByteArray());

        var answer = await RawCall.PostAsync(
            server.Address, SayPath, RawCall.Frame(packed[..^12], flag: 1), ("grpc-encoding", "gzip"));

        Assert.Equal("13", answer.Status);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }

    private static Task<EchoServer> StartAsync(RpcServerLimits? limits = null, RpcChannelOptions? channel = null)
    {
        return EchoServer.StartAsync(
            echo => echo
                .Unary<Words, Words>("Say", (request, _) => new ValueTask<Words>(request))
                .ClientStreaming<Words, Words>(
                    "Gather",
                    async (requests, _) => new Words { Count = await requests.CountAsync() }),
            limits,
            channel);
    }
}

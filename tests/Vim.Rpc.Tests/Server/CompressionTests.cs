using Google.Protobuf;
using Vim.Rpc.Client;
using Vim.Rpc.Tests.Protos;
using Vim.Rpc.Tests.Support;

namespace Vim.Rpc.Tests.Server;

/// <summary>Compression that is asked for, accepted, or neither (grpc/doc/compression.md).</summary>
public sealed class CompressionTests
{
    private static readonly ByteString Zeros = ByteString.CopyFrom(new byte[10_000]);

    [Theory]
    [InlineData(RpcCompression.Gzip)]
    [InlineData(RpcCompression.Deflate)]
    public async Task Requests_and_responses_travel_compressed(RpcCompression compression)
    {
        var flag = Wait.Signal<bool>();
        await using var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>("Say", (request, call) =>
            {
                flag.TrySetResult(call.RequestCompressed);
                return new ValueTask<Words>(request);
            }),
            compression: compression);

        var reply = await server.Channel.UnaryAsync(
            EchoServer.Say, new Words { Body = Zeros }, new RpcCallOptions { Compression = compression });

        Assert.Equal(Zeros, reply.Body);
        Assert.True(await flag.Task);
    }

    [Theory]
    [InlineData("gzip", 1)]
    [InlineData("identity, deflate , gzip", 1)]
    [InlineData("deflate", 0)]
    [InlineData("", 0)]
    public async Task The_answer_is_compressed_only_when_the_client_accepts_it(string accepted, byte flag)
    {
        await using var server = await EchoServer.StartAsync(
            echo => echo.Unary<Words, Words>("Say", (_, _) => new ValueTask<Words>(new Words { Body = Zeros })),
            compression: RpcCompression.Gzip);

        var answer = await RawCall.PostAsync(
            server.Address, "/vim.rpc.tests.Echo/Say", RawCall.Frame([]), ("grpc-accept-encoding", accepted));

        Assert.Equal(flag, answer.Body[0]);
        Assert.Equal(flag == 1 ? "gzip" : null, answer.Headers.GetValueOrDefault("grpc-encoding"));
        Assert.Equal(flag == 1, answer.Body.Length < 1000);
    }

    [Fact]
    public async Task A_handler_opts_single_messages_out()
    {
        await using var server = await EchoServer.StartAsync(
            echo => echo.ServerStreaming<Words, Words>("Spread", async (_, writer, call) =>
            {
                await writer.WriteAsync(new Words { Body = Zeros });
                call.CompressResponses = false;
                await writer.WriteAsync(new Words { Body = Zeros });
                call.CompressResponses = true;
                await writer.WriteAsync(new Words { Body = Zeros });
            }),
            compression: RpcCompression.Gzip);

        var answer = await RawCall.PostAsync(
            server.Address, "/vim.rpc.tests.Echo/Spread", RawCall.Frame([]), ("grpc-accept-encoding", "gzip"));

        Assert.Equal([1, 0, 1], Flags(answer.Body));
    }

    [Fact]
    public async Task A_client_opts_single_messages_out()
    {
        var flags = new List<bool>();
        await using var server = await EchoServer.StartAsync(
            echo => echo.ClientStreaming<Words, Words>("Gather", async (requests, call) =>
            {
                await foreach (var _ in requests)
                {
                    flags.Add(call.RequestCompressed);
                }

                return new Words();
            }));

        await using var call = server.Channel.ClientStreaming(
            EchoServer.Gather, new RpcCallOptions { Compression = RpcCompression.Gzip });
        foreach (var compress in new[] { true, false, true })
        {
            call.Requests.Compress = compress;
            await call.Requests.WriteAsync(new Words { Body = Zeros });
        }

        await call.Requests.CompleteAsync();
        await call.ResponseAsync();

        Assert.Equal([true, false, true], flags);
    }

    private static List<byte> Flags(byte[] body)
    {
        var flags = new List<byte>();
        for (var at = 0; at < body.Length;)
        {
            flags.Add(body[at]);
            at += 5 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at + 1));
        }

        return flags;
    }
}

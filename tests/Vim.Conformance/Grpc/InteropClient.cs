using Google.Protobuf;
using Vim.Conformance.Grpc.Testing;
using Vim.Rpc;
using Vim.Rpc.Client;

namespace Vim.Conformance.Grpc;

/// <summary>The interop cases as our client runs them against any server.</summary>
/// <param name="address">The server.</param>
/// <param name="seesCompression">
/// Whether the server's handlers can tell a compressed request; where not, the parts of a case that expect a refusal
/// are left out, as the description of the cases allows.
/// </param>
internal sealed class InteropClient(Uri address, bool seesCompression) : IDisposable
{
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";
    private const string Special = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP \ud83d\ude08\t\n";

    private static readonly RpcMethod<Empty, Empty> EmptyCall = Method<Empty, Empty>(0, "EmptyCall");
    private static readonly RpcMethod<Empty, Empty> Unimplemented = Method<Empty, Empty>(0, "UnimplementedCall");
    private static readonly RpcMethod<Empty, Empty> OtherService = Method<Empty, Empty>(1, "UnimplementedCall");
    private static readonly RpcMethod<SimpleRequest, SimpleResponse> UnaryCall =
        Method<SimpleRequest, SimpleResponse>(0, "UnaryCall");

    private static readonly RpcMethod<StreamingInputCallRequest, StreamingInputCallResponse> InputCall =
        Method<StreamingInputCallRequest, StreamingInputCallResponse>(0, "StreamingInputCall");

    private static readonly RpcMethod<StreamingOutputCallRequest, StreamingOutputCallResponse> OutputCall =
        Method<StreamingOutputCallRequest, StreamingOutputCallResponse>(0, "StreamingOutputCall");

    private static readonly RpcMethod<StreamingOutputCallRequest, StreamingOutputCallResponse> DuplexCall =
        Method<StreamingOutputCallRequest, StreamingOutputCallResponse>(0, "FullDuplexCall");

    private readonly RpcChannel _channel = new(address);

    /// <summary>Runs a case; throws when it fails.</summary>
    public Task RunAsync(string name) => name switch
    {
        "empty_unary" => EmptyUnaryAsync(),
        "large_unary" => LargeUnaryAsync(_channel),
        "client_compressed_unary" => ClientCompressedUnaryAsync(),
        "server_compressed_unary" => ServerCompressedUnaryAsync(),
        "client_streaming" => ClientStreamingAsync(),
        "client_compressed_streaming" => ClientCompressedStreamingAsync(),
        "server_streaming" => ServerStreamingAsync(Output(null, 31415, 9, 2653, 58979), [31415, 9, 2653, 58979]),
        "server_compressed_streaming" => ServerCompressedStreamingAsync(),
        "ping_pong" => PingPongAsync(),
        "empty_stream" => EmptyStreamAsync(),
        "custom_metadata" => CustomMetadataAsync(),
        "status_code_and_message" => StatusCodeAndMessageAsync(),
        "special_status_message" => SpecialStatusMessageAsync(),
        "unimplemented_method" => FailsAsync(RpcStatusCode.Unimplemented, () => CallAsync(Unimplemented, new Empty())),
        "unimplemented_service" => FailsAsync(RpcStatusCode.Unimplemented, () => CallAsync(OtherService, new Empty())),
        "cancel_after_begin" => CancelAfterBeginAsync(),
        "cancel_after_first_response" => CancelAfterFirstResponseAsync(),
        "timeout_on_sleeping_server" => TimeoutOnSleepingServerAsync(),
        "rpc_soak" => RpcSoakAsync(),
        "channel_soak" => ChannelSoakAsync(),
        _ => throw new ArgumentException($"There is no case {name}.", nameof(name)),
    };

    public void Dispose() => _channel.Dispose();

    private static RpcMethod<TRequest, TResponse> Method<TRequest, TResponse>(int service, string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        RpcMethod.Of<TRequest, TResponse>(TestReflection.Descriptor.Services[service], name);

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    private static SimpleRequest Large() => new() { ResponseSize = 314159, Payload = Zeros(271828) };

    private static StreamingOutputCallRequest Output(int? body, params int[] sizes)
    {
        var request = new StreamingOutputCallRequest();
        request.ResponseParameters.AddRange(sizes.Select(size => new ResponseParameters { Size = size }));
        request.Payload = body is { } size ? Zeros(size) : null;
        return request;
    }

    private static async Task<RpcException> FailsAsync(RpcStatusCode code, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(code, error.Code);
        return error;
    }

    private static async Task LargeUnaryAsync(RpcChannel channel)
    {
        var reply = await channel.UnaryAsync(UnaryCall, Large());
        Assert.Equal(314159, reply.Payload.Body.Length);
    }

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        RpcMethod<TRequest, TResponse> method, TRequest request, RpcCallOptions? options = null)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.UnaryAsync(method, request, options);

    private async Task EmptyUnaryAsync() => Assert.Equal(new Empty(), await CallAsync(EmptyCall, new Empty()));

    private async Task ClientCompressedUnaryAsync()
    {
        var request = Large();
        request.ExpectCompressed = new BoolValue { Value = true };
        if (seesCompression)
        {
            await FailsAsync(RpcStatusCode.InvalidArgument, () => CallAsync(UnaryCall, request));
        }

        foreach (var compression in new[] { RpcCompression.Gzip, RpcCompression.Deflate })
        {
            var packed = await CallAsync(UnaryCall, request, new RpcCallOptions { Compression = compression });
            Assert.Equal(314159, packed.Payload.Body.Length);
        }

        request.ExpectCompressed.Value = false;
        Assert.Equal(314159, (await CallAsync(UnaryCall, request)).Payload.Body.Length);
    }

    private async Task ServerCompressedUnaryAsync()
    {
        foreach (var compressed in new[] { true, false })
        {
            var request = Large();
            request.ResponseCompressed = new BoolValue { Value = compressed };
            Assert.Equal(314159, (await CallAsync(UnaryCall, request)).Payload.Body.Length);
        }
    }

    private async Task<int> UploadAsync(RpcCompression compression, params (int Size, bool? Compressed)[] messages)
    {
        await using var call = _channel.ClientStreaming(InputCall, new RpcCallOptions { Compression = compression });
        foreach (var (size, compressed) in messages)
        {
            call.Requests.Compress = compressed ?? false;
            var expected = compressed is { } value ? new BoolValue { Value = value } : null;
            await call.Requests.WriteAsync(
                new StreamingInputCallRequest { Payload = Zeros(size), ExpectCompressed = expected });
        }

        await call.Requests.CompleteAsync();
        return (await call.ResponseAsync()).AggregatedPayloadSize;
    }

    private async Task ClientStreamingAsync()
    {
        var size = await UploadAsync(RpcCompression.None, (27182, null), (8, null), (1828, null), (45904, null));
        Assert.Equal(74922, size);
    }

    private async Task ClientCompressedStreamingAsync()
    {
        if (seesCompression)
        {
            await FailsAsync(
                RpcStatusCode.InvalidArgument, () => UploadAsync(RpcCompression.None, (27182, true)));
        }

        Assert.Equal(73086, await UploadAsync(RpcCompression.Gzip, (27182, true), (45904, false)));
    }

    private async Task ServerStreamingAsync(StreamingOutputCallRequest request, int[] expected)
    {
        await using var call = _channel.ServerStreaming(OutputCall, request);
        var sizes = new List<int>();
        await foreach (var response in call)
        {
            sizes.Add(response.Payload.Body.Length);
        }

        Assert.Equal(expected, sizes);
        Assert.Equal(RpcStatusCode.OK, call.Status!.Code);
    }

    private Task ServerCompressedStreamingAsync()
    {
        var request = Output(null, 31415, 92653);
        request.ResponseParameters[0].Compressed = new BoolValue { Value = true };
        request.ResponseParameters[1].Compressed = new BoolValue { Value = false };
        return ServerStreamingAsync(request, [31415, 92653]);
    }

    private async Task PingPongAsync()
    {
        await using var call = _channel.Duplex(DuplexCall);
        await using var responses = call.GetAsyncEnumerator();
        foreach (var (size, body) in new[] { (31415, 27182), (9, 8), (2653, 1828), (58979, 45904) })
        {
            await call.Requests.WriteAsync(Output(body, size));
            Assert.True(await responses.MoveNextAsync());
            Assert.Equal(size, responses.Current.Payload.Body.Length);
        }

        await call.Requests.CompleteAsync();
        Assert.False(await responses.MoveNextAsync());
    }

    private async Task EmptyStreamAsync()
    {
        await using var call = _channel.Duplex(DuplexCall);
        await call.Requests.CompleteAsync();
        await foreach (var response in call)
        {
            Assert.Fail($"A response of {response.CalculateSize()} bytes to no request.");
        }

        Assert.Equal(RpcStatusCode.OK, call.Status!.Code);
    }

    private async Task CustomMetadataAsync()
    {
        var bytes = new byte[] { 0xab, 0xab, 0xab };
        var options = new RpcCallOptions
        {
            Headers = new RpcMetadata { { InitialKey, "test_initial_metadata_value" }, { TrailingKey, bytes } },
        };
        var reply = await _channel.UnaryReplyAsync(UnaryCall, Large(), options);
        Assert.Equal("test_initial_metadata_value", reply.Headers.GetText(InitialKey));
        Assert.Equal(bytes, reply.Trailers.GetBytes(TrailingKey)!.Value.ToArray());

        await using var call = _channel.Duplex(DuplexCall, options);
        await call.Requests.WriteAsync(Output(271828, 314159));
        await call.Requests.CompleteAsync();
        await foreach (var response in call)
        {
            Assert.Equal(314159, response.Payload.Body.Length);
        }

        Assert.Equal("test_initial_metadata_value", (await call.ResponseHeadersAsync()).GetText(InitialKey));
        Assert.Equal(bytes, call.Trailers.GetBytes(TrailingKey)!.Value.ToArray());
    }

    private async Task StatusCodeAndMessageAsync()
    {
        var status = new EchoStatus { Code = 2, Message = "test status message" };
        var unary = await FailsAsync(
            RpcStatusCode.Unknown, () => CallAsync(UnaryCall, new SimpleRequest { ResponseStatus = status }));
        Assert.Equal(status.Message, unary.Status.Message);

        await using var call = _channel.Duplex(DuplexCall);
        await call.Requests.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status });
        await call.Requests.CompleteAsync();
        await using var responses = call.GetAsyncEnumerator();
        var duplex = await FailsAsync(RpcStatusCode.Unknown, async () => await responses.MoveNextAsync());
        Assert.Equal(status.Message, duplex.Status.Message);
    }

    private async Task SpecialStatusMessageAsync()
    {
        var status = new EchoStatus { Code = 2, Message = Special };
        var error = await FailsAsync(
            RpcStatusCode.Unknown, () => CallAsync(UnaryCall, new SimpleRequest { ResponseStatus = status }));
        Assert.Equal(Special, error.Status.Message);
    }

    private async Task CancelAfterBeginAsync()
    {
        using var cancel = new CancellationTokenSource();
        await using var call = _channel.ClientStreaming(
            InputCall, new RpcCallOptions { CancellationToken = cancel.Token });
        await cancel.CancelAsync();
        await FailsAsync(RpcStatusCode.Cancelled, call.ResponseAsync);
    }

    private async Task CancelAfterFirstResponseAsync()
    {
        using var cancel = new CancellationTokenSource();
        await using var call = _channel.Duplex(DuplexCall, new RpcCallOptions { CancellationToken = cancel.Token });
        await using var responses = call.GetAsyncEnumerator();
        await call.Requests.WriteAsync(Output(27182, 31415));
        Assert.True(await responses.MoveNextAsync());
        await cancel.CancelAsync();
        await FailsAsync(RpcStatusCode.Cancelled, async () => await responses.MoveNextAsync());
    }

    private async Task TimeoutOnSleepingServerAsync()
    {
        var options = new RpcCallOptions { Timeout = TimeSpan.FromMilliseconds(1) };
        await using var call = _channel.Duplex(DuplexCall, options);
        await using var responses = call.GetAsyncEnumerator();
        await FailsAsync(RpcStatusCode.DeadlineExceeded, async () =>
        {
            await call.Requests.WriteAsync(Output(27182));
            await responses.MoveNextAsync();
        });
    }

    private async Task RpcSoakAsync()
    {
        for (var index = 0; index < 100; index++)
        {
            await LargeUnaryAsync(_channel);
        }
    }

    private async Task ChannelSoakAsync()
    {
        for (var index = 0; index < 50; index++)
        {
            using var channel = new RpcChannel(address);
            await LargeUnaryAsync(channel);
        }
    }
}

using Google.Protobuf;
using Vim.Conformance.Grpc.Testing;
using Vim.Rpc;
using Vim.Rpc.Server;

namespace Vim.Conformance.Grpc;

/// <summary>The server side of gRPC's interop tests (grpc/doc/interop-test-descriptions.md), on our server.</summary>
internal static class InteropService
{
    private const string InitialKey = "x-grpc-test-echo-initial";
    private const string TrailingKey = "x-grpc-test-echo-trailing-bin";

    public static RpcService Build() => RpcService.For(TestReflection.Descriptor.Services[0])
        .Unary<Empty, Empty>("EmptyCall", EmptyCallAsync)
        .Unary<SimpleRequest, SimpleResponse>("UnaryCall", UnaryCallAsync)
        .ServerStreaming<StreamingOutputCallRequest, StreamingOutputCallResponse>(
            "StreamingOutputCall", StreamingOutputCallAsync)
        .ClientStreaming<StreamingInputCallRequest, StreamingInputCallResponse>(
            "StreamingInputCall", StreamingInputCallAsync)
        .Duplex<StreamingOutputCallRequest, StreamingOutputCallResponse>("FullDuplexCall", FullDuplexCallAsync)
        .UnimplementedRest()
        .Build();

    private static ValueTask<Empty> EmptyCallAsync(Empty request, RpcServerCall call)
    {
        EchoMetadata(call);
        return new ValueTask<Empty>(request);
    }

    private static ValueTask<SimpleResponse> UnaryCallAsync(SimpleRequest request, RpcServerCall call)
    {
        EchoMetadata(call);
        RequireCompression(call, request.ExpectCompressed);
        RequireOk(request.ResponseStatus);
        call.ResponseCompression = RpcCompression.Gzip;
        call.CompressResponses = request.ResponseCompressed?.Value ?? false;
        return new ValueTask<SimpleResponse>(new SimpleResponse { Payload = Zeros(request.ResponseSize) });
    }

    private static async ValueTask StreamingOutputCallAsync(
        StreamingOutputCallRequest request, IRpcWriter<StreamingOutputCallResponse> writer, RpcServerCall call)
    {
        EchoMetadata(call);
        call.ResponseCompression = RpcCompression.Gzip;
        await AnswerAsync(request, writer, call);
    }

    private static async ValueTask<StreamingInputCallResponse> StreamingInputCallAsync(
        IAsyncEnumerable<StreamingInputCallRequest> requests, RpcServerCall call)
    {
        EchoMetadata(call);
        var response = new StreamingInputCallResponse();
        await foreach (var request in requests)
        {
            RequireCompression(call, request.ExpectCompressed);
            response.AggregatedPayloadSize += request.Payload?.Body.Length ?? 0;
        }

        return response;
    }

    private static async ValueTask FullDuplexCallAsync(
        IAsyncEnumerable<StreamingOutputCallRequest> requests,
        IRpcWriter<StreamingOutputCallResponse> writer,
        RpcServerCall call)
    {
        EchoMetadata(call);
        await foreach (var request in requests)
        {
            RequireOk(request.ResponseStatus);
            await AnswerAsync(request, writer, call);
        }
    }

    private static async ValueTask AnswerAsync(
        StreamingOutputCallRequest request, IRpcWriter<StreamingOutputCallResponse> writer, RpcServerCall call)
    {
        foreach (var parameters in request.ResponseParameters)
        {
            if (parameters.IntervalUs > 0)
            {
                await Task.Delay(TimeSpan.FromMicroseconds(parameters.IntervalUs), call.CancellationToken);
            }

            call.CompressResponses = parameters.Compressed?.Value ?? false;
            await writer.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(parameters.Size) });
        }
    }

    private static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };

    private static void EchoMetadata(RpcServerCall call)
    {
        if (call.RequestHeaders.GetText(InitialKey) is { } initial)
        {
            call.ResponseHeaders.Add(InitialKey, initial);
        }

        if (call.RequestHeaders.GetBytes(TrailingKey) is { } trailing)
        {
            call.ResponseTrailers.Add(TrailingKey, trailing);
        }
    }

    private static void RequireCompression(RpcServerCall call, BoolValue? expected)
    {
        if (expected is not null && expected.Value != call.RequestCompressed)
        {
            throw new RpcException(
                RpcStatusCode.InvalidArgument,
                $"Expected compressed={expected.Value}, received compressed={call.RequestCompressed}.");
        }
    }

    private static void RequireOk(EchoStatus? status)
    {
        if (status is { Code: not 0 })
        {
            throw new RpcException((RpcStatusCode)status.Code, status.Message);
        }
    }
}

using System.Runtime.CompilerServices;
using Google.Protobuf;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Server;

/// <summary>What the server knows of a method: how to take its requests and run its handler.</summary>
internal abstract class MethodHandler(RpcMethod method)
{
    public RpcMethod Method { get; } = method;

    /// <summary>Runs the call up to, but not including, its status.</summary>
    public abstract ValueTask InvokeAsync(RpcServerCall call);
}

/// <summary>The reading end shared by the four kinds.</summary>
internal abstract class MethodHandler<TRequest, TResponse>(RpcMethod<TRequest, TResponse> method)
    : MethodHandler(method)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    protected MessageReader<TRequest> Reader(RpcServerCall call)
    {
        var decoder = new MessageDecoder<TRequest>(
            method.RequestParser, call.Host.Limits.MaxReceiveMessageSize, call.RequestEncoding);
        return new MessageReader<TRequest>(call.Exchange.Input, decoder);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected async ValueTask<TRequest> ReadSingleAsync(RpcServerCall call)
    {
        var reader = Reader(call);
        try
        {
            var request = await reader.ReadSingleAsync(call.ReadToken);
            call.MessageReceived(reader.LastCompressed);
            return request;
        }
        catch (IOException error)
        {
            throw RequestStream<TRequest>.Lost(error);
        }
    }

    protected static void RespondWith(RpcServerCall call, TResponse? response)
    {
        if (response is null)
        {
            throw new RpcException(RpcStatusCode.Cancelled, "The service gave no answer.");
        }

        call.Exchange.WriteLast(call, response);
    }
}

internal sealed class UnaryHandler<TRequest, TResponse>(
    RpcMethod<TRequest, TResponse> method, Func<TRequest, RpcServerCall, ValueTask<TResponse>> handler)
    : MethodHandler<TRequest, TResponse>(method)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask InvokeAsync(RpcServerCall call)
    {
        var request = await ReadSingleAsync(call);
        RespondWith(call, await handler(request, call));
    }
}

internal sealed class ClientStreamingHandler<TRequest, TResponse>(
    RpcMethod<TRequest, TResponse> method,
    Func<IAsyncEnumerable<TRequest>, RpcServerCall, ValueTask<TResponse>> handler)
    : MethodHandler<TRequest, TResponse>(method)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override async ValueTask InvokeAsync(RpcServerCall call)
    {
        RespondWith(call, await handler(new RequestStream<TRequest>(call, Reader(call)), call));
    }
}

internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    RpcMethod<TRequest, TResponse> method,
    Func<TRequest, IRpcWriter<TResponse>, RpcServerCall, ValueTask> handler)
    : MethodHandler<TRequest, TResponse>(method)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override async ValueTask InvokeAsync(RpcServerCall call)
    {
        var request = await ReadSingleAsync(call);
        await handler(request, new ResponseWriter<TResponse>(call), call);
    }
}

internal sealed class DuplexHandler<TRequest, TResponse>(
    RpcMethod<TRequest, TResponse> method,
    Func<IAsyncEnumerable<TRequest>, IRpcWriter<TResponse>, RpcServerCall, ValueTask> handler)
    : MethodHandler<TRequest, TResponse>(method)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    public override ValueTask InvokeAsync(RpcServerCall call) =>
        handler(new RequestStream<TRequest>(call, Reader(call)), new ResponseWriter<TResponse>(call), call);
}

using Google.Protobuf;

namespace Vim.Rpc.Client;

/// <summary>A call with a stream of requests and one response.</summary>
public sealed class RpcClientStreamingCall<TRequest, TResponse> : RpcStreamingCall
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly ClientCall<TRequest, TResponse> _call;

    internal RpcClientStreamingCall(
        ClientCall<TRequest, TResponse> call, RequestWriter<TRequest, TResponse> requests)
    {
        _call = call;
        Requests = requests;
    }

    /// <summary>The requests; complete them to get the response.</summary>
    public IRpcRequestWriter<TRequest> Requests { get; }

    /// <inheritdoc/>
    public override RpcStatus? Status => _call.Status;

    /// <inheritdoc/>
    public override RpcMetadata Trailers => _call.Trailers;

    /// <summary>Waits for the response. Call it once.</summary>
    /// <exception cref="RpcException">Any status but OK.</exception>
    public async Task<TResponse> ResponseAsync() => await _call.ReadOnlyResponseAsync();

    /// <inheritdoc/>
    public override Task<RpcMetadata> ResponseHeadersAsync() => _call.HeadersAsync();

    private protected override void Release() => _call.Dispose();
}

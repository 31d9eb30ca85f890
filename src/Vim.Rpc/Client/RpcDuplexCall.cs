using Google.Protobuf;

namespace Vim.Rpc.Client;

/// <summary>A call with a stream each way. Enumerate the responses once.</summary>
public sealed class RpcDuplexCall<TRequest, TResponse> : RpcStreamingCall, IAsyncEnumerable<TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly ClientCall<TRequest, TResponse> _call;

    internal RpcDuplexCall(ClientCall<TRequest, TResponse> call, RequestWriter<TRequest, TResponse> requests)
    {
        _call = call;
        Requests = requests;
    }

    /// <summary>The requests.</summary>
    public IRpcRequestWriter<TRequest> Requests { get; }

    /// <inheritdoc/>
    public override RpcStatus? Status => _call.Status;

    /// <inheritdoc/>
    public override RpcMetadata Trailers => _call.Trailers;

    /// <inheritdoc/>
    public override Task<RpcMetadata> ResponseHeadersAsync() => _call.HeadersAsync();

    /// <inheritdoc/>
    public IAsyncEnumerator<TResponse> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new ResponseStream<TResponse>(_call, cancellationToken);

    private protected override void Release() => _call.Dispose();
}

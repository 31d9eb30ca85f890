namespace Vim.Rpc.Client;

/// <summary>
/// A call that answers with a stream. Enumerate it once; a failed call ends in <see cref="RpcException"/>.
/// </summary>
public sealed class RpcServerStreamingCall<TResponse> : RpcStreamingCall, IAsyncEnumerable<TResponse>
{
    private readonly IClientCall<TResponse> _call;

    internal RpcServerStreamingCall(IClientCall<TResponse> call) => _call = call;

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

namespace Vim.Rpc.Client;

/// <summary>What the streaming calls have in common. Disposing cancels a call that is not finished.</summary>
public abstract class RpcStreamingCall : IDisposable, IAsyncDisposable
{
    private protected RpcStreamingCall()
    {
    }

    /// <summary>How the call ended; null while it runs.</summary>
    public abstract RpcStatus? Status { get; }

    /// <summary>Metadata sent with the status; empty until then.</summary>
    public abstract RpcMetadata Trailers { get; }

    /// <summary>Metadata sent before the first response; waits for it.</summary>
    public abstract Task<RpcMetadata> ResponseHeadersAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Release();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected abstract void Release();
}

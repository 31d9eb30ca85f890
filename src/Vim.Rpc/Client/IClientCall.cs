namespace Vim.Rpc.Client;

/// <summary>What the public call types need of a call, whatever its requests are.</summary>
internal interface IClientCall<TResponse> : IDisposable
{
    RpcStatus? Status { get; }

    RpcMetadata Trailers { get; }

    Task<RpcMetadata> HeadersAsync();

    ValueTask<TResponse?> ReadAsync();

    void Cancel();
}

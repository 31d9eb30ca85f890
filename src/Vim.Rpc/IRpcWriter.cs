namespace Vim.Rpc;

/// <summary>The writing end of a message stream. One write at a time.</summary>
public interface IRpcWriter<in T>
{
    /// <summary>
    /// Sends one message; completes when the transport has room for the next, so a slow reader slows the writer down.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another write is under way, or the stream is complete.</exception>
    /// <exception cref="RpcException">The message exceeds the send limit, or the call has ended.</exception>
    ValueTask WriteAsync(T message);
}

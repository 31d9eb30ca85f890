namespace Vim.Rpc.Client;

/// <summary>The requests of a streaming call.</summary>
public interface IRpcRequestWriter<in T> : IRpcWriter<T>
{
    /// <summary>Whether the next messages are compressed, where the call has an encoding.</summary>
    bool Compress { get; set; }

    /// <summary>Tells the server that no more requests follow (half-close). May be called more than once.</summary>
    ValueTask CompleteAsync();
}

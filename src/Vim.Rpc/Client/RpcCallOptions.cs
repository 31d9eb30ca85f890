namespace Vim.Rpc.Client;

/// <summary>What one call asks for beyond its request.</summary>
public sealed record RpcCallOptions
{
    /// <summary>Nothing beyond the request.</summary>
    public static RpcCallOptions None { get; } = new();

    /// <summary>When the caller stops waiting. Null: never. With <see cref="Timeout"/>, the earlier counts.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>How long the caller waits from now.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Metadata for the server.</summary>
    public RpcMetadata? Headers { get; init; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>How requests are compressed. Null: as the channel says.</summary>
    public RpcCompression? Compression { get; init; }
}

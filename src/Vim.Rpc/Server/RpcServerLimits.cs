namespace Vim.Rpc.Server;

/// <summary>Bounds of a server. Every one has a default; none is unbounded.</summary>
public sealed class RpcServerLimits
{
    /// <summary>Largest request message, bytes, as declared and again once inflated.</summary>
    public int MaxReceiveMessageSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>Largest response message, bytes before compression.</summary>
    public int MaxSendMessageSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>Connections at a time.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Calls at a time on one connection.</summary>
    public int MaxStreamsPerConnection { get; init; } = 1_000;

    /// <summary>All request headers of a call, bytes.</summary>
    public int MaxRequestHeadersSize { get; init; } = 8 * 1024;

    /// <summary>How long a new connection may stay silent before it is closed; TLS has as long again.</summary>
    public TimeSpan OpeningTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Idle time after which the server pings a connection.</summary>
    public TimeSpan KeepAlivePingDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a ping may stay unanswered before the connection is closed.</summary>
    public TimeSpan KeepAlivePingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Request bytes in flight per call before the client must wait (HTTP/2 stream window).</summary>
    public int StreamWindowSize { get; init; } = 256 * 1024;

    /// <summary>Request bytes in flight per connection (HTTP/2 connection window).</summary>
    public int ConnectionWindowSize { get; init; } = 1024 * 1024;
}

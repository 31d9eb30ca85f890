using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Vim.Rpc.Server;

/// <summary>How a server listens and what it allows.</summary>
public sealed class RpcServerOptions
{
    /// <summary>Where to listen; at least one.</summary>
    public required IReadOnlyList<RpcEndpoint> Endpoints { get; init; }

    /// <summary>What a client may send and keep open.</summary>
    public RpcServerLimits Limits { get; init; } = new();

    /// <summary>
    /// Runs before every handler. Throws <see cref="RpcException"/> (UNAUTHENTICATED, PERMISSION_DENIED) to refuse;
    /// may set <see cref="RpcServerCall.Principal"/>.
    /// </summary>
    public Func<RpcServerCall, ValueTask>? Authorize { get; init; }

    /// <summary>How responses are compressed for clients that accept it; a call may choose otherwise.</summary>
    public RpcCompression ResponseCompression { get; init; } = RpcCompression.None;

    /// <summary>How long calls under way may take to finish once the server is told to stop.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where log records go.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

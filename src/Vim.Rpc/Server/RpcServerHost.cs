namespace Vim.Rpc.Server;

/// <summary>What every call of a server shares.</summary>
internal sealed record RpcServerHost(
    RpcServerLimits Limits,
    RpcCompression ResponseCompression,
    TimeProvider TimeProvider,
    Func<RpcServerCall, ValueTask>? Authorize,
    ServerLog Log,
    CancellationToken Stopping);

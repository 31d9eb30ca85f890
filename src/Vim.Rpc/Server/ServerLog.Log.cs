using Microsoft.Extensions.Logging;

namespace Vim.Rpc.Server;

internal sealed partial class ServerLog
{
    [LoggerMessage(1001, LogLevel.Debug, "{Method}: the timeout '{Value}' is not a gRPC timeout and is ignored.")]
    public partial void InvalidTimeout(string method, string value);

    [LoggerMessage(1002, LogLevel.Debug, "{Method}: the passed deadline could not be written; the stream is reset.")]
    public partial void DeadlineNotWritten(string method, Exception error);

    [LoggerMessage(1003, LogLevel.Error, "{Method}: the handler failed; the client is told UNKNOWN.")]
    public partial void HandlerFailed(string method, Exception error);

    [LoggerMessage(1004, LogLevel.Information, "{Method}: the client cancelled or left.")]
    public partial void ClientLeft(string method);

    [LoggerMessage(1005, LogLevel.Debug, "{Method}: ended with {Code}: {Message}")]
    public partial void CallRefused(string method, RpcStatusCode code, string message);

    [LoggerMessage(1006, LogLevel.Information, "Listening on {Address} ({Security}).")]
    public partial void Listening(string address, string security);

    [LoggerMessage(1007, LogLevel.Information, "Draining: calls under way have {DrainTime} to finish.")]
    public partial void Draining(TimeSpan drainTime);

    [LoggerMessage(1008, LogLevel.Warning, "Drain time is over: the connections that remain are closed.")]
    public partial void DrainTimeOver();
}

using Microsoft.Extensions.Logging;

namespace Vim.AgentProtocol.Agent;

/// <summary>What an agent writes to the log.</summary>
internal static partial class HostAgentLog
{
    [LoggerMessage(
        1,
        LogLevel.Information,
        "Registered host {Host} at {Vim}: session {Session}, epoch {Epoch}, lease {Lease}")]
    public static partial void Registered(
        this ILogger log, string host, Uri vim, string session, long epoch, TimeSpan lease);

    [LoggerMessage(2, LogLevel.Warning, "The stream to {Vim} ended ({Reason}); dialling again in {Wait}")]
    public static partial void Disconnected(this ILogger log, Uri vim, string reason, TimeSpan wait);

    [LoggerMessage(3, LogLevel.Information, "Order {CommandId} done: compute {Compute} is {State}")]
    public static partial void OrderDone(this ILogger log, string commandId, string compute, string state);

    [LoggerMessage(4, LogLevel.Warning, "Order {CommandId} failed: {Code}: {Reason}")]
    public static partial void OrderFailed(this ILogger log, string commandId, string code, string reason);

    [LoggerMessage(5, LogLevel.Error, "Order {CommandId} broke the driver")]
    public static partial void DriverBroke(this ILogger log, string commandId, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "The guests could not be looked at: {Reason}")]
    public static partial void ObservationFailed(this ILogger log, string reason);

    [LoggerMessage(7, LogLevel.Information, "Stopping: {Running} orders under way")]
    public static partial void Stopping(this ILogger log, int running);

    [LoggerMessage(8, LogLevel.Error, "The VIM sent what this agent cannot read: {Reason}")]
    public static partial void Unreadable(this ILogger log, string reason);
}

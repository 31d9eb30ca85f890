using Microsoft.Extensions.Logging;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>What the endpoint writes to the log.</summary>
internal static partial class AgentEndpointLog
{
    [LoggerMessage(
        1,
        LogLevel.Information,
        "Host {Host} registered: session {Session}, driver {Driver}, agent {Version}, boot {BootId}, {Guests} guests")]
    public static partial void Registered(
        this ILogger log, string host, string session, string driver, string version, string bootId, int guests);

    [LoggerMessage(2, LogLevel.Information, "Session {Session} of host {Host} ended: {Reason}")]
    public static partial void Closed(this ILogger log, string session, string host, string reason);

    [LoggerMessage(3, LogLevel.Warning, "An agent was refused: {Reason}")]
    public static partial void Refused(this ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Error, "A report of host {Host} could not be taken")]
    public static partial void ReportFailed(this ILogger log, string host, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "The lease of host {Host} lapsed after {Silence}")]
    public static partial void LeaseLapsed(this ILogger log, string host, TimeSpan silence);
}

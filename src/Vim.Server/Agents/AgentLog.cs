using Microsoft.Extensions.Logging;
using Vim.AgentProtocol.Endpoint;
using Vim.Domain.Identity;

namespace Vim.Server.Agents;

/// <summary>What is logged of agents beside what the endpoint logs of their streams.</summary>
internal static partial class AgentLog
{
    [LoggerMessage(1, LogLevel.Warning, "The engine refused host {Host}: {Reason}")]
    public static partial void RegistrationRefused(ILogger log, HostId host, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Lease of host {Host}: {Lease} after {Silence} of silence")]
    public static partial void Lease(ILogger log, HostId host, AgentLease lease, TimeSpan silence);
}

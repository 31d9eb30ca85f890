using Vim.AgentProtocol.Endpoint;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Engine.Ports;

namespace Vim.Server.Agents;

/// <summary>The engine's way to the agents: the endpoint that they dialled.</summary>
internal sealed class AgentGateway(AgentEndpoint endpoint) : IAgentGateway
{
    public bool TrySend(GuestOrder order) => endpoint.TrySend(order);

    public bool IsConnected(HostId host) => endpoint.IsConnected(host);
}

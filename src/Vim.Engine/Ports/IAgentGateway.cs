using Vim.Domain.Compute;
using Vim.Domain.Identity;

namespace Vim.Engine.Ports;

/// <summary>
/// Port: the way to the hosts' agents. Called from shards' turns, by several threads at once: hands over and returns,
/// never blocks or throws. From the moment an agent asks to register (before the engine is told with
/// <c>RegisterHost</c>), its orders are kept for it in a bounded queue and sent in the order in which they were given.
/// </summary>
public interface IAgentGateway
{
    /// <summary>Hands an order over. It is durable that it is owed.</summary>
    /// <returns>
    /// False where the agent is not connected or its queue is full: nothing was done, and the engine gives the order
    /// again when the agent registers, or after a while.
    /// </returns>
    bool TrySend(GuestOrder order);

    /// <summary>Whether the host's agent is connected now.</summary>
    bool IsConnected(HostId host);
}

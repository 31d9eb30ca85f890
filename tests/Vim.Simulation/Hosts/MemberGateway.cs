using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Engine.Ports;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Hosts;

/// <summary>The member's end of the connections to the agents, in one of its lives.</summary>
internal sealed class MemberGateway(SimulatedWorld world, int life) : IAgentGateway
{
    public bool TrySend(GuestOrder order)
    {
        if (life != world.Member.Life)
        {
            return false;
        }

        world.Checks.CheckOrder(order);
        return world.FindHost(order.Host) is { } host && host.Take(order);
    }

    public bool IsConnected(HostId host) => life == world.Member.Life && world.FindHost(host) is { IsConnected: true };
}

using Vim.Domain.Compute;
using Vim.Domain.Identity;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>One stream of one agent. Safe for several threads; nothing here blocks.</summary>
public interface IAgentSession
{
    /// <summary>The host it speaks for.</summary>
    HostId Host { get; }

    /// <summary>Names the session.</summary>
    string SessionId { get; }

    /// <summary>Behind the agent: <c>simulated</c>, <c>libvirt</c>.</summary>
    string Driver { get; }

    /// <summary>Version of the agent's program.</summary>
    string AgentVersion { get; }

    /// <summary>Sends an order, after those that were given before.</summary>
    /// <returns>False where the session has ended or its queue is full: nothing was done.</returns>
    bool TrySend(GuestOrder order);

    /// <summary>Asks the agent to look again: inventory and all guests come in.</summary>
    /// <returns>False where the session has ended or its queue is full.</returns>
    bool TryResync(string resyncId);

    /// <summary>From now on orders and lease renewals carry this epoch of the host's zone.</summary>
    void SetEpoch(long epoch);

    /// <summary>Ends the session; the agent will dial again.</summary>
    void Close(string reason);
}

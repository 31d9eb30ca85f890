using Vim.Domain.Southbound;

namespace Vim.AgentProtocol.Agent;

/// <summary>
/// The agents of a host that may go down: each lives as long as the host is up, renews no lease after that, and the
/// host that comes back has a new one.
/// </summary>
public static class MortalHostAgent
{
    /// <summary>Runs until it is told to stop. Never throws for what a VIM, a network or a driver does.</summary>
    /// <param name="host">The host.</param>
    /// <param name="newAgent">Makes an agent of the host; disposed when its life ends.</param>
    /// <param name="stopping">Stops it in good order.</param>
    public static async Task RunAsync(IMortalHost host, Func<HostAgent> newAgent, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await host.WhenUpAsync(stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            using var agent = newAgent();
            host.GuestsChanged += agent.LookNow;
            await agent.RunAsync(stopping, host.GoingDown);
            host.GuestsChanged -= agent.LookNow;
        }
    }
}

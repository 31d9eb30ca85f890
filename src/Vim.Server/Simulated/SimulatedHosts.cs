using System.Reflection;
using Microsoft.Extensions.Logging;
using Vim.AgentProtocol.Agent;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Rpc.Client;
using Vim.Server.Options;
using Vim.Southbound.Simulated;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;
using Vim.Southbound.Simulated.Guests;

namespace Vim.Server.Simulated;

/// <summary>
/// Simulated hosts inside <c>vimd</c>, each with an agent that dials the member's own address as any agent does. Their
/// guests are kept in a file, so that they outlive the process as guests of a hypervisor do.
/// </summary>
internal sealed class SimulatedHosts : IAsyncDisposable
{
    // Enough for the agents of a demo not to share one connection's stream limit.
    private const int AgentsPerChannel = 64;

    private readonly FileGuestStore _store;
    private readonly SimulatedHostFleet _fleet;
    private readonly List<RpcChannel> _channels = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];

    private SimulatedHosts(FileGuestStore store, SimulatedHostFleet fleet)
    {
        _store = store;
        _fleet = fleet;
    }

    /// <summary>Makes the hosts and starts their agents.</summary>
    /// <exception cref="OptionException">The fleet file, a description or the guests' file cannot be used.</exception>
    public static SimulatedHosts Start(ServerOptions options, Uri member, TimeProvider time, ILoggerFactory loggers)
    {
        var hosts = FleetFile.Read(options.SimulatedHosts!);
        var simulated = Open(options, time);
        try
        {
            var descriptions = new Dictionary<string, HostDescription>(StringComparer.Ordinal);
            foreach (var host in hosts)
            {
                if (!descriptions.TryGetValue(host.Description.FullName, out var description))
                {
                    description = HostDescriptionParser.Load(host.Description.FullName);
                    descriptions.Add(host.Description.FullName, description);
                }

                var identity =
                    new HostIdentity(new HostId(host.Id), new ZoneId(host.Zone), host.Rack, $"boot-of-{host.Id}")
                    {
                        FaultDomain = host.FaultDomain,
                    };
                simulated.Add(simulated._fleet.Add(description, identity), member, time, loggers);
            }

            return simulated;
        }
        catch (Exception problem) when (problem is HostDescriptionException or HostDriverException)
        {
            throw new OptionException($"the simulated hosts cannot start: {problem.Message}");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        _channels.ForEach(channel => channel.Dispose());
        _fleet.Dispose();
        _store.Dispose();
        _stopping.Dispose();
    }

    private static SimulatedHosts Open(ServerOptions options, TimeProvider time)
    {
        try
        {
            var store = new FileGuestStore(Path.Combine(options.Data.FullName, "simulated-guests"));
            return new(store, new SimulatedHostFleet(time, store, new NoFaults()));
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            throw new OptionException($"the guests of the simulated hosts cannot be read: {problem.Message}");
        }
    }

    private void Add(SimulatedHost host, Uri member, TimeProvider time, ILoggerFactory loggers)
    {
        var number = _running.Count;
        if (number % AgentsPerChannel == 0)
        {
            _channels.Add(new RpcChannel(member));
        }

        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0";
        var channel = _channels[^1];
        _running.Add(MortalHostAgent.RunAsync(
            host,
            () => new HostAgent(
                host,
                new HostAgentOptions { AgentVersion = version },
                [channel],
                time,
                new Random(number),
                Guid.NewGuid().ToString("N"),
                loggers),
            _stopping.Token));
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Vim.AgentProtocol.Agent;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Rpc.Client;
using Vim.Southbound.Simulated;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;
using Vim.Southbound.Simulated.Guests;

namespace Vim.Agent;

/// <summary>
/// Runs an agent until it is told to stop (SIGTERM, SIGINT). Exit codes: 0 stopped, 64 options, 70 failed.
/// </summary>
internal static class AgentProcess
{
    private const int Usage = 64;
    private const int Failed = 70;

    public static async Task<int> RunAsync(Func<AgentOptions> read, CancellationToken cancellationToken)
    {
        try
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var term = Stop(PosixSignal.SIGTERM, stopping);
            using var interrupt = Stop(PosixSignal.SIGINT, stopping);
            var options = read();
            using var loggers = AgentLogging.Create(options);
            await RunAsync(options, loggers, stopping.Token);
            return 0;
        }
        catch (Exception problem) when (problem is OptionException or HostDescriptionException)
        {
            await Console.Error.WriteLineAsync($"vim-agent: {problem.Message}");
            return Usage;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or HostDriverException)
        {
            await Console.Error.WriteLineAsync($"vim-agent: {problem.Message}");
            return Failed;
        }
    }

    private static PosixSignalRegistration Stop(PosixSignal signal, CancellationTokenSource stopping) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            // The second signal is not held back: it ends the process at once.
            context.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        });

    private static async Task RunAsync(AgentOptions options, ILoggerFactory loggers, CancellationToken stopping)
    {
        var description = HostDescriptionParser.Load(options.HostDescription.FullName);
        var channels = VimChannels.Open(options);
        try
        {
            using var file = options.State is { } state ? new FileGuestStore(state.FullName) : null;
            using var fleet = new SimulatedHostFleet(
                TimeProvider.System,
                file ?? (IGuestStore)NoGuestStore.Instance,
                options.FaultSeed is { } seed ? new SeededFaultPlan(seed, description.Faults) : NoFaults.Plan);
            var host = fleet.Add(description, Identity(options));
            await RunAsync(host, channels, loggers, stopping);
        }
        finally
        {
            foreach (var channel in channels)
            {
                channel.Dispose();
            }
        }
    }

    private static Task RunAsync(
        SimulatedHost host,
        IReadOnlyList<RpcChannel> channels,
        ILoggerFactory loggers,
        CancellationToken stopping) => MortalHostAgent.RunAsync(
            host,
            () => new HostAgent(
                host,
                new() { AgentVersion = AgentCommand.Version },
                channels,
                TimeProvider.System,
                new Random(),
                Guid.NewGuid().ToString(),
                loggers),
            stopping);

    /// <summary>
    /// The boot id follows from the host's id: a new process is not a new boot of the simulated host.
    /// </summary>
    private static HostIdentity Identity(AgentOptions options)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("boot of " + options.HostId));
        return new(
            new HostId(options.HostId),
            new ZoneId(options.Zone),
            options.Rack,
            new Guid(hash.AsSpan(0, 16)).ToString())
        {
            FaultDomain = options.FaultDomain,
        };
    }
}

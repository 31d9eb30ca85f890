using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Testing;
using Vim.Testing.Processes;

namespace Vim.Benchmarks.Agents;

/// <summary>
/// What a <c>vim-agent</c> costs its host while nothing happens but the renewal of its lease: three of them, processes
/// of their own, connected to a real <c>vimd</c>.
/// </summary>
internal sealed class AgentIdleBenchmark : IBenchmark
{
    private const int Agents = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var data = Directory.CreateTempSubdirectory("agent-idle-");
        await using var member = await VimdMember.StartAsync(data, "--plaintext");
        var agents = Enumerable.Range(0, Agents).Select(index => Start(member.Grpc, $"host-{index}")).ToList();
        try
        {
            await Task.Delay(WarmUp);
            var before = agents.ConvertAll(ProcessorTime);
            await Task.Delay(duration);
            var shares = agents.Select((agent, index) => (ProcessorTime(agent) - before[index]) / duration * 100);
            return
            [
                new("processor of an idle agent", "% of a core", [.. shares]),
                new("resident memory of an idle agent", "MiB", [.. agents.Select(Resident)]),
            ];
        }
        finally
        {
            foreach (var agent in agents)
            {
                agent.Kill();
                await agent.WaitForExitAsync();
                agent.Dispose();
            }
        }
    }

    private static Process Start(Uri vim, string host) => Process.Start(
        new ProcessStartInfo(
            "dotnet",
            [
                Checkout.Binary("Vim.Agent", "vim-agent"), "--driver", "simulated", "--plaintext",
                "--vim", vim.GetLeftPart(UriPartial.Authority), "--host-id", host, "--zone", "zone-1",
                "--host-description", Checkout.At("etsi-models", "hosts", "dell-r740xd-2x-gold-6230.yaml"),
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;

    private static TimeSpan ProcessorTime(Process agent)
    {
        agent.Refresh();
        return agent.TotalProcessorTime;
    }

    private static double Resident(Process agent)
    {
        agent.Refresh();
        return agent.HasExited
            ? throw new InvalidOperationException($"an agent ended: {agent.StandardError.ReadToEnd()}")
            : agent.WorkingSet64 / (double)(1 << 20);
    }
}

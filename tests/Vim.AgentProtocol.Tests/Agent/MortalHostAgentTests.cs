using Microsoft.Extensions.Logging.Abstractions;
using Vim.AgentProtocol.Agent;
using Vim.AgentProtocol.Endpoint;
using Vim.AgentProtocol.Tests.Support;
using Vim.Domain.Hosts;
using Vim.Testing.Time;

namespace Vim.AgentProtocol.Tests.Agent;

/// <summary>The agents of a host that goes down and comes up, over a real stream.</summary>
public sealed class MortalHostAgentTests
{
    [Fact]
    public async Task A_host_that_goes_down_loses_its_lease_and_registers_anew_when_it_is_up()
    {
        await using var vim =
            await TestVim.StartAsync(TestVim.Patient with { LeaseDuration = TimeSpan.FromSeconds(1) });
        using var host = Samples.NewHost();
        using var stop = new CancellationTokenSource();
        using var channel = vim.Dial();
        var running = MortalHostAgent.RunAsync(host, () => NewAgent(host, channel, TestAgent.Quick), stop.Token);
        var (_, first) = await vim.Sessions.Registered.Reader.ReadAsync().InTime();

        host.PowerOff();
        AgentLease lease;
        do
        {
            lease = (await vim.Sessions.Leases.Reader.ReadAsync().InTime()).Lease;
        }
        while (lease == AgentLease.Renewed);
        Assert.False(vim.Endpoint.IsConnected(Samples.Host));

        host.PowerOn();
        var (_, second) = await vim.Sessions.Registered.Reader.ReadAsync().InTime();
        Assert.NotEqual(first.Inventory.BootId, second.Inventory.BootId);
        await stop.CancelAsync();
        await running.InTime();
    }

    [Fact]
    public async Task What_the_host_notices_is_looked_at_without_waiting()
    {
        await using var vim = await TestVim.StartAsync();
        using var host = Samples.NewHost();
        await host.CreateAsync(Samples.Guest("c1", 1), default);
        using var stop = new CancellationTokenSource();
        using var channel = vim.Dial();
        var patient = TestAgent.Quick with { ObservationInterval = TimeSpan.FromHours(1) };
        var running = MortalHostAgent.RunAsync(host, () => NewAgent(host, channel, patient), stop.Token);
        await vim.Sessions.Registered.Reader.ReadAsync().InTime();
        vim.Endpoint.TrySend(Samples.Create("c2", 2));
        Assert.Null((await vim.Sessions.Outcomes.Reader.ReadAsync().InTime()).Failure);

        host.LoseGuest(new("c1"));

        ReportGuests told;
        do
        {
            told = await vim.Sessions.Observed.Reader.ReadAsync().InTime();
        }
        while (!told.IsComplete);
        Assert.Equal("c2", Assert.Single(told.Guests).Compute.Value);

        await stop.CancelAsync();
        await running.InTime();
    }

    private static HostAgent NewAgent(
        Domain.Southbound.IHostDriver host, Rpc.Client.RpcChannel channel, HostAgentOptions options) => new(
        host,
        options,
        [channel],
        TimeProvider.System,
        new Random(1),
        Guid.NewGuid().ToString(),
        NullLoggerFactory.Instance);
}

using Vim.AgentProtocol.Endpoint;
using Vim.AgentProtocol.Tests.Support;
using Vim.Domain.Errors;
using Vim.Domain.Southbound;
using Vim.Southbound.Simulated.Faults;
using Vim.Testing.Time;

namespace Vim.AgentProtocol.Tests.Agent;

/// <summary>Both halves over a real stream, the agent's driver being a simulated host.</summary>
public sealed class AgentAndVimTests
{
    [Fact]
    public async Task An_agent_registers_with_inventory_and_guests()
    {
        await using var vim = await TestVim.StartAsync();
        using var host = Samples.NewHost();
        await host.CreateAsync(Samples.Guest("before", 1), default);
        await using var agent = new TestAgent(host, [vim.Dial()]);
        var (session, registration) = await vim.Sessions.Registered.Reader.ReadAsync().InTime();
        Assert.Equal(("h1", "simulated", "test"), (session.Host.Value, session.Driver, session.AgentVersion));
        Assert.Equal("boot-1", registration.Inventory.BootId);
        Assert.Equal(Samples.Inventory().Cpus, registration.Inventory.Cpus);
        Assert.Equal("before", Assert.Single(registration.Guests).Compute.Value);
        Assert.True(vim.Endpoint.IsConnected(Samples.Host));
    }

    [Fact]
    public async Task Orders_are_done_in_order_and_their_outcomes_told()
    {
        await using var vim = await TestVim.StartAsync();
        using var host = Samples.NewHost();
        await using var agent = new TestAgent(host, [vim.Dial()]);
        await RegisteredAsync(vim);
        Assert.True(vim.Endpoint.TrySend(Samples.Create("c1", 1)));
        Assert.True(vim.Endpoint.TrySend(Samples.Operate("c1", GuestOperation.Pause)));
        Assert.True(vim.Endpoint.TrySend(Samples.Destroy("c1")));
        var states = new List<GuestPowerState?>();
        for (var count = 0; count < 3; count++)
        {
            var outcome = await vim.Sessions.Outcomes.Reader.ReadAsync().InTime();
            Assert.Null(outcome.Failure);
            states.Add(outcome.Done?.PowerState);
        }

        Assert.Equal([GuestPowerState.Running, GuestPowerState.Paused, GuestPowerState.Stopped], states);
        Assert.Empty(host.Guests);
    }

    [Fact]
    public async Task An_order_that_comes_again_is_done_once()
    {
        await using var vim = await TestVim.StartAsync();
        var gate = new TaskCompletionSource();
        vim.Sessions.Keep = _ => gate.Task;
        using var host = Samples.NewHost();
        await using var agent = new TestAgent(host, [vim.Dial()]);
        await RegisteredAsync(vim);
        vim.Endpoint.TrySend(Samples.Create("c1", 1));
        Assert.Null((await vim.Sessions.Outcomes.Reader.ReadAsync().InTime()).Failure);
        host.LoseGuest(new("c1"));
        vim.Endpoint.TrySend(Samples.Create("c1", 1));
        Assert.Null((await vim.Sessions.Outcomes.Reader.ReadAsync().InTime()).Failure);
        Assert.Empty(host.Guests);
        gate.SetResult();
    }

    [Fact]
    public async Task What_the_host_refuses_comes_back_with_its_code_and_reason()
    {
        await using var vim = await TestVim.StartAsync();
        using var host = Samples.NewHost();
        await using var agent = new TestAgent(host, [vim.Dial()]);
        await RegisteredAsync(vim);
        vim.Endpoint.TrySend(Samples.Create("c1", 1));
        vim.Endpoint.TrySend(Samples.Operate("nobody", GuestOperation.Stop));
        var byCompute = new Dictionary<string, Failure?>();
        for (var count = 0; count < 2; count++)
        {
            var outcome = await vim.Sessions.Outcomes.Reader.ReadAsync().InTime();
            byCompute[outcome.Compute.Value] = outcome.Failure;
        }

        Assert.Null(byCompute["c1"]);
        Assert.Equal(ErrorCodes.NotFound, byCompute["nobody"]?.Code);
        vim.Endpoint.TrySend(Samples.Create("c2", 1));
        var refused = await vim.Sessions.Outcomes.Reader.ReadAsync().InTime();
        Assert.Equal(ErrorCodes.HostRefused, refused.Failure?.Code);
        Assert.Contains("CPU 1 is held by compute c1", refused.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_that_was_not_acknowledged_is_told_again_after_a_reconnect()
    {
        await using var vim = await TestVim.StartAsync();
        var never = new TaskCompletionSource();
        vim.Sessions.Keep = _ => never.Task;
        using var host = Samples.NewHost();
        await using var agent = new TestAgent(host, [vim.Dial()]);
        await RegisteredAsync(vim);
        vim.Endpoint.TrySend(Samples.Create("c1", 1));
        var first = await vim.Sessions.Outcomes.Reader.ReadAsync().InTime();
        vim.Sessions.Keep = _ => Task.CompletedTask;
        vim.Endpoint.Find(Samples.Host)!.Close("the test cuts it");
        await RegisteredAsync(vim);
        var again = await vim.Sessions.Outcomes.Reader.ReadAsync().InTime();
        Assert.Equal(first.CommandId, again.CommandId);

        // Acknowledged now: the third stream has nothing more to tell but the outcome of a new order.
        vim.Endpoint.TrySend(Samples.Create("c2", 2));
        Assert.Equal("c2", (await vim.Sessions.Outcomes.Reader.ReadAsync().InTime()).Compute.Value);
        vim.Endpoint.Find(Samples.Host)!.Close("the test cuts it");
        await RegisteredAsync(vim);
        vim.Endpoint.TrySend(Samples.Create("c3", 3));
        Assert.Equal("c3", (await vim.Sessions.Outcomes.Reader.ReadAsync().InTime()).Compute.Value);
    }

    [Fact]
    public async Task A_VIM_that_starts_late_or_again_is_found()
    {
        int port;
        await using (var first = await TestVim.StartAsync())
        {
            port = first.Address.Port;
        }

        using var host = Samples.NewHost();
        await using var agent = new TestAgent(host, [new(new Uri($"http://127.0.0.1:{port}"))]);
        for (var start = 0; start < 2; start++)
        {
            await using var vim = await TestVim.StartAsync(port: port);
            await RegisteredAsync(vim);
        }
    }

    [Fact]
    public async Task A_second_VIM_is_tried_when_the_first_is_away()
    {
        await using var vim = await TestVim.StartAsync();
        using var host = Samples.NewHost();
        await using var agent = new TestAgent(host, [new(new Uri("http://127.0.0.1:1")), vim.Dial()]);
        await RegisteredAsync(vim);
    }

    [Fact]
    public async Task Guests_that_change_by_themselves_are_told_and_one_that_is_gone_by_a_complete_list()
    {
        await using var vim = await TestVim.StartAsync();
        using var host = Samples.NewHost();
        await host.CreateAsync(Samples.Guest("c1", 1), default);
        await host.CreateAsync(Samples.Guest("c2", 2), default);
        await using var agent = new TestAgent(host, [vim.Dial()]);
        await RegisteredAsync(vim);
        host.CrashGuest(new("c1"));
        agent.LookNow();
        var changed = await vim.Sessions.Observed.Reader.ReadAsync().InTime();
        Assert.False(changed.IsComplete);
        var crashed = Assert.Single(changed.Guests);
        Assert.Equal(("c1", GuestPowerState.Crashed), (crashed.Compute.Value, crashed.PowerState));
        host.LoseGuest(new("c1"));
        var gone = await vim.Sessions.Observed.Reader.ReadAsync().InTime();
        Assert.True(gone.IsComplete);
        Assert.Equal("c2", Assert.Single(gone.Guests).Compute.Value);
    }

    [Fact]
    public async Task A_resync_brings_inventory_and_all_guests()
    {
        await using var vim = await TestVim.StartAsync();
        using var host = Samples.NewHost();
        await host.CreateAsync(Samples.Guest("c1", 1), default);
        await using var agent = new TestAgent(host, [vim.Dial()]);
        await RegisteredAsync(vim);
        Assert.True(vim.Endpoint.Find(Samples.Host)!.TryResync("r1"));
        Assert.Equal("h1", (await vim.Sessions.Inventories.Reader.ReadAsync().InTime()).Id.Value);
        var all = await vim.Sessions.Observed.Reader.ReadAsync().InTime();
        Assert.True(all.IsComplete);
        Assert.Single(all.Guests);
    }

    [Fact]
    public async Task An_order_of_an_epoch_that_is_over_is_refused()
    {
        await using var vim = await TestVim.StartAsync();
        vim.Sessions.Admit = (_, _) => AgentAdmission.Accept(7);
        using var host = Samples.NewHost();
        await using var agent = new TestAgent(host, [vim.Dial()]);
        var session = await RegisteredAsync(vim);
        session.SetEpoch(6);
        vim.Endpoint.TrySend(Samples.Create("c1", 1));
        var outcome = await vim.Sessions.Outcomes.Reader.ReadAsync().InTime();
        Assert.Equal(ErrorCodes.Fenced, outcome.Failure?.Code);
        Assert.Empty(host.Guests);
    }

    [Fact]
    public async Task An_order_that_hangs_is_given_up_and_reported()
    {
        await using var vim = await TestVim.StartAsync();
        var faults = new ScriptedFaultPlan().Add(Samples.Host, HostOperation.Create, new(OperationFaultKind.Hangs));
        using var host = Samples.NewHost(faults);
        await using var agent = new TestAgent(
            host, [vim.Dial()], TestAgent.Quick with { OrderTimeout = TimeSpan.FromMilliseconds(100) });
        await RegisteredAsync(vim);
        vim.Endpoint.TrySend(Samples.Create("c1", 1));
        var outcome = await vim.Sessions.Outcomes.Reader.ReadAsync().InTime();
        Assert.Contains("did not finish within", outcome.Failure?.Message, StringComparison.Ordinal);
        Assert.True(outcome.IsTransient);
        Assert.Empty(host.Guests);
    }

    [Fact]
    public async Task An_agent_that_stops_ends_what_is_under_way_and_tells_it()
    {
        await using var vim = await TestVim.StartAsync();
        var faults = new ScriptedFaultPlan().Add(
            Samples.Host, HostOperation.Create, new(OperationFaultKind.Slow, TimeSpan.FromMilliseconds(300)));
        using var host = Samples.NewHost(faults);
        await using var agent = new TestAgent(host, [vim.Dial()]);
        await RegisteredAsync(vim);
        vim.Endpoint.TrySend(Samples.Create("c1", 1));
        vim.Endpoint.TrySend(Samples.Create("c2", 2));

        // Both run at once: whichever the host takes first is the slow one.
        var quick = (await vim.Sessions.Outcomes.Reader.ReadAsync().InTime()).Compute.Value;
        await agent.StopAsync();
        var slow = (await vim.Sessions.Outcomes.Reader.ReadAsync().InTime()).Compute.Value;
        Assert.Equal(["c1", "c2"], new[] { quick, slow }.Order(StringComparer.Ordinal));
        Assert.Equal("the agent ended the stream", (await vim.Sessions.Closed.Reader.ReadAsync().InTime()).Reason);
        Assert.Equal(2, host.Guests.Count);
    }

    [Fact]
    public async Task An_agent_whose_host_dies_says_nothing_more_and_its_lease_lapses()
    {
        await using var vim =
            await TestVim.StartAsync(TestVim.Patient with { LeaseDuration = TimeSpan.FromSeconds(1) });
        var faults = new ScriptedFaultPlan().Add(Samples.Host, HostOperation.Create, new(OperationFaultKind.Hangs));
        using var host = Samples.NewHost(faults);
        await using var agent = new TestAgent(host, [vim.Dial()]);
        await RegisteredAsync(vim);
        vim.Endpoint.TrySend(Samples.Create("c1", 1));
        host.PowerOff();
        await agent.DieAsync();
        await vim.Sessions.Closed.Reader.ReadAsync().InTime();
        (Domain.Identity.HostId Host, AgentLease Lease, TimeSpan Silence) change;
        do
        {
            change = await vim.Sessions.Leases.Reader.ReadAsync().InTime();
        }
        while (change.Lease == AgentLease.Renewed);
        Assert.Equal(Samples.Host, change.Host);
        Assert.False(vim.Endpoint.IsConnected(Samples.Host));
    }

    [Fact]
    public async Task A_thousand_orders_are_all_done_with_a_bound_on_how_many_at_a_time()
    {
        await using var vim = await TestVim.StartAsync();
        using var host = Samples.NewHost();
        await using var agent = new TestAgent(host, [vim.Dial()], TestAgent.Quick with { MaxRunningOrders = 4 });
        await RegisteredAsync(vim);
        for (var round = 1; round <= 50; round++)
        {
            for (var cpu = 1; cpu <= 10; cpu++)
            {
                Assert.True(vim.Endpoint.TrySend(Samples.Create($"c{cpu}", cpu, round)));
                Assert.True(vim.Endpoint.TrySend(Samples.Destroy($"c{cpu}", round)));
            }
        }

        for (var count = 0; count < 1000; count++)
        {
            Assert.Null((await vim.Sessions.Outcomes.Reader.ReadAsync().InTime()).Failure);
        }

        Assert.Empty(host.Guests);
    }

    [Fact]
    public async Task More_orders_than_the_agent_takes_are_refused_as_overload()
    {
        await using var vim = await TestVim.StartAsync();
        var faults = new ScriptedFaultPlan().Add(Samples.Host, HostOperation.Create, new(OperationFaultKind.Hangs));
        using var host = Samples.NewHost(faults);
        await using var agent = new TestAgent(
            host,
            [vim.Dial()],
            TestAgent.Quick with { MaxOrders = 1, ShutdownTime = TimeSpan.FromMilliseconds(50) });
        await RegisteredAsync(vim);
        vim.Endpoint.TrySend(Samples.Create("c1", 1));
        vim.Endpoint.TrySend(Samples.Create("c2", 2));
        var outcome = await vim.Sessions.Outcomes.Reader.ReadAsync().InTime();
        Assert.Equal(
            ("c2", ErrorCodes.Overloaded, true), (outcome.Compute.Value, outcome.Failure?.Code, outcome.IsTransient));
    }

    private static async Task<IAgentSession> RegisteredAsync(TestVim vim) =>
        (await vim.Sessions.Registered.Reader.ReadAsync().InTime()).Session;
}

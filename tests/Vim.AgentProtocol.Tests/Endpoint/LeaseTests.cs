using Vim.AgentProtocol.Endpoint;
using Vim.AgentProtocol.Tests.Support;
using Vim.Testing.Time;

namespace Vim.AgentProtocol.Tests.Endpoint;

/// <summary>The VIM's half against a bare client: what it makes of leases.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task A_registration_is_answered_with_the_terms_of_the_lease()
    {
        await using var vim = await TestVim.StartAsync();
        vim.Sessions.Admit = (_, _) => AgentAdmission.Accept(42);
        await using var client = new AgentClient(vim);
        var registered = (await client.RegisterAsync()).Registered;
        Assert.Equal((1, "session-1", 42L), (registered.ProtocolVersion, registered.SessionId, registered.Epoch));
        Assert.Equal(TimeSpan.FromMilliseconds(100), registered.LeaseRenewalInterval.ToTimeSpan());
        Assert.Equal(TimeSpan.FromSeconds(60), registered.LeaseDuration.ToTimeSpan());
        await client.SendAsync(new() { RenewLease = new() { SessionId = "session-1", Sequence = 9 } });
        var renewed = (await client.ReadAsync()).LeaseRenewed;
        Assert.Equal(("session-1", 9L, 42L), (renewed.SessionId, renewed.Sequence, renewed.Epoch));
    }

    [Fact]
    public async Task A_lease_that_is_not_renewed_lapses_once_and_comes_back_once()
    {
        var time = new ManualTimeProvider();
        var options = TestVim.Patient with { LeaseDuration = TimeSpan.FromMilliseconds(500) };
        await using var vim = await TestVim.StartAsync(options, time);
        await using var client = new AgentClient(vim);
        await client.RegisterAsync();
        for (var renewal = 1; renewal <= 20; renewal++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await client.SendAsync(new() { RenewLease = new() { SessionId = "session-1", Sequence = renewal } });
            Assert.Equal(renewal, (await client.ReadAsync()).LeaseRenewed.Sequence);
        }

        Assert.False(vim.Sessions.Leases.Reader.TryRead(out _));
        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(vim.Sessions.Leases.Reader.TryRead(out _));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(vim.Sessions.Leases.Reader.TryRead(out var lapsed));
        Assert.Equal((Samples.Host, AgentLease.Lapsed, TimeSpan.FromMilliseconds(500)), lapsed);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(vim.Sessions.Leases.Reader.TryRead(out _));
        await client.SendAsync(new() { RenewLease = new() { SessionId = "session-1", Sequence = 21 } });
        Assert.Equal(AgentLease.Renewed, (await vim.Sessions.Leases.Reader.ReadAsync().InTime()).Lease);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.True(vim.Sessions.Leases.Reader.TryRead(out lapsed));
        Assert.Equal(AgentLease.Lapsed, lapsed.Lease);
    }

    [Fact]
    public async Task A_renewal_of_another_session_counts_for_nothing()
    {
        await using var vim = await TestVim.StartAsync();
        await using var client = new AgentClient(vim);
        await client.RegisterAsync();
        await client.SendAsync(new() { RenewLease = new() { SessionId = "session-0", Sequence = 1 } });
        await client.SendAsync(new() { RenewLease = new() { SessionId = "session-1", Sequence = 2 } });
        Assert.Equal(2, (await client.ReadAsync()).LeaseRenewed.Sequence);
    }

    [Fact]
    public async Task A_lease_outlives_its_stream_and_lapses_unless_the_agent_is_back_in_time()
    {
        var time = new ManualTimeProvider();
        var options = TestVim.Patient with { LeaseDuration = TimeSpan.FromMilliseconds(500) };
        await using var vim = await TestVim.StartAsync(options, time);
        await using (var first = new AgentClient(vim))
        {
            await first.RegisterAsync(stream: 1);
        }

        await vim.Sessions.Closed.Reader.ReadAsync().InTime();
        time.Advance(TimeSpan.FromMilliseconds(400));
        await using (var second = new AgentClient(vim))
        {
            await second.RegisterAsync(stream: 2);
        }

        await vim.Sessions.Closed.Reader.ReadAsync().InTime();
        time.Advance(TimeSpan.FromMilliseconds(400));
        Assert.False(vim.Sessions.Leases.Reader.TryRead(out _));
        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(vim.Sessions.Leases.Reader.TryRead(out var lapsed));
        Assert.Equal(AgentLease.Lapsed, lapsed.Lease);
    }

    [Fact]
    public async Task A_host_that_is_known_and_never_connects_lapses()
    {
        var time = new ManualTimeProvider();
        await using var vim = await TestVim.StartAsync(time: time);
        vim.Endpoint.Watch(new("h7"));
        vim.Endpoint.Watch(new("h8"));
        vim.Endpoint.Forget(new("h8"));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.True(vim.Sessions.Leases.Reader.TryRead(out var lapsed));
        Assert.Equal("h7", lapsed.Host.Value);
        Assert.False(vim.Sessions.Leases.Reader.TryRead(out _));
    }
}

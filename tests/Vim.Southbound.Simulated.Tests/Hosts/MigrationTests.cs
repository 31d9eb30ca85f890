using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Domain.Units;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;
using Vim.Southbound.Simulated.Guests;
using Vim.Southbound.Simulated.Tests.Support;
using Vim.Testing.Time;

namespace Vim.Southbound.Simulated.Tests.Hosts;

/// <summary>Guests of 8 GiB that go from host h1 to host h2 at 8 Gbit/s: in eight times 1.073741824 s.</summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly TimeSpan Copying = TimeSpan.FromSeconds(8.589934592);

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedFaultPlan _faults = new();
    private readonly SimulatedHost _source;
    private readonly SimulatedHost _target;

    public MigrationTests()
    {
        _source = Host("h1");
        _target = Host("h2");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static GuestSpec There { get; } =
        Samples.Guest("c1", incarnation: 2).With(placement => placement with { Host = new("h2") });

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task A_guest_is_copied_at_the_rate_of_its_host_and_runs_on_one_of_them_at_a_time()
    {
        var prepared = await PrepareAsync();
        Assert.Equal(GuestPowerState.Paused, prepared.PowerState);
        Assert.Equal(There.Placement.Pins, prepared.Pins);
        var told = 0;
        _target.GuestsChanged += () => told++;
        var sending = _source.SendAsync(new("c1"), 1, prepared.MigrationEndpoint, Cancel);
        await _time.WhenTimersAsync(1);
        _time.Advance(Copying - TimeSpan.FromMilliseconds(1));
        Assert.False(sending.IsCompleted);
        Assert.Equal(GuestPowerState.Running, Assert.Single(_source.Guests).PowerState);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(GuestPowerState.Stopped, (await sending).PowerState);
        Assert.Equal(1, told);
        var arrived = await _target.SettleAsync(new("c1"), 2, Cancel);
        Assert.Equal((GuestPowerState.Running, ""), (arrived.PowerState, arrived.MigrationEndpoint));
        Assert.Equal(
            GuestPowerState.Stopped,
            (await _source.SendAsync(new("c1"), 1, prepared.MigrationEndpoint, Cancel)).PowerState);
    }

    [Fact]
    public async Task What_the_target_does_not_have_free_is_refused_and_nothing_is_left_of_it()
    {
        await _target.CreateAsync(There with { Compute = new("other") }, Cancel);
        var refusal = await Assert.ThrowsAsync<HostDriverException>(() => PrepareAsync());
        Assert.Equal(ErrorCodes.HostRefused, refusal.Code);
        Assert.Equal("other", Assert.Single(_target.Guests).Compute.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_that_goes_down_in_the_middle_leaves_no_guest_on_the_other_half_way(bool isTarget)
    {
        var prepared = await PrepareAsync();
        var sending = _source.SendAsync(new("c1"), 1, prepared.MigrationEndpoint, Cancel);
        await _time.WhenTimersAsync(1);
        (isTarget ? _target : _source).PowerOff();
        var failure = await Assert.ThrowsAsync<HostDriverException>(() => sending);
        Assert.Equal(isTarget ? ErrorCodes.HostRefused : ErrorCodes.HostUnreachable, failure.Code);
        (isTarget ? _target : _source).PowerOn();
        Assert.Equal(
            isTarget ? GuestPowerState.Running : GuestPowerState.Stopped, Assert.Single(_source.Guests).PowerState);
        var gone = await Assert.ThrowsAsync<HostDriverException>(() => _target.SettleAsync(new("c1"), 2, Cancel));
        Assert.Equal(ErrorCodes.NotFound, gone.Code);
        Assert.Empty(_target.Guests);
    }

    [Fact]
    public async Task A_guest_that_was_given_up_goes_on_at_its_source_and_is_never_prepared_again()
    {
        var prepared = await PrepareAsync();
        var sending = _source.SendAsync(new("c1"), 1, prepared.MigrationEndpoint, Cancel);
        await _time.WhenTimersAsync(1);
        await Assert.ThrowsAsync<HostDriverException>(() => _target.SettleAsync(new("c1"), 2, Cancel));
        _time.Advance(Copying);
        await Assert.ThrowsAsync<HostDriverException>(() => sending);
        Assert.Equal(GuestPowerState.Running, Assert.Single(_source.Guests).PowerState);
        var late = await Assert.ThrowsAsync<HostDriverException>(() => _target.PrepareAsync(There, Cancel));
        Assert.Equal(ErrorCodes.WrongState, late.Code);
        await _target.PrepareAsync(There with { Incarnation = 3 }, Cancel);
    }

    [Fact]
    public async Task A_guest_that_was_sent_and_told_as_not_sent_runs_at_its_target_alone()
    {
        var prepared = await PrepareAsync();
        _faults.Add(new("h1"), HostOperation.Send, new OperationFault(OperationFaultKind.DoneButFails));
        var sending = _source.SendAsync(new("c1"), 1, prepared.MigrationEndpoint, Cancel);
        await _time.WhenTimersAsync(1);
        _time.Advance(Copying);
        await Assert.ThrowsAsync<HostDriverException>(() => sending);
        Assert.Equal(GuestPowerState.Stopped, Assert.Single(_source.Guests).PowerState);
        Assert.Equal(GuestPowerState.Running, (await _target.SettleAsync(new("c1"), 2, Cancel)).PowerState);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_is_sent()
    {
        await _source.CreateAsync(Samples.Guest("c1"), Cancel);
        foreach (var endpoint in (string[])["simulated://h9/2", "tcp://192.0.2.1:49152", "simulated://", ""])
        {
            var refusal = await Assert.ThrowsAsync<HostDriverException>(
                () => _source.SendAsync(new("c1"), 1, endpoint, Cancel));
            Assert.Equal(ErrorCodes.HostRefused, refusal.Code);
        }

        Assert.Equal(GuestPowerState.Running, Assert.Single(_source.Guests).PowerState);
    }

    private async Task<GuestObservation> PrepareAsync()
    {
        await _source.CreateAsync(Samples.Guest("c1"), Cancel);
        return await _target.PrepareAsync(There, Cancel);
    }

    private SimulatedHost Host(string id) => new(
        Samples.R740.ToInventory(Samples.Identity(id)),
        new HostTiming { MigrationRate = Bandwidth.FromGbps(8) },
        _faults,
        _time,
        NoGuestStore.Instance)
    {
        FindPeer = peer => peer == new HostId("h1") ? _source : peer == new HostId("h2") ? _target : null,
    };
}

using Vim.Domain.Errors;
using Vim.Domain.Southbound;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;
using Vim.Southbound.Simulated.Guests;
using Vim.Southbound.Simulated.Tests.Support;
using Vim.Testing.Time;

namespace Vim.Southbound.Simulated.Tests.Hosts;

/// <summary>Times, faults and orders of a host, on a clock that the test moves.</summary>
public sealed class SimulatedHostTests : IDisposable
{
    private static readonly HostTiming Timing = new()
    {
        Create = Exactly(300),
        Start = Exactly(200),
        Operate = Exactly(100),
        Destroy = Exactly(50),
        Boot = Exactly(60_000),
    };

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedFaultPlan _faults = new();
    private readonly SimulatedHost _host;

    public SimulatedHostTests() =>
        _host = new(Samples.Inventory, Timing, _faults, _time, NoGuestStore.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_create_takes_its_time_and_reads_back_what_the_guest_got()
    {
        var creating = _host.CreateAsync(Samples.Guest("c1"), Cancel);
        await _time.WhenTimersAsync(1);
        _time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(creating.IsCompleted);
        Assert.Empty(await _host.ListAsync(Cancel));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var observed = await creating.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(GuestPowerState.Running, observed.PowerState);
        Assert.Equal(Samples.Guest("c1").Placement.Pins, observed.Pins);
        Assert.Equal(Samples.Guest("c1").Placement.Nodes, observed.Nodes);
        Assert.Single(await _host.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_create_sent_twice_at_once_makes_one_guest()
    {
        var first = _host.CreateAsync(Samples.Guest("c1"), Cancel);
        var second = _host.CreateAsync(Samples.Guest("c1"), Cancel);
        await DoneAsync(Task.WhenAll(first, second));
        Assert.Equal(GuestPowerState.Running, (await second).PowerState);
        Assert.Single(_host.Guests);
    }

    [Fact]
    public async Task Two_guests_that_want_the_same_CPU_do_not_both_get_it()
    {
        var first = _host.CreateAsync(Samples.Guest("c1"), Cancel);
        var refusal = await Assert.ThrowsAsync<HostDriverException>(
            () => _host.CreateAsync(Samples.Guest("c2", virtualFunction: 1), Cancel));
        Assert.Equal(ErrorCodes.HostRefused, refusal.Code);
        await DoneAsync(first);
    }

    [Fact]
    public async Task Operations_of_one_compute_run_in_the_order_in_which_they_came()
    {
        var create = _host.CreateAsync(Samples.Guest("c1"), Cancel);
        var pause = _host.OperateAsync(new("c1"), 1, GuestOperation.Pause, Cancel);
        var destroy = _host.DestroyAsync(new("c1"), 1, Cancel);
        await DoneAsync(Task.WhenAll(create, pause, destroy));
        Assert.Equal(GuestPowerState.Paused, (await pause).PowerState);
        Assert.Empty(_host.Guests);
    }

    [Fact]
    public async Task A_destroy_of_what_is_not_there_is_done() =>
        await DoneAsync(_host.DestroyAsync(new("nothing"), 1, Cancel));

    [Fact]
    public async Task A_create_that_fails_leaves_nothing()
    {
        _faults.Add(_host.Id, HostOperation.Create, new(OperationFaultKind.Fails));
        var refusal = await Assert.ThrowsAsync<HostDriverException>(() =>
            _host.CreateAsync(Samples.Guest("c1"), Cancel));
        Assert.Equal(ErrorCodes.HostRefused, refusal.Code);
        await DoneAsync(_host.CreateAsync(Samples.Guest("c2"), Cancel));
    }

    [Fact]
    public async Task A_slow_create_takes_longer()
    {
        _faults.Add(_host.Id, HostOperation.Create, new(OperationFaultKind.Slow, TimeSpan.FromSeconds(5)));
        var creating = _host.CreateAsync(Samples.Guest("c1"), Cancel);
        await _time.WhenTimersAsync(1);
        _time.Advance(TimeSpan.FromMilliseconds(5299));
        Assert.False(creating.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await creating.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task A_create_that_hangs_ends_when_it_is_cancelled_and_leaves_nothing()
    {
        _faults.Add(_host.Id, HostOperation.Create, new(OperationFaultKind.Hangs));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var creating = _host.CreateAsync(Samples.Guest("c1"), limit.Token);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(creating.IsCompleted);
        await limit.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => creating);
        Assert.Empty(_host.Guests);
        await DoneAsync(_host.CreateAsync(Samples.Guest("c2"), Cancel));
    }

    [Fact]
    public async Task A_create_can_be_done_and_reported_as_failed_and_again_is_done()
    {
        _faults.Add(_host.Id, HostOperation.Create, new(OperationFaultKind.DoneButFails));
        var creating = _host.CreateAsync(Samples.Guest("c1"), Cancel);
        await Assert.ThrowsAsync<HostDriverException>(() => DoneAsync(creating));
        Assert.Equal(GuestPowerState.Running, Assert.Single(_host.Guests).PowerState);
        await DoneAsync(_host.CreateAsync(Samples.Guest("c1"), Cancel));
        Assert.Single(_host.Guests);
    }

    [Fact]
    public async Task A_host_that_reboots_fails_what_is_under_way_and_comes_back_with_another_boot_id()
    {
        await DoneAsync(_host.CreateAsync(Samples.Guest("old"), Cancel));
        var creating = _host.CreateAsync(Samples.Guest("new", firstCpu: 13, virtualFunction: 1), Cancel);
        await _time.WhenTimersAsync(1);
        var changes = 0;
        _host.PowerChanged += _ => changes++;
        var goingDown = _host.GoingDown;
        var rebooting = _host.RebootAsync(Cancel);
        Assert.False(_host.IsUp);
        Assert.True(goingDown.IsCancellationRequested);
        var up = _host.WhenUpAsync(Cancel);
        Assert.False(up.IsCompleted);
        Assert.Equal(ErrorCodes.HostUnreachable, (await Assert.ThrowsAsync<HostDriverException>(() => creating)).Code);
        var refusal = await Assert.ThrowsAsync<HostDriverException>(() => _host.ListAsync(Cancel));
        Assert.Equal(ErrorCodes.HostUnreachable, refusal.Code);
        await DoneAsync(rebooting);
        await up.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.True(_host.IsUp);
        Assert.False(_host.GoingDown.IsCancellationRequested);
        Assert.Equal(2, changes);
        var inventory = await _host.DiscoverAsync(Cancel);
        Assert.NotEqual(Samples.FirstBoot, inventory.BootId);
        Assert.True(Guid.TryParse(inventory.BootId, out _));
        var left = Assert.Single(await _host.ListAsync(Cancel));
        Assert.Equal(("old", GuestPowerState.Stopped), (left.Compute.Value, left.PowerState));
    }

    [Fact]
    public async Task Crashes_losses_and_drifted_pins_are_seen_and_announced()
    {
        await DoneAsync(_host.CreateAsync(Samples.Guest("c1"), Cancel));
        var announced = 0;
        _host.GuestsChanged += () => announced++;
        _host.DriftPins(new("c1"), Samples.Pins(11, 13, 15, 17));
        Assert.Equal(Samples.Pins(11, 13, 15, 17), Assert.Single(await _host.ListAsync(Cancel)).Pins);
        _host.CrashGuest(new("c1"));
        Assert.Equal(GuestPowerState.Crashed, Assert.Single(await _host.ListAsync(Cancel)).PowerState);
        _host.LoseGuest(new("c1"));
        Assert.Empty(await _host.ListAsync(Cancel));
        Assert.Equal(3, announced);
    }

    [Fact]
    public async Task A_guest_that_is_not_there_is_not_found()
    {
        var refusal = await Assert.ThrowsAsync<HostDriverException>(
            () => _host.OperateAsync(new("nobody"), 1, GuestOperation.Stop, Cancel));
        Assert.Equal(ErrorCodes.NotFound, refusal.Code);
    }

    [Fact]
    public async Task Many_creates_and_destroys_at_once_leave_the_books_empty()
    {
        using var host = new SimulatedHost(
            Samples.Inventory, HostTiming.Instant, NoFaults.Plan, TimeProvider.System, NoGuestStore.Instance);
        await Parallel.ForAsync(0, 16, Cancel, async (index, token) =>
        {
            for (var round = 1; round <= 50; round++)
            {
                var compute = $"c{index % 4}";
                try
                {
                    await host.CreateAsync(
                        Samples.Guest(compute, 9 + (4 * (index % 4)), index % 4, incarnation: round), token);
                }
                catch (HostDriverException refusal)
                {
                    Assert.Equal(ErrorCodes.WrongState, refusal.Code);
                }

                try
                {
                    await host.DestroyAsync(new(compute), round, token);
                }
                catch (HostDriverException refusal)
                {
                    Assert.Equal(ErrorCodes.WrongState, refusal.Code);
                }
            }
        });
        Assert.Empty(host.Guests);
        await host.CreateAsync(Samples.Guest("last", guaranteedMbps: 24_000), Cancel);
    }

    private static DurationRange Exactly(int milliseconds) =>
        new(TimeSpan.FromMilliseconds(milliseconds), TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Moves the clock until the work is done.</summary>
    private async Task DoneAsync(Task work)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!work.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.WhenAny(work, _time.WhenTimersAsync(1));
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await work;
    }
}

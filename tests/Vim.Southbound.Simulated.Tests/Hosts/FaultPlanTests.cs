using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;
using Vim.Southbound.Simulated.Guests;
using Vim.Southbound.Simulated.Tests.Support;
using Vim.Testing.Time;

namespace Vim.Southbound.Simulated.Tests.Hosts;

public sealed class FaultPlanTests
{
    private static readonly FaultRates Rates = new()
    {
        CreateFails = 0.1,
        CreateHangs = 0.05,
        CreateSlow = 0.2,
        DoneButFails = 0.02,
        SlowBy = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)),
    };

    [Fact]
    public void Equal_seeds_give_equal_faults_and_other_seeds_give_others()
    {
        var first = Faults(new SeededFaultPlan(7, Rates));
        Assert.Equal(first, Faults(new SeededFaultPlan(7, Rates)));
        Assert.NotEqual(first, Faults(new SeededFaultPlan(8, Rates)));
    }

    [Theory]
    [InlineData(OperationFaultKind.Fails, 0.1)]
    [InlineData(OperationFaultKind.Hangs, 0.05)]
    [InlineData(OperationFaultKind.Slow, 0.2)]
    [InlineData(OperationFaultKind.DoneButFails, 0.02)]
    public void Faults_come_at_their_rate(OperationFaultKind kind, double rate)
    {
        var faults = Faults(new SeededFaultPlan(42, Rates));
        Assert.InRange(faults.Count(fault => fault.Kind == kind) / (double)faults.Count, rate * 0.8, rate * 1.2);
    }

    [Fact]
    public void Slowness_is_within_its_range() => Assert.All(
        Faults(new SeededFaultPlan(42, Rates)).Where(fault => fault.Kind == OperationFaultKind.Slow),
        fault => Assert.InRange(fault.Extra, Rates.SlowBy.Min, Rates.SlowBy.Max));

    [Fact]
    public void Only_creates_fail_or_hang_and_looking_never_does()
    {
        var plan = new SeededFaultPlan(42, new() { CreateFails = 0.5, CreateHangs = 0.5 });
        HostOperation[] others =
            [HostOperation.Discover, HostOperation.List, HostOperation.Operate, HostOperation.Destroy];
        foreach (var operation in others)
        {
            Assert.All(Enumerable.Range(0, 1000), sequence =>
                Assert.Equal(OperationFaultKind.None, plan.Next(new("h1"), operation, new("c"), sequence).Kind));
        }
    }

    [Fact]
    public void Unasked_faults_come_at_their_mean_time()
    {
        var rates = new FaultRates { GuestCrashEvery = TimeSpan.FromHours(10), RebootEvery = TimeSpan.FromHours(40) };
        var plan = new SeededFaultPlan(1, rates);
        var faults = Enumerable.Range(0, 5000).Select(sequence =>
            plan.NextUnasked(new("h1"), sequence)!.Value).ToList();
        Assert.InRange(faults.Average(fault => fault.After.TotalHours), 7.5, 8.5);
        Assert.InRange(faults.Count(fault => fault.Kind == HostFaultKind.Reboot), 850, 1150);
        Assert.Null(new SeededFaultPlan(1, FaultRates.None).NextUnasked(new("h1"), 0));
    }

    [Fact]
    public async Task What_befalls_a_host_of_a_fleet_comes_at_its_time()
    {
        var time = new ManualTimeProvider();
        var plan = new OneByOne(
            new(TimeSpan.FromHours(1), HostFaultKind.GuestCrash),
            new(TimeSpan.FromHours(1), HostFaultKind.GuestLoss),
            new(TimeSpan.FromDays(100), HostFaultKind.Flap, Times: 3));
        using var fleet = new SimulatedHostFleet(time, NoGuestStore.Instance, plan);
        var host = fleet.Add(Quick(), Samples.Identity());
        var changes = new SemaphoreSlim(0);
        host.GuestsChanged += () => changes.Release();
        await host.CreateAsync(Samples.Guest("c1"), TestContext.Current.CancellationToken);
        Assert.Equal(GuestPowerState.Running, Assert.Single(host.Guests).PowerState);
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(await changes.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(GuestPowerState.Crashed, Assert.Single(host.Guests).PowerState);
        await time.WhenTimersAsync(1);
        time.Advance(TimeSpan.FromHours(1));
        Assert.True(await changes.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Empty(host.Guests);
        await FlapAsync(time, host);
    }

    [Fact]
    public void A_fleet_has_many_hosts_of_one_kind_and_none_twice()
    {
        using var fleet = new SimulatedHostFleet(new ManualTimeProvider(), NoGuestStore.Instance, NoFaults.Plan);
        for (var index = 0; index < 100; index++)
        {
            fleet.Add(Samples.R740, Samples.Identity($"h{index:000}"));
        }

        Assert.Equal(100, fleet.Hosts.Count);
        Assert.Equal("h042", fleet[new HostId("h042")].Inventory.Id.Value);
        Assert.Throws<ArgumentException>(() => fleet.Add(Samples.R740, Samples.Identity("h007")));
    }

    private static async Task FlapAsync(ManualTimeProvider time, SimulatedHost host)
    {
        var ups = new SemaphoreSlim(0);
        host.PowerChanged += changed => ups.Release(changed.IsUp ? 1 : 0 + 1);
        for (var day = 0; day < 100; day += 10)
        {
            await time.WhenTimersAsync(1);
            time.Advance(TimeSpan.FromDays(10));
        }

        for (var change = 0; change < 6; change++)
        {
            Assert.True(await ups.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        Assert.True(host.IsUp);
    }

    private static HostDescription Quick() => HostDescriptionParser.Parse(
        string.Join('\n', File.ReadLines(RepositoryFiles.Host("dell-r740xd-2x-gold-6230"))
            .TakeWhile(line => line != "simulation:")),
        "quick.yaml");

    private static List<OperationFault> Faults(SeededFaultPlan plan) =>
        [.. Enumerable.Range(0, 20_000).Select(sequence =>
            plan.Next(new("h1"), HostOperation.Create, new($"c{sequence}"), sequence))];

    private sealed class OneByOne(params HostFault[] faults) : IFaultPlan
    {
        public OperationFault Next(HostId host, HostOperation operation, ComputeId compute, long sequence) => default;

        public HostFault? NextUnasked(HostId host, long sequence) => sequence < faults.Length ? faults[sequence] : null;
    }
}

using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

/// <summary>Guests that are told of threads. On the server, CPU c has the sibling c + 40.</summary>
public sealed class GuestCoreTests : PlacingExamples
{
    [Theory]
    [InlineData(CpuThreadPolicy.Prefer)]
    [InlineData(CpuThreadPolicy.Require)]
    public void The_threads_of_a_guest_core_are_siblings(CpuThreadPolicy policy)
    {
        var placement = Book(Zone(R740xd()), "a", Pinned(6, 2, policy) with { GuestCpuTopology = new(1, 3, 2) });
        Assert.All(placement.Pins.Chunk(2), pair => Assert.Equal(pair[0].HostCpu + 40, pair[1].HostCpu));
    }

    [Fact]
    public void Under_prefer_guest_cores_have_siblings_while_there_are_some()
    {
        // Of node 0 these are free: siblings 4 and 44, and 6, 8 and 10 alone.
        var free = CpuSet.Parse("4,44,6,8,10");
        var host = R740xd() with { ReservedCpus = CpuSet.Range(0, 80).Except(free) };
        var placement = Book(Zone(host), "a", Pinned(4, 2) with { GuestCpuTopology = new(1, 2, 2) });
        Assert.Equal([4, 44], placement.Pins[..2].Select(pin => pin.HostCpu));
        var wanted = Pinned(4, 2, CpuThreadPolicy.Require) with { GuestCpuTopology = new(1, 2, 2) };
        Assert.Contains(Refuse(Zone(host), wanted).Shortfalls, item => item.Dimension == Dimension.WholeCores);
    }

    [Fact]
    public void Guest_cores_of_four_threads_are_on_no_host_core_of_two()
    {
        var wanted = Pinned(8, 2, CpuThreadPolicy.Require) with { GuestCpuTopology = new(1, 2, 4) };
        var refusal = Refuse(Zone(R740xd()), wanted);
        var shortfall = Assert.Single(refusal.Shortfalls);
        Assert.Equal(
            (Dimension.Siblings, 2L, 0L, "guest cores, largest first"),
            (shortfall.Dimension, shortfall.Wanted, shortfall.Available, shortfall.Unit));
        Book(Zone(R740xd()), "a", wanted with { ThreadPolicy = CpuThreadPolicy.Prefer });
    }

    [Fact]
    public void Two_guest_cores_fit_on_a_host_core_of_four_threads()
    {
        var host = SparseIds() with { SharedCpus = CpuSet.Empty };
        var wanted = Pinned(4, 2, CpuThreadPolicy.Require) with { GuestCpuTopology = new(1, 2, 2) };
        var placement = Book(Zone(host), "a", wanted);
        Assert.Single(placement.Pins.Select(pin => pin.HostCpu / 4).Distinct());
        Assert.True(placement.IdleSiblings.IsEmpty);
    }

    [Fact]
    public void Of_a_mixed_guest_the_dedicated_vCPUs_of_a_guest_core_are_siblings()
    {
        var wanted = Pinned(6, 2, CpuThreadPolicy.Require) with
        {
            CpuPolicy = CpuPolicy.Mixed,
            DedicatedVirtualCpus = CpuSet.Parse("1-5"),
            GuestCpuTopology = new(1, 3, 2),
        };
        var host = R740xd() with { SharedCpus = CpuSet.Parse("2,42,3,43") };
        var pins = Book(Zone(host), "a", wanted).Pins.ToDictionary(pin => pin.VirtualCpu, pin => pin.HostCpu);
        Assert.Equal((pins[2] + 40, pins[4] + 40), (pins[3], pins[5]));
    }

    [Fact]
    public void What_cannot_be_is_refused_by_rule()
    {
        var threads = Pinned(4, 2) with { GuestCpuTopology = new(1, 2, 2) };
        Broken(threads with { ThreadPolicy = CpuThreadPolicy.Isolate });
        Broken(threads with { ThreadPolicy = CpuThreadPolicy.Require, CpuPinningRules = [new(0, CpuSet.Of(4))] });
        Broken((threads with { ThreadPolicy = CpuThreadPolicy.Require }).OnNodes((1, 1), (3, 1)));
        Assert.Empty(ComputeRequirementsRules.Check(threads.OnNodes((1, 1), (3, 1))));
    }

    private static void Broken(ComputeRequirements wanted) =>
        Assert.Equal(
            ["guest_cpu_topology"],
            ComputeRequirementsRules.Check(wanted).Select(item => item.Field).Distinct());
}

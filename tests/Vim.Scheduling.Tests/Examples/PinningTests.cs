using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

/// <summary>Pinning by the client's rules. On the server, CPU c has the sibling c + 40, and node c % 2.</summary>
public sealed class PinningTests : PlacingExamples
{
    [Fact]
    public void VCPUs_with_a_rule_have_its_CPU_and_the_others_what_is_left()
    {
        var wanted = Pinned(3, 2) with { CpuPinningRules = [new(1, CpuSet.Of(11))] };
        var ledger = Zone(R740xd());
        var placement = Book(ledger, "a", wanted);
        Assert.Equal(11, placement.Pins[1].HostCpu);
        Assert.Equal(1, placement.Nodes.Single().HostNode);

        // Whose the CPU is now is nobody's business but its owner's.
        var refusal = Refuse(ledger, wanted);
        var shortfall = Assert.Single(refusal.Shortfalls);
        Assert.Equal((Dimension.CpuPinning, "vCPU 1 on CPU 11"), (shortfall.Dimension, shortfall.Detail));
        Assert.DoesNotContain(refusal.ToString().Split(' '), word => word == "a");
        Assert.Equal("fits without pinning rules", refusal.Hint);
    }

    [Fact]
    public void A_rule_may_leave_a_choice_which_is_made_so_that_all_rules_hold()
    {
        var wanted = Pinned(2, 2) with { CpuPinningRules = [new(0, CpuSet.Of(10, 12)), new(1, CpuSet.Of(10))] };
        var placement = Book(Zone(R740xd()), "a", wanted);
        Assert.Equal([12, 10], placement.Pins.Select(pin => pin.HostCpu));
    }

    [Fact]
    public void The_vCPUs_of_one_guest_node_are_on_one_host_node()
    {
        CpuPinningRule[] rules = [new(0, CpuSet.Of(10)), new(1, CpuSet.Of(11))];
        var wanted = Pinned(2, 2) with { CpuPinningRules = [.. rules] };
        Assert.Contains(
            Refuse(Zone(R740xd()), wanted).Shortfalls,
            item => item is { Dimension: Dimension.CpuPinning, Detail: "guest NUMA node 0", Wanted: 2, Available: 1 });
        Book(Zone(R740xd()), "a", wanted.OnNodes((1, 1), (1, 1)));
    }

    [Fact]
    public void Isolated_vCPUs_have_their_core_alone()
    {
        var wanted = Pinned(2, 2, CpuThreadPolicy.Isolate);
        var siblings = wanted with { CpuPinningRules = [new(0, CpuSet.Of(10)), new(1, CpuSet.Of(50))] };
        Refuse(Zone(R740xd()), siblings);
        var placement = Book(Zone(R740xd()), "a", wanted with { CpuPinningRules = [new(0, CpuSet.Of(50))] });
        Assert.Equal(50, placement.Pins[0].HostCpu);
        Assert.True(placement.IdleSiblings.Contains(10));
    }

    [Fact]
    public void Required_siblings_fill_the_cores_that_rules_name()
    {
        var wanted = Pinned(4, 2, CpuThreadPolicy.Require) with
        {
            CpuPinningRules = [new(0, CpuSet.Of(10)), new(3, CpuSet.Of(12))],
        };
        var placement = Book(Zone(R740xd()), "a", wanted);
        Assert.Equal("10,12,50,52", CpuSet.Of(placement.Pins.Select(pin => pin.HostCpu)).ToString());

        // Three cores for four vCPUs: two of them would be half used.
        Refuse(Zone(R740xd()), wanted with
        {
            CpuPinningRules = [new(0, CpuSet.Of(10)), new(1, CpuSet.Of(12)), new(2, CpuSet.Of(14))],
        });
    }

    [Fact]
    public void Under_require_rules_that_leave_a_choice_are_met_on_as_few_cores_as_the_guest_fills()
    {
        // By themselves 0 and 1 could take 10 and 12; with 2 on 14 and 3 on 54 there are two cores only.
        var wanted = Pinned(4, 2, CpuThreadPolicy.Require) with
        {
            CpuPinningRules =
            [
                new(0, CpuSet.Of(10, 12)), new(1, CpuSet.Of(12, 50)), new(2, CpuSet.Of(14)), new(3, CpuSet.Of(54)),
            ],
        };
        var placement = Book(Zone(R740xd()), "a", wanted);
        Assert.Equal([10, 50, 14, 54], placement.Pins.Select(pin => pin.HostCpu));
    }

    [Fact]
    public void Rules_are_for_dedicated_vCPUs_once_each_and_name_a_CPU()
    {
        var wanted = Pinned(2, 2) with
        {
            CpuPinningRules = [new(0, CpuSet.Of(3)), new(0, CpuSet.Of(4)), new(2, CpuSet.Of(5)), new(1, CpuSet.Empty)],
        };
        Assert.Equal(
            ["cpu_pinning_rules[1]", "cpu_pinning_rules[2]", "cpu_pinning_rules[3]"],
            ComputeRequirementsRules.Check(wanted).Select(item => item.Field));
        var shared = new ComputeRequirements
        {
            VirtualCpuCount = 1,
            Memory = wanted.Memory,
            CpuPinningRules = [new(0, CpuSet.Of(1))],
        };
        Assert.Equal(["cpu_pinning_rules[0]"], ComputeRequirementsRules.Check(shared).Select(item => item.Field));
    }
}

using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Imagining;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

public sealed class FlavourChangeTests
{
    private static readonly ComputeRequirements Router =
        Pinned(8, 8, CpuThreadPolicy.Require).OnNodes((6, 5), (2, 3)) with
        {
            EmulatorThreads = EmulatorThreadPolicy.Isolate,
            RealTimeVirtualCpus = CpuSet.Parse("1,7"),
            GuestCpuTopology = new(2, 2, 2),
        };

    [Fact]
    public void No_change_changes_nothing() => Assert.Equal(Router, new FlavourChange().ApplyTo(Router));

    [Fact]
    public void Nodes_stay_as_they_are_until_what_they_share_out_changes()
    {
        var pages = new FlavourChange { PageSize = PageSizeRequest.Large }.ApplyTo(Router);
        Assert.Equal(Router.NumaNodes, pages.NumaNodes);
        Assert.Equal(PageSizeRequest.Large, pages.PageSize);

        var smaller = new FlavourChange { VirtualCpuCount = 4 }.ApplyTo(Router);
        Assert.Empty(ComputeRequirementsRules.Check(smaller));
        Assert.Equal(
            [(CpuSet.Range(0, 2), MemorySize.FromGiB(4)), (CpuSet.Range(2, 2), MemorySize.FromGiB(4))],
            smaller.NumaNodes.Select(node => (node.VirtualCpus, node.Memory)));
        Assert.Equal(CpuSet.Of(1), smaller.RealTimeVirtualCpus);
        Assert.Null(smaller.GuestCpuTopology);
    }

    [Fact]
    public void A_guest_without_nodes_stays_one_until_some_are_asked_for()
    {
        var plain = Pinned(4, 4);
        Assert.Empty(new FlavourChange { VirtualCpuCount = 6 }.ApplyTo(plain).NumaNodes);
        var two = new FlavourChange { VirtualCpuCount = 6, NumaNodeCount = 2 }.ApplyTo(plain);
        Assert.Equal(2, two.NumaNodes.Length);
        Assert.Empty(ComputeRequirementsRules.Check(two));
    }

    [Fact]
    public void A_guest_of_shared_cpus_has_nothing_that_only_dedicated_ones_have()
    {
        var shared = new FlavourChange { CpuPolicy = CpuPolicy.Shared }.ApplyTo(Router);
        Assert.Empty(ComputeRequirementsRules.Check(shared));
        Assert.Equal(
            (CpuThreadPolicy.Prefer, EmulatorThreadPolicy.Default, CpuSet.Empty),
            (shared.ThreadPolicy, shared.EmulatorThreads, shared.RealTimeVirtualCpus));
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(9, null)]
    [InlineData(-1, null)]
    [InlineData(null, 0)]
    [InlineData(null, 5_000)]
    public void What_does_not_come_out_even_is_refused_by_the_rules(int? nodes, int? cpus)
    {
        var change = new FlavourChange { NumaNodeCount = nodes, VirtualCpuCount = cpus };
        Assert.NotEmpty(ComputeRequirementsRules.Check(change.ApplyTo(Router)));
    }
}

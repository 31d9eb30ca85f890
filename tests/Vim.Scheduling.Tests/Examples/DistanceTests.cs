using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Placing;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

public sealed class DistanceTests : PlacingExamples
{
    [Fact]
    public void The_nodes_of_a_guest_are_as_near_to_each_other_as_can_be()
    {
        // Packing takes the fullest nodes first: 0 and 4, of two sockets.
        var host = EightNodes() with { ReservedCpus = CpuSet.Parse("0-3,64-67") };
        var wanted = Pinned(4, 2).OnNodes((2, 1), (2, 1));
        Assert.Equal([0, 4], NodesOf(Book(Zone(host), "a", wanted)).Order());
        Assert.Equal([0, 1], NodesOf(Book(Zone(WithDistances(host)), "a", wanted)).Order());
    }

    [Fact]
    public void A_guest_goes_as_far_apart_as_it_must()
    {
        // A core is free on node 1 and one on node 6 alone.
        var host = WithDistances(
            EightNodes() with { ReservedCpus = CpuSet.Range(0, 128).Except(CpuSet.Parse("16-17,96-97")) });
        Assert.Equal([1, 6], NodesOf(Book(Zone(host), "a", Pinned(4, 2).OnNodes((2, 1), (2, 1)))).Order());
    }

    [Fact]
    public void Which_host_is_taken_does_not_depend_on_distances()
    {
        var near = WithDistances(EightNodes("near"));
        var full = WithDistances(EightNodes("full") with { ReservedCpus = CpuSet.Parse("0-15,32-63,80-127") });
        var placement = Book(Zone(near, full), "a", Pinned(4, 2).OnNodes((2, 1), (2, 1)));
        Assert.Equal(("full", 2), (placement.Host.Value, NodesOf(placement).Distinct().Count()));
    }

    [Fact]
    public void A_policy_that_compares_outcomes_compares_those_that_are_nearest()
    {
        var host = WithDistances(EightNodes() with { ReservedCpus = CpuSet.Parse("0-3,64-67") });
        var request = For("a", Pinned(4, 2).OnNodes((2, 1), (2, 1)));
        var placement = Placer.Find(Zone(host), request, PlacementPolicy.KeepLargeHoles)!;
        Assert.Single(NodesOf(placement).Select(node => node / 4).Distinct());
    }

    private static IEnumerable<int> NodesOf(HostPlacement placement) => placement.Nodes.Select(node => node.HostNode);

    /// <summary>12 between nodes of a socket of four, 32 between sockets.</summary>
    private static HostInventory WithDistances(HostInventory host) => host with
    {
        NumaNodes = [.. host.NumaNodes.Select(node => node with
        {
            Distances = [.. host.NumaNodes.Select(other => other == node ? 10 : other.Id / 4 == node.Id / 4 ? 12 : 32)],
        })],
    };
}

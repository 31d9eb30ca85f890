using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Imagining;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

/// <summary>Groups by socket on two sockets of two NUMA nodes each; nodes 0 and 1 are socket 0.</summary>
public sealed class SocketGroupTests
{
    private static readonly GroupMembership Together = new(new("g"), AffinityType.Affinity, AffinityScope.Socket);
    private static readonly GroupMembership Apart = new(new("g"), AffinityType.AntiAffinity, AffinityScope.Socket);
    private static readonly ComputeRequirements OfTwoNodes = Pinned(20, 16).OnNodes((10, 8), (10, 8));
    private static readonly ComputeRequirements Floating =
        new() { VirtualCpuCount = 2, Memory = MemorySize.FromGiB(1) };

    private readonly Placer _placer = new();

    [Fact]
    public void All_of_a_group_are_on_one_socket_of_one_host()
    {
        var ledger = Zone(SubNumaClusters("a"), SubNumaClusters("b"));
        var sockets = new HashSet<(string Host, int Socket)>();
        foreach (var compute in (string[])["c0", "c1"])
        {
            var place = Book(ledger, compute, OfTwoNodes, Together);
            sockets.UnionWith(place.Nodes.Select(node => (place.Host.Value, node.HostNode / 2)));
        }

        Assert.Single(sockets);
        var refusal = _placer.Place(ledger, For("c2", Pinned(1, 1)) with { Groups = [Together] }, PlacementPolicy.Pack);
        Assert.Equal(
            [("group g, Socket", 1), ("group g, Socket: no room on the sockets it leaves", 1)],
            refusal.Infeasible!.Shortfalls.Select(item => (item.Detail, item.HostsFailed)));
        Assert.All(refusal.Infeasible.Shortfalls, item => Assert.Equal(Dimension.Affinity, item.Dimension));
        Assert.Equal("fits without Affinity to group g", refusal.Infeasible.Hint);
    }

    /// <summary>Three nodes are more than a socket has: alone the guest would span two.</summary>
    [Fact]
    public void The_first_of_a_group_does_not_span_sockets()
    {
        var ledger = Zone(SubNumaClusters());
        var wide = For("c0", Pinned(6, 6).OnNodes((2, 2), (2, 2), (2, 2)));
        Assert.NotNull(_placer.Find(ledger, wide, PlacementPolicy.Pack));
        var refusal = _placer.Place(ledger, wide with { Groups = [Together] }, PlacementPolicy.Pack).Infeasible!;
        Assert.Equal("group g, Socket: no room on the sockets it leaves", Assert.Single(refusal.Shortfalls).Detail);
        Assert.Equal("fits with 2 guest NUMA nodes", refusal.Hint);
    }

    /// <summary>
    /// Node 0 is tried first, as the fullest or as the first of like ones. Node 1 beside it has free CPUs, but no whole
    /// core.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    public void The_first_of_a_group_finds_the_socket_that_has_room_for_all_its_nodes(int taken)
    {
        var ledger = Zone(SubNumaClusters());
        Book(ledger, "x", Pinned(10, 1), onNode: 1, everyThread: 2);
        if (taken > 0)
        {
            Book(ledger, "y", Pinned(taken, 1), onNode: 0);
        }

        var isolated = Pinned(4, 4, CpuThreadPolicy.Isolate).OnNodes((2, 2), (2, 2));
        var place = Book(ledger, "c0", isolated, Together);
        Assert.Equal([2, 3], place.Nodes.Select(node => node.HostNode).Order());
    }

    [Fact]
    public void What_floats_over_a_host_is_on_all_its_sockets()
    {
        var one = WithSharedCpus(Even("one", nodes: 2, nodesPerSocket: 2, cores: 4));
        var two = WithSharedCpus(SubNumaClusters("two"));
        var ledger = Zone(one, two);
        Assert.Equal("one", Book(ledger, "c0", Floating, Together).Host.Value);
        Assert.Equal("one", Book(ledger, "c1", Pinned(1, 1), Together).Host.Value);

        ledger = Zone(two);
        Assert.False(Fits(ledger, Floating, Together));
        Assert.True(Fits(ledger, Floating, Apart));
        Book(ledger, "c0", Floating, Apart);
        Assert.False(Fits(ledger, Pinned(1, 1), Apart));
        Assert.True(Fits(ledger, Pinned(1, 1), Apart with { MaxPerScope = 2 }));
    }

    [Fact]
    public void A_socket_carries_no_more_of_a_group_than_it_says_and_one_that_spans_counts_on_each()
    {
        var ledger = Zone(SubNumaClusters());
        Assert.Equal(2, Count(ledger, Pinned(1, 1), Apart));
        Assert.Equal(6, Count(ledger, Pinned(1, 1), Apart with { MaxPerScope = 3 }));
        var spanning = Book(ledger, "c0", Pinned(3, 3).OnNodes((1, 1), (1, 1), (1, 1)), Apart with { MaxPerScope = 2 });
        Assert.Equal(2, spanning.Nodes.Select(node => node.HostNode / 2).Distinct().Count());
        Assert.Equal(2, Count(ledger, Pinned(1, 1), Apart with { MaxPerScope = 2 }));
        Assert.Equal(0, Count(ledger, Pinned(1, 1), Apart));
    }

    /// <summary>Firmware that hides NUMA gives one node of both sockets: nobody can say on which a guest is.</summary>
    [Fact]
    public void A_node_of_two_sockets_is_on_both()
    {
        var whole = Even("whole", nodes: 1, nodesPerSocket: 1, cores: 8);
        var ledger = Zone(whole with { Cpus = [.. whole.Cpus.Select(cpu => cpu with { SocketId = cpu.Id / 8 })] });
        Assert.False(Fits(ledger, Pinned(1, 1), Together));
        Assert.Equal(1, Count(ledger, Pinned(1, 1), Apart));
    }

    [Fact]
    public void Nodes_of_memory_alone_change_nothing()
    {
        var ledger = Zone(SparseIds());
        var own = Book(ledger, "c0", Pinned(2, 1), Together).Nodes.Single().HostNode;
        Assert.Equal(own, Book(ledger, "c1", Pinned(2, 1), Together).Nodes.Single().HostNode);
        Assert.Equal(2, Count(ledger, Pinned(1, 1), Apart with { Group = new("other") }));
    }

    [Fact]
    public void A_soft_group_wishes_its_socket_and_makes_do()
    {
        var ledger = Zone(SubNumaClusters());
        var soft = Together with { IsSoft = true };
        var sockets = new List<int>();
        for (var index = 0; index < 3; index++)
        {
            var request = For($"c{index}", Pinned(20, 10)) with { Groups = [soft] };
            var first = _placer.Explain(ledger, request, PlacementPolicy.Spread)[0].Placement!;
            var place = Book(ledger, request.Compute.Value, request.Requirements, PlacementPolicy.Spread, soft);
            Assert.True(PlacementEquality.Same(place, first));
            sockets.Add(place.Nodes.Single().HostNode / 2);
        }

        Assert.Equal([sockets[0], sockets[0], 1 - sockets[0]], sockets);
    }

    [Theory]
    [InlineData(AffinityType.Affinity, 0, 2)]
    [InlineData(AffinityType.AntiAffinity, 1, 6)]
    public void One_other_compute_is_named_as_well(AffinityType type, int socket, int count)
    {
        var ledger = Zone(SubNumaClusters("a"));
        Book(ledger, "x", Pinned(1, 1), onNode: 1);
        var request = For("c", OfTwoNodes) with { Resources = [new(new("x"), type, AffinityScope.Socket)] };
        var place = _placer.Find(ledger, request, PlacementPolicy.Pack)!;
        Assert.All(place.Nodes, node => Assert.Equal(socket, node.HostNode / 2));

        // Host b is free alike, but for the other compute it is one like any.
        ledger.PutHost(SubNumaClusters("b"), HostAvailability.Enabled);
        ledger.Apply(new("y"), ledger.FindClaim(new("x"))!.Placement with { Host = new("b") }, []);
        var half = request with { Requirements = Pinned(10, 10) };
        Assert.Equal(count, _placer.CountMore(ledger, half, PlacementPolicy.Pack, 100));
        var nobody = new ResourceAffinity(new("nobody"), AffinityType.Affinity, AffinityScope.Socket);
        Assert.Null(_placer.Find(ledger, request with { Resources = [nobody] }, PlacementPolicy.Pack));
    }

    /// <summary>One that migrates is on a socket of both hosts.</summary>
    [Fact]
    public void Both_places_of_one_that_migrates_count()
    {
        var ledger = Zone(SubNumaClusters("a"), SubNumaClusters("b"));
        var mover = For("mover", Pinned(1, 1)) with { Groups = [Apart] };
        Book(ledger, "mover", mover.Requirements, Apart);
        var home = ledger.FindClaim(mover.Compute)!.Placement;
        ledger.ApplyElsewhere(
            mover.Compute, _placer.Find(ledger, mover with { NotHosts = [home.Host] }, PlacementPolicy.Pack)!);
        Assert.Equal(2, Count(ledger, Pinned(1, 1), Apart));
        Assert.False(Fits(ledger, Pinned(1, 1), Together));
        ledger.ReleaseElsewhere(mover.Compute);
        Assert.Equal(3, Count(ledger, Pinned(1, 1), Apart));
        Assert.True(Fits(ledger, Pinned(1, 1), Together));
    }

    [Fact]
    public void A_member_leaves_its_host_only_with_all_others()
    {
        var ledger = Zone(SubNumaClusters("a"), SubNumaClusters("b"));
        var requests = Enumerable.Range(0, 3)
            .Select(index => For($"c{index}", Pinned(2, 2)) with { Groups = [Together] })
            .ToDictionary(request => request.Compute);
        foreach (var request in requests.Values)
        {
            Book(ledger, request.Compute.Value, request.Requirements, Together);
        }

        var home = ledger.FindClaim(new("c0"))!.Placement.Host;
        Assert.Null(_placer.Find(ledger, requests[new("c0")] with { NotHosts = [home] }, PlacementPolicy.Pack));
        var settled = new WhatIf(ledger, PlacementPolicy.Pack).Remove([home], compute => requests[compute]);
        Assert.Single(settled
            .SelectMany(item => item.Placement!.Nodes.Select(node => (item.Placement.Host, node.HostNode / 2)))
            .Distinct());
    }

    /// <summary>A place of a reservation is on nodes already: one is taken that is on the group's socket.</summary>
    [Fact]
    public void A_place_of_a_reservation_is_taken_on_the_socket_of_the_group()
    {
        var ledger = Zone(SubNumaClusters());
        var places = ReserveFour(ledger, Pinned(10, 8));
        Assert.Equal([0, 0, 1, 1], places.Select(place => place.Nodes.Single().HostNode / 2).Order());
        var taken = new List<int?>();
        for (var index = 0; index < 3; index++)
        {
            var request = For($"c{index}", Pinned(10, 8)) with { Groups = [Together], Reservation = new("r") };
            var result = _placer.Place(ledger, request, PlacementPolicy.Pack);
            taken.Add(result.Placement?.Nodes.Single().HostNode / 2);
            if (result.IsFeasible)
            {
                ledger.Apply(request, result);
            }
        }

        Assert.Equal([taken[0], taken[0], null], taken);
        Assert.NotNull(taken[0]);
    }

    /// <summary>The first place in order would do for any other compute; it is on the other socket.</summary>
    [Fact]
    public void A_place_of_a_lower_priority_is_broken_on_the_socket_of_the_group()
    {
        var ledger = Zone(SubNumaClusters());
        var places = ReserveFour(ledger, Pinned(14, 14));
        var other = 1 - (places[0].Nodes.Single().HostNode / 2);
        Book(ledger, "x", Pinned(1, 1), onNode: other * 2);
        ledger.SetGroups(new("x"), [Together.Group]);
        var request = For("c", Pinned(8, 8)) with { Groups = [Together], Priority = 2 };
        var result = _placer.Place(ledger, request, PlacementPolicy.Pack);
        Assert.Equal(other, result.Placement!.Nodes.Single().HostNode / 2);
        Assert.Equal(other, places[Assert.Single(result.Breaks).Number].Nodes.Single().HostNode / 2);
    }

    private static HostInventory WithSharedCpus(HostInventory host) => host with
    {
        SharedCpus = CpuSet.Of(host.NumaNodes.Select(node => node.Cpus.First())),
    };

    private ImmutableArray<HostPlacement> ReserveFour(ZoneLedger ledger, ComputeRequirements wanted)
    {
        var container = For("container", wanted);
        var places = _placer.PlaceAll(ledger, container, 4, PlacementPolicy.Spread, out _);
        ledger.Reserve(new()
        {
            Id = new("r"),
            Priority = 1,
            Container = container,
            Places = [.. places.Select(place => new PlaceState(place))],
        });
        return places;
    }

    private HostPlacement Book(
        ZoneLedger ledger, string compute, ComputeRequirements wanted, params GroupMembership[] groups) =>
        Book(ledger, compute, wanted, PlacementPolicy.Pack, groups);

    private HostPlacement Book(
        ZoneLedger ledger,
        string compute,
        ComputeRequirements wanted,
        PlacementPolicy policy,
        params GroupMembership[] groups)
    {
        var request = For(compute, wanted) with { Groups = [.. groups] };
        var result = _placer.Place(ledger, request, policy);
        Assert.True(result.IsFeasible, result.Infeasible?.ToString());
        Assert.Empty(ClaimAudit.CheckAffinity(ledger, request, result.Placement));
        ledger.Apply(request, result);
        return result.Placement;
    }

    /// <summary>On one node of the only host, on every so-manieth of its threads.</summary>
    private static void Book(
        ZoneLedger ledger, string compute, ComputeRequirements wanted, int onNode, int everyThread = 1)
    {
        var node = ledger.Hosts().Single().Nodes[onNode];
        var threads = node.FreeDedicatedCpus.Where((_, index) => index % everyThread == 0);
        var cpus = threads.Take(wanted.VirtualCpuCount);
        ledger.Apply(
            new(compute),
            new()
            {
                Host = ledger.Hosts().Single().Id,
                Nodes = [new(0, node.Id, PageSize.Huge1GiB, wanted.Memory.Bytes >> 30, 0)],
                Pins = [.. cpus.Select((cpu, index) => new VirtualCpuPin(index, cpu))],
            },
            []);
    }

    private bool Fits(ZoneLedger ledger, ComputeRequirements wanted, GroupMembership group) =>
        _placer.Find(ledger, For("new", wanted) with { Groups = [group] }, PlacementPolicy.Pack) is not null;

    private int Count(ZoneLedger ledger, ComputeRequirements wanted, GroupMembership group) =>
        _placer.CountMore(ledger, For("new", wanted) with { Groups = [group] }, PlacementPolicy.Pack, 100);
}

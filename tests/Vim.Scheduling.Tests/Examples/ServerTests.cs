using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

public sealed class ServerTests
{
    private readonly Placer _placer = new();

    [Fact]
    public void A_router_gets_sibling_pairs_pages_and_VFs_of_one_node()
    {
        var ledger = Zone(R740xd());
        var wanted = Pinned(16, 64, CpuThreadPolicy.Require)
            .WithVnics(Vnic("left", VnicKind.SriovVf, 10), Vnic("right", VnicKind.SriovVf, 10));
        var placement = Book(ledger, "router", wanted);
        var node = Assert.Single(placement.Nodes);
        Assert.Equal((PageSize.Huge1GiB, 64L), (node.PageSize, node.PageCount));
        Assert.All(placement.Pins, pin => Assert.Equal(node.HostNode, pin.HostCpu % 2));
        Assert.All(
            placement.Pins.Chunk(2),
            pair => Assert.Equal(pair[0].HostCpu + 40, pair[1].HostCpu));
        Assert.All(placement.Vnics, vnic => Assert.Equal(0x3b + node.HostNode, vnic.PhysicalFunction!.Value.Bus));
        Assert.Equal(2, placement.Vnics.Select(vnic => vnic.VirtualFunction).Distinct().Count());

        var other = Book(ledger, "router-2", wanted);
        Assert.NotEqual(node.HostNode, other.Nodes[0].HostNode);
        var refusal = _placer.Place(ledger, For("router-3", wanted), PlacementPolicy.Pack).Infeasible!;
        Assert.StartsWith(
            "none of 1 hosts fits: HugePages (1 GiB on one NUMA node): 64 pages of 1 GiB wanted, 26 available; "
            + "1 hosts, 1 on this first, 0 on this alone; ",
            refusal.ToString(),
            StringComparison.Ordinal);
        Assert.Equal(
            [
                (Dimension.HugePages, "1 GiB on one NUMA node", 64L, 26L),
                (Dimension.IngressBandwidth, "physnet, all vNICs", 20_000L, 0L),
                (Dimension.IngressBandwidth, "physnet, vNIC left", 10_000L, 0L),
                (Dimension.IngressBandwidth, "physnet, vNIC right", 10_000L, 0L),
                (Dimension.EgressBandwidth, "physnet, all vNICs", 20_000L, 0L),
                (Dimension.EgressBandwidth, "physnet, vNIC left", 10_000L, 0L),
                (Dimension.EgressBandwidth, "physnet, vNIC right", 10_000L, 0L),
            ],
            refusal.Shortfalls.Select(item => (item.Dimension, item.Detail, item.Wanted, item.Available)));
    }

    [Fact]
    public void An_odd_number_of_vCPUs_under_require_claims_the_last_sibling_idle()
    {
        var ledger = Zone(R740xd());
        var placement = Book(ledger, "odd", Pinned(5, 4, CpuThreadPolicy.Require));
        var last = placement.Pins[4].HostCpu;
        Assert.Equal(CpuSet.Of((last + 40) % 80), placement.IdleSiblings);
        Assert.False(FreeCpus(ledger).Overlaps(placement.IdleSiblings));
        Assert.Equal(80 - 4 - 6, FreeCpus(ledger).Count);
    }

    [Fact]
    public void Isolate_takes_a_core_for_each_vCPU_and_one_for_the_emulator()
    {
        var ledger = Zone(R740xd());
        var placement = Book(ledger, "c", Pinned(4, 4, CpuThreadPolicy.Isolate) with
        {
            EmulatorThreads = EmulatorThreadPolicy.Isolate,
        });
        Assert.True(placement.EmulatorIsolated);
        Assert.Single(placement.EmulatorCpus);
        Assert.Equal(5, placement.IdleSiblings.Count);
        Assert.Equal(10, placement.ClaimedCpus.Count);
    }

    [Fact]
    public void Under_require_the_emulator_takes_the_odd_sibling()
    {
        var placement = Book(Zone(R740xd()), "c", Pinned(3, 4, CpuThreadPolicy.Require) with
        {
            EmulatorThreads = EmulatorThreadPolicy.Isolate,
        });
        Assert.Empty(placement.IdleSiblings);
        Assert.Equal(4, placement.ClaimedCpus.Count);
    }

    [Fact]
    public void Isolate_is_content_with_a_host_without_siblings_and_require_is_not()
    {
        var single =
            R740xd() with { Cpus = [.. Enumerable.Range(0, 80).Select(cpu => new CpuThread(cpu, cpu % 2, 0, cpu))] };
        Assert.Empty(Book(Zone(single), "c", Pinned(4, 4, CpuThreadPolicy.Isolate)).IdleSiblings);
        var refusal = Refuse(Zone(single), Pinned(4, 4, CpuThreadPolicy.Require));
        Assert.Contains(refusal.Shortfalls, item => item.Dimension == Dimension.Siblings);
        Assert.Equal("fits with CPU thread policy prefer", refusal.Hint);
    }

    [Fact]
    public void Prefer_uses_up_broken_cores_before_it_breaks_another()
    {
        var ledger = Zone(R740xd());
        Book(ledger, "a", Pinned(1, 4));
        var before = ledger.FindHost(new("r740xd"))!.Nodes.Sum(node => node.FreeWholeCores);
        Book(ledger, "b", Pinned(3, 4));
        Assert.Equal(before - 1, ledger.FindHost(new("r740xd"))!.Nodes.Sum(node => node.FreeWholeCores));
    }

    [Fact]
    public void What_is_too_large_for_one_sub_NUMA_cluster_is_told_how_it_would_fit()
    {
        var refusal = Refuse(Zone(SubNumaClusters()), Pinned(24, 24));
        Assert.Equal(
            [
                (Dimension.DedicatedCpus, 24L, 20L, "CPUs"),
                (Dimension.HugePages, 24L, 16L, "pages of 1 GiB"),
            ],
            refusal.Shortfalls.Select(item => (item.Dimension, item.Wanted, item.Available, item.Unit)));
        Assert.Equal("fits with 2 guest NUMA nodes", refusal.Hint);
        var placement = Book(Zone(SubNumaClusters()), "c", Pinned(24, 24).OnNodes((12, 12), (12, 12)));
        Assert.Equal(2, placement.Nodes.Select(node => node.HostNode).Distinct().Count());
    }

    [Fact]
    public void Eight_guest_nodes_of_eight_sizes_find_their_eight_host_nodes()
    {
        var ledger = Zone(EightNodes());
        for (var index = 0; index < 7; index++)
        {
            Book(ledger, $"filler-{index}", Pinned(index + 1, index + 1));
        }

        var free = ledger.FindHost(new("eight"))!.Nodes.Select(node => node.FreeDedicatedCpus.Count).ToList();
        Assert.Equal(128 - 28, free.Sum());
        var sizes = free.OrderDescending().Select(count => (count, 1)).ToArray();
        var placement = Book(ledger, "c", Pinned(sizes.Sum(size => size.count), 8).OnNodes(sizes));
        Assert.Equal(8, placement.Nodes.Select(node => node.HostNode).Distinct().Count());
        Assert.Equal(0, FreeCpus(ledger).Count);
    }

    [Fact]
    public void Sparse_node_ids_are_kept_and_nodes_without_CPUs_take_no_pinned_guest()
    {
        var ledger = Zone(SparseIds());
        var placement =
            Book(ledger, "c", Pinned(16, 8, CpuThreadPolicy.Require).WithVnics(Vnic("e", VnicKind.SriovVf)));
        Assert.Equal(8, Assert.Single(placement.Nodes).HostNode);
        Assert.Empty(placement.IdleSiblings);
        var refusal = Refuse(ledger, Pinned(4, 12));
        Assert.Equal([Dimension.NumaFit], refusal.Shortfalls.Select(item => item.Dimension));
        Assert.Equal((1, 0), (refusal.Shortfalls[0].Wanted, refusal.Shortfalls[0].Available));
    }

    [Fact]
    public void Floating_vCPUs_of_a_guest_node_are_claimed_on_its_host_node()
    {
        var ledger = Zone(SparseIds());
        var mixed = Pinned(5, 1) with { CpuPolicy = CpuPolicy.Mixed, DedicatedVirtualCpus = CpuSet.Parse("0") };
        var placement = Book(ledger, "mixed", mixed);
        Assert.Equal((0, 4), (placement.Nodes[0].HostNode, placement.Nodes[0].FloatingVirtualCpuCount));
        Assert.Equal(CpuSet.Parse("12-15"), placement.FloatingCpus);
        Assert.Equal(16 - 4, ledger.FindHost(new("sparse"))!.Nodes[0].FreeFloatingVirtualCpus);
        Book(ledger, "second", mixed);
        Book(ledger, "third", mixed);
        Book(ledger, "last", mixed with { VirtualCpuCount = 4 });
        var refusal = Refuse(ledger, mixed with { VirtualCpuCount = 3 });
        Assert.Contains(
            refusal.Shortfalls,
            item => item is { Dimension: Dimension.SharedCpus, Wanted: 2, Available: 1 });
    }

    [Fact]
    public void A_guest_node_does_not_overcommit_shared_CPUs_against_itself()
    {
        var ledger = Zone(SparseIds());
        var floating = Pinned(5, 1) with { CpuPolicy = CpuPolicy.Shared, NumaNodes = [] };
        var node = new GuestNumaNode(0, CpuSet.Range(0, 5), floating.Memory);
        var refusal = Refuse(ledger, floating with { NumaNodes = [node] });
        Assert.Equal([Dimension.SharedCpus], refusal.Shortfalls.Select(item => item.Dimension));
        Assert.Equal((5, 4), (refusal.Shortfalls[0].Wanted, refusal.Shortfalls[0].Available));
        Assert.Equal(
            5,
            Book(ledger, "anywhere", floating with { PageSize = PageSizeRequest.Small }).FloatingVirtualCpuCount);
    }

    [Fact]
    public void Real_time_vCPUs_are_on_hosts_that_offer_it_and_emulator_threads_keep_off_them()
    {
        var ledger = Zone(R740xd("plain"));
        var wanted = Pinned(4, 4) with { RealTimeVirtualCpus = CpuSet.Parse("1-3") };
        Book(ledger, "ordinary", wanted with { RealTimeVirtualCpus = CpuSet.Empty });
        var refusal = Refuse(ledger, wanted);
        Assert.Equal("fits without real-time vCPUs", refusal.Hint);
        var shortfall = Assert.Single(refusal.Shortfalls);
        Assert.Equal((Dimension.Traits, "CUSTOM_RT_KERNEL required"), (shortfall.Dimension, shortfall.Detail));
        ledger.PutHost(R740xd("rt") with { Traits = [ComputeRequirements.RealTimeTrait] }, HostAvailability.Enabled);
        var placement = Book(ledger, "real-time", wanted);
        Assert.Equal("rt", placement.Host.Value);
        Assert.Equal([placement.Pins[0].HostCpu], placement.EmulatorCpus);
    }

    private static CpuSet FreeCpus(ZoneLedger ledger) => ledger.Hosts()
        .SelectMany(host => host.Nodes)
        .Aggregate(CpuSet.Empty, (all, node) => all.Union(node.FreeDedicatedCpus));

    private HostPlacement Book(ZoneLedger ledger, string compute, ComputeRequirements wanted)
    {
        var request = For(compute, wanted);
        var result = _placer.Place(ledger, request, PlacementPolicy.Pack);
        Assert.True(result.IsFeasible, result.Infeasible?.ToString());
        var placement = result.Placement;
        var host = ledger.FindHost(placement.Host)!.Inventory;
        Assert.Empty(ClaimAudit.CheckPlacement(host, request, placement));
        ledger.Apply(request.Compute, placement, []);
        Assert.Empty(ledger.AuditHost(placement.Host));
        return placement;
    }

    private Infeasible Refuse(ZoneLedger ledger, ComputeRequirements wanted)
    {
        var result = _placer.Place(ledger, For("refused", wanted), PlacementPolicy.Pack);
        Assert.False(result.IsFeasible);
        return result.Infeasible;
    }
}

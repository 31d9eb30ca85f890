using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Units;
using Vim.Scheduling.Placing;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

public sealed class NicTests : PlacingExamples
{
    [Fact]
    public void A_function_is_whole_or_shared_never_both()
    {
        var ledger = Zone(R740xd());
        Book(ledger, "a", Pinned(2, 2).WithVnics(Vnic("vf", VnicKind.SriovVf)));
        var whole = Pinned(2, 2).WithVnics(Vnic("pf", VnicKind.PfPassthrough, 20));
        var placement = Book(ledger, "b", whole);
        var refusal = Refuse(ledger, whole);
        Assert.Equal(
            (1L, 0L),
            refusal.Shortfalls.Where(item => item.Dimension == Dimension.PhysicalFunctions)
                .Select(item => (item.Wanted, item.Available)).Single());
        for (var index = 0; index < 7; index++)
        {
            var other = Book(ledger, $"vf-{index}", Pinned(1, 1).WithVnics(Vnic("vf", VnicKind.SriovVf)));
            Assert.NotEqual(placement.Vnics[0].PhysicalFunction, other.Vnics[0].PhysicalFunction);
        }

        Assert.Contains(
            Refuse(ledger, Pinned(1, 1).WithVnics(Vnic("vf", VnicKind.SriovVf))).Shortfalls,
            item => item.Dimension == Dimension.VirtualFunctions);
    }

    [Fact]
    public void Guarantees_stop_at_link_speed_less_the_reserve_each_way_by_itself()
    {
        var ledger = Zone(R740xd() with { PhysicalFunctions = [Port(0, 0, 8)] });
        var up = Vnic("up", VnicKind.SriovVf) with { GuaranteedEgress = Bandwidth.FromGbps(20) };
        var down = Vnic("down", VnicKind.Virtio) with { GuaranteedIngress = Bandwidth.FromGbps(20) };
        Book(ledger, "a", Pinned(1, 1).WithVnics(up));
        Book(ledger, "b", Pinned(1, 1).WithVnics(down));
        var one = Vnic("e", VnicKind.Macvtap) with { GuaranteedEgress = Bandwidth.FromMbps(1) };
        var refusal = Refuse(ledger, Pinned(1, 1).WithVnics(one));
        Assert.Contains(
            refusal.Shortfalls,
            item => item is { Dimension: Dimension.EgressBandwidth, Wanted: 1, Available: 0, Unit: "Mbit/s" });
        Assert.Equal("fits without guaranteed rates", refusal.Hint);
    }

    [Fact]
    public void Vnics_of_one_label_are_on_different_functions()
    {
        var pair = Pinned(2, 2) with { PciNumaPolicy = PciNumaPolicy.Preferred };
        pair = pair.WithVnics(
            Vnic("red", VnicKind.SriovVf) with { DistinctPfGroup = "bond" },
            Vnic("blue", VnicKind.SriovVf) with { DistinctPfGroup = "bond" });
        var placement = Book(Zone(R740xd()), "a", pair);
        Assert.NotEqual(placement.Vnics[0].PhysicalFunction, placement.Vnics[1].PhysicalFunction);
        var refusal = Refuse(Zone(R740xd() with { PhysicalFunctions = [Port(0, 0, 8)] }), pair);
        Assert.Equal([Dimension.DistinctPhysicalFunctions], refusal.Shortfalls.Select(item => item.Dimension));
        Assert.Equal("fits without distinct physical functions", refusal.Hint);
    }

    [Fact]
    public void Vnics_of_one_label_are_on_different_cards()
    {
        var host = R740xd() with
        {
            PhysicalFunctions = [Port(0, 0, 8), Port(1, 0, 8) with { Nic = "nic0" }, Port(2, 0, 8)],
        };
        var pair = Pinned(2, 2).WithVnics(
            Vnic("red", VnicKind.SriovVf) with { DistinctNicGroup = "bond" },
            Vnic("blue", VnicKind.SriovVf) with { DistinctNicGroup = "bond" });
        var functions = Book(Zone(host), "a", pair).Vnics.Select(vnic => vnic.PhysicalFunction);
        Assert.Contains(Port(2, 0, 8).Address, functions.OfType<Domain.Topology.PciAddress>());
        var refusal = Refuse(Zone(host with { PhysicalFunctions = host.PhysicalFunctions[..2] }), pair);
        Assert.Equal(
            [(Dimension.DistinctNics, "bond", 2L, 1L, "NICs")],
            refusal.Shortfalls.Select(item => (item.Dimension, item.Detail, item.Wanted, item.Available, item.Unit)));
        Assert.Equal("fits without distinct NICs", refusal.Hint);
    }

    [Theory]
    [InlineData("leaf-1", "leaf-2", true)]
    [InlineData("leaf-1", "leaf-1", false)]
    [InlineData("leaf-1", null, false)]
    [InlineData(null, null, false)]
    public void A_switch_that_nobody_knows_is_different_from_none(string? first, string? second, bool fits)
    {
        var host = R740xd() with
        {
            PhysicalFunctions = [Port(0, 0, 8) with { Switch = first }, Port(1, 0, 8) with { Switch = second }],
        };
        var pair = Pinned(2, 2).WithVnics(
            Vnic("red", VnicKind.SriovVf) with { DistinctSwitchGroup = "paths" },
            Vnic("blue", VnicKind.SriovVf) with { DistinctSwitchGroup = "paths" });
        if (fits)
        {
            Assert.Equal(2, Book(Zone(host), "a", pair).Vnics.Select(vnic => vnic.PhysicalFunction).Distinct().Count());
            return;
        }

        var refusal = Refuse(Zone(host), pair);
        Assert.Equal([Dimension.DistinctSwitches], refusal.Shortfalls.Select(item => item.Dimension));
        Assert.Equal("fits without distinct switches", refusal.Hint);
    }

    [Fact]
    public void A_vNIC_alone_under_a_label_is_apart_from_nobody()
    {
        var host = R740xd() with { PhysicalFunctions = [Port(0, 0, 8) with { Switch = null, Nic = "" }] };
        var alone = Vnic("red", VnicKind.SriovVf) with { DistinctSwitchGroup = "paths", DistinctNicGroup = "bond" };
        Book(Zone(host), "a", Pinned(2, 2).WithVnics(alone));
    }

    [Theory]
    [InlineData(PciNumaPolicy.Legacy, false)]
    [InlineData(PciNumaPolicy.Preferred, true)]
    [InlineData(PciNumaPolicy.Required, false)]
    [InlineData(PciNumaPolicy.Socket, true)]
    public void NUMA_policy_decides_how_near_a_VF_must_be(PciNumaPolicy policy, bool fits)
    {
        // Sub-NUMA clusters: nodes 0 and 1 on socket 0. The port is on node 0, free CPUs on node 1 only.
        var host = SubNumaClusters() with
        {
            ReservedCpus = Domain.Topology.CpuSet.Of(Enumerable.Range(0, 20).Concat(Enumerable.Range(40, 40))),
            PhysicalFunctions = [Port(0, 0, 4)],
        };
        var wanted = Pinned(2, 2).WithVnics(Vnic("e", VnicKind.SriovVf)) with { PciNumaPolicy = policy };
        var result = Placer.Place(Zone(host), For("c", wanted), PlacementPolicy.Pack);
        Assert.Equal(fits, result.IsFeasible);
        if (!fits)
        {
            Assert.Equal([Dimension.PciNumaAffinity], result.Infeasible!.Shortfalls.Select(item => item.Dimension));
            Assert.Equal("fits with PCI NUMA policy preferred", result.Infeasible.Hint);
        }
    }

    [Theory]
    [InlineData(PciNumaPolicy.Legacy, true)]
    [InlineData(PciNumaPolicy.Preferred, true)]
    [InlineData(PciNumaPolicy.Required, false)]
    [InlineData(PciNumaPolicy.Socket, false)]
    public void A_port_whose_NUMA_node_nobody_knows_is_near_by_legacy_and_not_by_required(
        PciNumaPolicy policy, bool fits)
    {
        var host = R740xd() with { PhysicalFunctions = [Port(0, null, 4)] };
        var wanted = Pinned(2, 2).WithVnics(Vnic("e", VnicKind.SriovVf)) with { PciNumaPolicy = policy };
        Assert.Equal(fits, Placer.Place(Zone(host), For("c", wanted), PlacementPolicy.Pack).IsFeasible);
    }

    [Fact]
    public void Preferred_looks_for_a_host_where_all_is_local_before_it_goes_remote()
    {
        // The fuller host comes first by packing, but its port is on the node that has no CPUs left.
        var full = R740xd("a") with
        {
            ReservedCpus = Domain.Topology.CpuSet.Of(Enumerable.Range(0, 40).Select(index => index * 2)),
            PhysicalFunctions = [Port(0, 0, 4)],
        };
        var wanted =
            Pinned(2, 2).WithVnics(Vnic("e", VnicKind.SriovVf)) with { PciNumaPolicy = PciNumaPolicy.Preferred };
        Assert.Equal("b", Book(Zone(full, R740xd("b")), "c", wanted).Host.Value);
        Assert.Equal("a", Book(Zone(full), "c", wanted).Host.Value);
    }

    [Fact]
    public void Each_guest_node_has_its_own_vNIC_on_its_own_host_node()
    {
        var wanted = Pinned(6, 6).OnNodes((4, 4), (2, 2)).WithVnics(
            Vnic("left", VnicKind.SriovVf) with { GuestNumaNode = 0 },
            Vnic("right", VnicKind.SriovVf) with { GuestNumaNode = 1 });
        var placement = Book(Zone(R740xd()), "c", wanted);
        Assert.All(
            placement.Vnics.Zip(placement.Nodes),
            pair => Assert.Equal(0x3b + pair.Second.HostNode, pair.First.PhysicalFunction!.Value.Bus));
    }

    [Fact]
    public void Vhost_user_goes_over_a_function_that_offers_it_and_leaves_it_to_others()
    {
        var host = R740xd() with { PhysicalFunctions = [Port(0, 0, 8), Port(1, 1, 8) with { OffersVhostUser = true }] };
        var ledger = Zone(host);
        var wanted = Pinned(2, 2).WithVnics(Vnic("e", VnicKind.VhostUser));
        var vnic = Book(ledger, "a", wanted).Vnics.Single();
        Assert.Equal((Port(1, 1, 8).Address, null), (vnic.PhysicalFunction, vnic.VirtualFunction));
        Book(ledger, "b", wanted);
        Assert.Contains(
            Refuse(Zone(R740xd()), wanted).Shortfalls,
            item => item is { Dimension: Dimension.PhysicalNetwork, Detail: "physnet for vhost-user" });
    }

    [Theory]
    [InlineData(PageSizeKind.Small, false)]
    [InlineData(PageSizeKind.Any, false)]
    [InlineData(PageSizeKind.Large, true)]
    public void Vhost_user_needs_huge_pages(PageSizeKind kind, bool isSound)
    {
        var wanted = Pinned(2, 2).WithVnics(Vnic("e", VnicKind.VhostUser)) with { PageSize = new(kind) };
        Assert.Equal(
            isSound ? [] : ["vnics[0].kind"],
            ComputeRequirementsRules.Check(wanted).Select(item => item.Field));
    }

    [Fact]
    public void VDPA_takes_a_VF_of_a_function_that_offers_it()
    {
        var host = R740xd() with { PhysicalFunctions = [Port(0, 0, 8), Port(1, 1, 2) with { OffersVdpa = true }] };
        var ledger = Zone(host);
        var wanted = Pinned(2, 2).WithVnics(Vnic("e", VnicKind.Vdpa));
        var first = Book(ledger, "a", wanted).Vnics.Single();
        Assert.Equal(Port(1, 1, 2).Address, first.PhysicalFunction);
        Assert.NotEqual(first.VirtualFunction, Book(ledger, "b", wanted).Vnics.Single().VirtualFunction);
        Assert.Contains(
            Refuse(ledger, wanted).Shortfalls,
            item => item is
            {
                Dimension: Dimension.VirtualFunctions,
                Detail: "physnet for vDPA",
                Wanted: 1,
                Available: 0,
            });

        // The function is in use: nobody has it whole.
        var whole = Pinned(2, 2).WithVnics(Vnic("e", VnicKind.PfPassthrough));
        Assert.Equal(Port(0, 0, 8).Address, Book(ledger, "c", whole).Vnics.Single().PhysicalFunction);
        Refuse(ledger, whole);
    }

    [Fact]
    public void Virtio_without_wishes_takes_no_function()
    {
        var plain = new VnicRequirement { Name = "e", Kind = VnicKind.Virtio };
        var host = R740xd() with { PhysicalFunctions = [] };
        Assert.Null(Book(Zone(host), "c", Pinned(1, 1).WithVnics(plain)).Vnics[0].PhysicalFunction);
    }
}

using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Own;

/// <summary>The project's own SOL001 descriptors, each with what it must ask.</summary>
public sealed class OwnDescriptorTests
{
    [Fact]
    public void Router_forwarding_plane_asks_sibling_pairs_and_physical_functions_of_their_node()
    {
        var vnf = Read("router-forwarding-plane.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (14, CpuPolicy.Dedicated, CpuThreadPolicy.Require),
            (flavour.Cpu.VcpuCount, flavour.Cpu.Policy, flavour.Cpu.ThreadPolicy));
        Assert.Equal(new GuestCpuTopology(null, null, 2), flavour.Cpu.Topology);
        Assert.Equal((16_384, PageSizeDemand.OneGibibyte), (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize));
        Assert.Equal(14, Assert.Single(flavour.NumaNodes).VcpuIds.Count);
        var compute = Assert.Single(vnf.Computes);
        Assert.Equal("router-vfp-1.0", compute.ImageName);
        Assert.Equal(["eth0", "xe0", "xe1"], compute.Vnics.Select(v => v.Name));
        Assert.Equal(
            [
                (VnicKind.PfPassthrough, (int?)0, 10_000_000_000, PciNumaAffinity.Required),
                (VnicKind.PfPassthrough, null, 8_000_000_000, PciNumaAffinity.Preferred),
            ],
            compute.Vnics.Skip(1).Select(v =>
                (v.Kind, v.GuestNumaNode, v.GuaranteedEgressBitsPerSecond!.Value, v.NumaAffinity!.Value)));
        Assert.Equal("physnet-data", vnf.VirtualLinks.Single(l => l.Name == "data").PhysicalNetwork);
        Assert.Equal("physnet-core", vnf.VirtualLinks.Single(l => l.Name == "core").PhysicalNetwork);
    }

    [Fact]
    public void Firewall_asks_two_instances_apart_with_virtual_functions()
    {
        var vnf = Read("firewall.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal((10, CpuThreadPolicy.Prefer), (flavour.Cpu.VcpuCount, flavour.Cpu.ThreadPolicy));
        Assert.Equal(new GuestCpuTopology(1, 10, 1), flavour.Cpu.Topology);
        Assert.Equal((20_480, PageSizeDemand.OneGibibyte), (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize));
        Assert.Equal(6, flavour.Storage.RootDiskGibibytes);
        var compute = Assert.Single(vnf.Computes);
        Assert.Equal((2, "apart"), (compute.Count, Assert.Single(compute.AffinityGroups)));
        Assert.StartsWith("#cloud-config", compute.UserData);
        Assert.Equal(
            new AffinityGroup("apart", AffinityKind.AntiAffinity, AffinityScope.Host),
            Assert.Single(vnf.AffinityGroups));
        Assert.Equal(["mgmt_port", "unprotected_port", "protected_port"], compute.Vnics.Select(v => v.Name));
        Assert.All(
            compute.Vnics.Skip(1),
            v => Assert.Equal((VnicKind.SriovVf, 2_500_000_000), (v.Kind, v.GuaranteedIngressBitsPerSecond)));
        var side = vnf.VirtualLinks.Single(l => l.Name == "unprotected");
        Assert.Equal(
            ("vlan", "physnet-data", "192.168.10.0/24"),
            (side.NetworkType, side.PhysicalNetwork, Assert.Single(side.Subnets).Cidr));
    }

    [Fact]
    public void Router_over_two_uneven_NUMA_nodes_has_a_virtual_function_on_each()
    {
        var vnf = Read("router-two-numa-nodes.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (12, CpuPolicy.Dedicated, 32_768),
            (flavour.Cpu.VcpuCount, flavour.Cpu.Policy, flavour.Memory.SizeMebibytes));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], flavour.NumaNodes[0].VcpuIds);
        Assert.Equal([8, 9, 10, 11], flavour.NumaNodes[1].VcpuIds);
        Assert.Equal([24_576L, 8_192L], flavour.NumaNodes.Select(n => n.MemoryMebibytes));
        Assert.Equal(
            [("eth0", (int?)null, (long?)null), ("ge0", 0, 5_000_000_000), ("ge1", 1, 2_000_000_000)],
            Assert.Single(vnf.Computes).Vnics.Select(v => (v.Name, v.GuestNumaNode, v.GuaranteedEgressBitsPerSecond)));
    }

    [Fact]
    public void Control_plane_asks_one_shared_vCPU_and_paravirtual_interfaces()
    {
        var vnf = Read("router-control-plane.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (1, CpuPolicy.Shared, 4_096),
            (flavour.Cpu.VcpuCount, flavour.Cpu.Policy, flavour.Memory.SizeMebibytes));
        Assert.Equal(PageSizeDemand.Unspecified, flavour.Memory.PageSize);
        var compute = Assert.Single(vnf.Computes);
        Assert.Equal(
            [("fxp0", VnicKind.Virtio, "mgmt"), ("em1", VnicKind.Virtio, "internal")],
            compute.Vnics.Select(v => (v.Name, v.Kind, v.VirtualLink)));
        Assert.Equal(["128.0.0.1"], compute.Vnics[1].IpAddresses);
        Assert.Equal("re0", compute.Metadata["hostname"]);
        Assert.Equal("router-re-1.0", Assert.Single(vnf.Images).Name);
    }

    [Fact]
    public void Line_card_asks_isolated_cores_and_one_virtual_function()
    {
        var vnf = Read("router-line-card.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (7, CpuThreadPolicy.Isolate, 12_288),
            (flavour.Cpu.VcpuCount, flavour.Cpu.ThreadPolicy, flavour.Memory.SizeMebibytes));
        Assert.Equal(
            [VnicKind.Virtio, VnicKind.Virtio, VnicKind.SriovVf],
            Assert.Single(vnf.Computes).Vnics.Select(v => v.Kind));
        Assert.Equal(
            (0, 10_000_000_000),
            (vnf.Computes[0].Vnics[2].GuestNumaNode, vnf.Computes[0].Vnics[2].GuaranteedIngressBitsPerSecond));
    }

    [Fact]
    public void IPsec_gateways_are_apart_and_take_their_rates_from_the_links()
    {
        var vnf = Read("ipsec-gateways.yaml");

        Assert.Equal(["gateway_a", "gateway_b"], vnf.Computes.Select(c => c.Name));
        Assert.All(vnf.Computes, c => Assert.Equal(["gateways_apart"], c.AffinityGroups));
        Assert.All(vnf.Flavours, f => Assert.Equal(
            (4, CpuThreadPolicy.Require, 8_192),
            (f.Cpu.VcpuCount, f.Cpu.ThreadPolicy, f.Memory.SizeMebibytes)));
        Assert.Equal(["client_a", "mgmt", "tunnel"], vnf.Computes[0].Vnics.Select(v => v.VirtualLink));
        Assert.All(vnf.Computes.SelectMany(c => c.Vnics).Where(v => v.Kind == VnicKind.SriovVf), v =>
            Assert.Equal(
                (1_000_000_000, 2_000_000_000),
                (v.GuaranteedIngressBitsPerSecond, v.PeakEgressBitsPerSecond)));
        Assert.Empty(vnf.Notes);
    }

    [Fact]
    public void Carrier_grade_NAT_asks_five_cores_with_both_threads()
    {
        var vnf = Read("carrier-grade-nat.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal((10, CpuThreadPolicy.Require), (flavour.Cpu.VcpuCount, flavour.Cpu.ThreadPolicy));
        Assert.Equal((20_480, 6), (flavour.Memory.SizeMebibytes, flavour.Storage.RootDiskGibibytes));
        Assert.Equal(new GuestCpuTopology(1, 5, 2), flavour.Cpu.Topology);
        Assert.Equal(["mgmt", "private", "public"], Assert.Single(vnf.Computes).Vnics.Select(v => v.VirtualLink));
        Assert.Equal(
            [null, 3_000_000_000, 3_000_000_000],
            vnf.Computes[0].Vnics.Select(v => v.GuaranteedIngressBitsPerSecond));
        Assert.Equal([null, "physnet-data", "physnet-data"], vnf.VirtualLinks.Select(l => l.PhysicalNetwork));
    }

    [Fact]
    public void Numa_defined_asks_two_given_nodes_on_shared_CPUs()
    {
        var flavour = Assert.Single(Read("numa-defined.yaml").Flavours);

        Assert.Equal((6, CpuPolicy.Shared), (flavour.Cpu.VcpuCount, flavour.Cpu.Policy));
        Assert.Equal([0, 1], flavour.NumaNodes[0].VcpuIds);
        Assert.Equal([2, 3, 4, 5], flavour.NumaNodes[1].VcpuIds);
        Assert.Equal([1_024L, 3_072L], flavour.NumaNodes.Select(n => n.MemoryMebibytes));
    }

    private static VnfDeployment Read(string name) =>
        Outcome.Deployable(DescriptorReader.Read(Repository.Vnfd(name), [], DescriptorOptions.None));
}

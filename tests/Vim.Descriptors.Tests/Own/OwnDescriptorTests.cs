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
        Assert.Equal((14, CpuPolicy.Dedicated, CpuThreadPolicy.Require), (flavour.Cpu.VcpuCount, flavour.Cpu.Policy, flavour.Cpu.ThreadPolicy));
        Assert.Equal(new GuestCpuTopology(null, null, 2), flavour.Cpu.Topology);
        Assert.Equal((16_384, PageSizeDemand.OneGibibyte), (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize));
        Assert.Equal(14, Assert.Single(flavour.NumaNodes).VcpuIds.Count);
        var compute = Assert.Single(vnf.Computes);
        Assert.Equal("router-vfp-1.0", compute.ImageName);
        Assert.Equal(["eth0", "xe0", "xe1"], compute.Vnics.Select(v => v.Name));
        Assert.All(compute.Vnics.Skip(1), v =>
        {
            Assert.Equal((VnicKind.PfPassthrough, 0, 10_000_000_000), (v.Kind, v.GuestNumaNode, v.GuaranteedEgressBitsPerSecond));
            Assert.Equal(PciNumaAffinity.Required, v.NumaAffinity);
        });
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
        Assert.Equal(new AffinityGroup("apart", AffinityKind.AntiAffinity, AffinityScope.Host), Assert.Single(vnf.AffinityGroups));
        Assert.Equal(["mgmt_port", "unprotected_port", "protected_port"], compute.Vnics.Select(v => v.Name));
        Assert.All(compute.Vnics.Skip(1), v => Assert.Equal((VnicKind.SriovVf, 2_500_000_000), (v.Kind, v.GuaranteedIngressBitsPerSecond)));
        var side = vnf.VirtualLinks.Single(l => l.Name == "unprotected");
        Assert.Equal(("vlan", "physnet-data", "192.168.10.0/24"), (side.NetworkType, side.PhysicalNetwork, Assert.Single(side.Subnets).Cidr));
    }

    private static VnfDeployment Read(string name) =>
        Outcome.Deployable(DescriptorReader.Read(Repository.Vnfd(name), [], DescriptorOptions.None));
}

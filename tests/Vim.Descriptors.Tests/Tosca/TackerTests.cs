using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Tosca;

public sealed class TackerTests
{
    [Fact]
    public void A_Tacker_template_is_read_whole()
    {
        var vnf = Outcome.Deployable(Fixtures.Tacker);

        Assert.Equal(("tck", DescriptorFormat.ToscaTacker), (vnf.Name, vnf.Format));
        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (8, CpuPolicy.Dedicated, CpuThreadPolicy.Isolate),
            (flavour.Cpu.VcpuCount, flavour.Cpu.Policy, flavour.Cpu.ThreadPolicy));
        Assert.Equal(new GuestCpuTopology(2, 2, 2), flavour.Cpu.Topology);
        Assert.Equal(
            (4_096, PageSizeDemand.Large, 10),
            (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize, flavour.Storage.RootDiskGibibytes));
        Assert.Equal([0, 1, 2, 3], flavour.NumaNodes[0].VcpuIds);
        Assert.Equal([2_048L, 2_048L], flavour.NumaNodes.Select(n => n.MemoryMebibytes));
        var compute = Assert.Single(vnf.Computes);
        Assert.Equal(("cirros", "nova"), (compute.ImageName, compute.Zone));
        Assert.Equal(
            [("CP2", VnicKind.Virtio, "net_mgmt"), ("CP1", VnicKind.SriovVf, "VL1")],
            compute.Vnics.Select(v => (v.Name, v.Kind, v.VirtualLink)));
        Assert.Equal(VirtualLinkOrigin.Existing, vnf.VirtualLinks.Single(l => l.Name == "net_mgmt").Origin);
        Assert.Equal("physnet-data", vnf.VirtualLinks.Single(l => l.Name == "VL1").PhysicalNetwork);
    }

    [Fact]
    public void NUMA_nodes_that_do_not_divide_are_refused()
    {
        var text = Fixtures.Tacker.With("numa_node_count: 2", "numa_node_count: 3");

        var error = Assert.Single(Outcome.Read(text).Errors);

        Assert.Equal(Outcome.Place(text, "3\n"), (error.Place.Line, error.Place.Column));
        Assert.Contains("cannot be split evenly over 3 NUMA nodes", error.Problem);
    }

    [Fact]
    public void An_excerpt_gives_flavours_only()
    {
        var vnf = DataFolder.Deployable("tacker/tosca-vnfd-numadefine.yaml");

        Assert.Empty(vnf.Computes);
        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal((6, CpuPolicy.Shared), (flavour.Cpu.VcpuCount, flavour.Cpu.Policy));
        Assert.Equal((4_096, 10), (flavour.Memory.SizeMebibytes, flavour.Storage.RootDiskGibibytes));
        Assert.Equal([0, 1], flavour.NumaNodes[0].VcpuIds);
        Assert.Equal([2, 3, 4, 5], flavour.NumaNodes[1].VcpuIds);
        Assert.Equal([1_024L, 3_072L], flavour.NumaNodes.Select(n => n.MemoryMebibytes));
    }
}

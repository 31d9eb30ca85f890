using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Openmano;

public sealed class OpenmanoDataTests
{
    [Fact]
    public void Dataplane_VNF_1_asks_seven_pairs_sixteen_pages_and_four_physical_functions()
    {
        var vnf = DataFolder.Deployable("openmano/dataplaneVNF1.yaml");

        Assert.Equal(("dataplaneVNF1", DescriptorFormat.Openmano), (vnf.Name, vnf.Format));
        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(14, flavour.Cpu.VcpuCount);
        Assert.Equal((CpuPolicy.Dedicated, CpuThreadPolicy.Require), (flavour.Cpu.Policy, flavour.Cpu.ThreadPolicy));
        Assert.Equal((16_384, PageSizeDemand.OneGibibyte), (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize));
        var node = Assert.Single(flavour.NumaNodes);
        Assert.Equal(Enumerable.Range(0, 14), node.VcpuIds);
        var compute = Assert.Single(vnf.Computes);
        Assert.Equal(("dataplaneVNF1-VM", "dataplaneVNF1"), (compute.Name, compute.ImageName));
        Assert.Equal(["eth0", "xe0", "xe1", "xe2", "xe3"], compute.Vnics.Select(v => v.Name));
        Assert.Equal(
            ["0000:00:09.0", "0000:00:11.0", "0000:00:12.0", "0000:00:13.0", "0000:00:14.0"],
            compute.Vnics.Select(v => v.GuestPciAddress));
        Assert.Equal((VnicKind.Virtio, "mgmt"), (compute.Vnics[0].Kind, compute.Vnics[0].VirtualLink));
        Assert.All(compute.Vnics.Skip(1), vnic =>
        {
            Assert.Equal((VnicKind.PfPassthrough, vnic.Name, 0), (vnic.Kind, vnic.VirtualLink, vnic.GuestNumaNode));
            Assert.Equal(PciNumaAffinity.Required, vnic.NumaAffinity);
            Assert.Equal(10_000_000_000, vnic.GuaranteedIngressBitsPerSecond);
            Assert.Equal(10_000_000_000, vnic.GuaranteedEgressBitsPerSecond);
        });
        Assert.Equal(["mgmt", "xe0", "xe1", "xe2", "xe3"], vnf.VirtualLinks.Select(l => l.Name));
        Assert.All(vnf.VirtualLinks, l => Assert.Equal(VirtualLinkOrigin.External, l.Origin));
        Assert.True(vnf.VirtualLinks[0].Management);
        var note = Assert.Single(vnf.Notes);
        Assert.Equal("vnf.VNFC[0].bridge-ifaces[0].bandwidth", note.Place.Path);
    }

    [Fact]
    public void Dataplane_VNF_3_asks_two_threads_and_two_virtual_functions()
    {
        var vnf = DataFolder.Deployable("openmano/dataplaneVNF3.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal((2, CpuThreadPolicy.Prefer), (flavour.Cpu.VcpuCount, flavour.Cpu.ThreadPolicy));
        Assert.Equal((2_048, 10), (flavour.Memory.SizeMebibytes, flavour.Storage.RootDiskGibibytes));
        var data = Assert.Single(vnf.Computes).Vnics.Skip(1).ToList();
        Assert.Equal(["data0", "data1"], data.Select(v => v.VirtualLink));
        Assert.All(
            data,
            v => Assert.Equal((VnicKind.SriovVf, 1_000_000_000), (v.Kind, v.GuaranteedEgressBitsPerSecond)));
    }

    [Fact]
    public void Two_VMs_share_the_internal_link()
    {
        var vnf = DataFolder.Deployable("openmano/dataplaneVNF_2VMs.yaml");

        Assert.Equal([4, 2], vnf.Flavours.Select(f => f.Cpu.VcpuCount));
        Assert.All(vnf.Flavours, f => Assert.Equal(CpuThreadPolicy.Require, f.Cpu.ThreadPolicy));
        Assert.Equal(VirtualLinkOrigin.Create, vnf.VirtualLinks.Single(l => l.Name == "datanet").Origin);
        Assert.All(vnf.Computes, c => Assert.Equal("datanet", c.Vnics.Single(v => v.Name == "xe0").VirtualLink));
        Assert.Equal(["in", "out"], vnf.Computes.Select(c => c.Vnics.Single(v => v.Name == "xe1").VirtualLink));
        Assert.Single(vnf.Images);
    }

    [Fact]
    public void Linux_asks_a_shared_CPU_and_plain_memory()
    {
        var vnf = DataFolder.Deployable("openmano/linux.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal((1, CpuPolicy.Shared), (flavour.Cpu.VcpuCount, flavour.Cpu.Policy));
        Assert.Equal((1_024, PageSizeDemand.Unspecified), (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize));
        Assert.Equal((0, 10), (flavour.NumaNodes.Count, flavour.Storage.RootDiskGibibytes));
        Assert.Equal(VnicKind.Virtio, Assert.Single(Assert.Single(vnf.Computes).Vnics).Kind);
    }

    [Fact]
    public void Openvim_flavour_of_two_threads()
    {
        var vnf = DataFolder.Deployable("openvim/2Th_2G.yaml");

        Assert.Equal(DescriptorFormat.OpenvimFlavour, vnf.Format);
        Assert.Empty(vnf.Computes);
        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(("2Th_2G", 2, 2_048), (flavour.Name, flavour.Cpu.VcpuCount, flavour.Memory.SizeMebibytes));
        Assert.Contains(
            vnf.Notes,
            n => n.Place.Path == "flavor.extended.processor_ranking" && n.Place is { Line: 28, Column: 29 });
    }

    [Fact]
    public void Openvim_flavour_of_five_pairs_carries_its_interfaces()
    {
        var flavour = Assert.Single(DataFolder.Deployable("openvim/5PTh_8G_2I.yaml").Flavours);

        Assert.Equal(
            (10, CpuThreadPolicy.Require, 8_192),
            (flavour.Cpu.VcpuCount, flavour.Cpu.ThreadPolicy, flavour.Memory.SizeMebibytes));
        Assert.Equal(["xe0", "xe1"], flavour.Vnics.Select(v => v.Name));
        Assert.All(
            flavour.Vnics,
            v => Assert.Equal((VnicKind.PfPassthrough, 10_000_000_000), (v.Kind, v.GuaranteedIngressBitsPerSecond)));
    }

    [Fact]
    public void Openvim_flavour_template_needs_its_name()
    {
        var result = DataFolder.Read("openvim/new_flavor.yaml");

        Assert.Equal(
            [(33, 12, "flavor.name"), (34, 19, "flavor.description")],
            result.Errors.Select(e => (e.Place.Line, e.Place.Column, e.Place.Path)));
        Assert.All(result.Errors, e => Assert.Contains("'name' has no value", e.Problem));
        var named = DataFolder.Deployable(
            "openvim/new_flavor.yaml",
            options: new DescriptorOptions
            {
                Parameters = new Dictionary<string, string> { ["name"] = "tiny", ["threads"] = "4" },
            });
        var flavour = Assert.Single(named.Flavours);
        Assert.Equal(("tiny", 4, 2_048), (flavour.Name, flavour.Cpu.VcpuCount, flavour.Memory.SizeMebibytes));
    }
}

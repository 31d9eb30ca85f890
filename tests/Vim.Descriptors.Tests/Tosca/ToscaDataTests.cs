using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Tosca;

/// <summary>The vCPE descriptors of ONAP with hardware awareness.</summary>
public sealed class ToscaDataTests
{
    [Theory]
    [InlineData(
        "vbng",
        "vCPE_vbng",
        "Cp_vbng_public Cp_vbng_onap_private Cp_vbng_brgemu_bng_private_net* Cp_vbng_cpe_signal "
            + "Cp_vbng_bng_gmux_private_net*",
        3)]
    [InlineData("vbrgemu", "vCPE_vbrgemu", "Cp_vbrgemu_public Cp_vbrgemu_vbrgemu_bng_private_net*", 1)]
    [InlineData("vgw", "vCPE_vgw", "Cp_vgw_public Cp_vgw_onap_private Cp_vgw_mux_gw_private_net* Cp_vgw_cpe_public", 2)]
    public void VCPE(string file, string name, string vnics, int links)
    {
        var vnf = DataFolder.Deployable($"onap/tosca_vCPE_{file}_MainServiceTemplate_sriov.yaml");

        Assert.Equal(name, vnf.Name);
        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal((2, CpuPolicy.Shared), (flavour.Cpu.VcpuCount, flavour.Cpu.Policy));
        Assert.Equal((4_096, PageSizeDemand.TwoMebibytes), (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize));
        Assert.Equal(40, flavour.Storage.RootDiskGibibytes);
        var compute = Assert.Single(vnf.Computes);
        Assert.Equal(
            vnics,
            string.Join(' ', compute.Vnics.Select(v => v.Name + (v.Kind == VnicKind.SriovVf ? "*" : ""))));
        Assert.All(compute.Vnics.Where(v => v.Kind == VnicKind.SriovVf), v =>
        {
            Assert.Equal(("1234", "5678"), (v.PciVendorId, v.PciDeviceId));
            Assert.Equal((10_000_000, 10_000_000), (v.GuaranteedEgressBitsPerSecond, v.PeakIngressBitsPerSecond));
            Assert.Equal("physnet1", vnf.VirtualLinks.Single(l => l.Name == v.VirtualLink).PhysicalNetwork);
        });
        Assert.Equal(links, vnf.VirtualLinks.Count(l => l.Origin == VirtualLinkOrigin.Create));
        Assert.StartsWith("#!/bin/bash", compute.UserData);
        Assert.True(compute.Metadata.ContainsKey("vnf_id"));
        Assert.Contains(vnf.Notes, n => n.Place.Path.EndsWith("numberOfPages", StringComparison.Ordinal)
            && n.Text.StartsWith("2048 MiB are asked", StringComparison.Ordinal));
        Assert.Contains(vnf.Notes, n => n.Place.Path.EndsWith("inject_files", StringComparison.Ordinal));
    }
}

using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Yardstick;

public sealed class YardstickDataTests
{
    [Theory]
    [InlineData("tc_prox_heat_context_acl-4", 10, "mgmt uplink_0 downlink_0 uplink_1 downlink_1")]
    [InlineData("tc_prox_heat_context_bng-4", 18, "mgmt uplink_0 downlink_0 uplink_1 downlink_1")]
    [InlineData("tc_prox_heat_context_bng_qos-4", 20, "mgmt uplink_0 downlink_0 uplink_1 downlink_1")]
    [InlineData("tc_prox_heat_context_l2fwd-4", 10, "mgmt uplink_0 downlink_0 uplink_1 downlink_1")]
    [InlineData("tc_heat_rfc2544_ipv4_1rule_1flow_trex", 10, "mgmt uplink_0 downlink_0")]
    public void A_pair_of_VNF_and_traffic_generator_apart(string file, int vcpus, string links)
    {
        var vnf = DataFolder.Deployable($"yardstick/{file}.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (vcpus, 20_480, 6),
            (flavour.Cpu.VcpuCount, flavour.Memory.SizeMebibytes, flavour.Storage.RootDiskGibibytes));
        Assert.Equal(new GuestCpuTopology(1, vcpus, 1), flavour.Cpu.Topology);
        Assert.Equal(["vnf_0", "trafficgen_0"], vnf.Computes.Select(c => c.Name));
        Assert.All(vnf.Computes, c => Assert.Equal(links, string.Join(' ', c.Vnics.Select(v => v.VirtualLink))));
        Assert.All(vnf.Computes, c => Assert.Equal(["pgrp1"], c.AffinityGroups));
        Assert.Equal(AffinityKind.AntiAffinity, Assert.Single(vnf.AffinityGroups).Kind);
        Assert.All(
            vnf.VirtualLinks.Skip(1),
            l => Assert.Equal((false, false), (l.PortSecurity, l.Subnets[0].DhcpEnabled)));
    }

    [Fact]
    public void TC042_asks_huge_pages()
    {
        var vnf = DataFolder.Deployable("yardstick/opnfv_yardstick_tc042.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (4, 4_096, PageSizeDemand.Large),
            (flavour.Cpu.VcpuCount, flavour.Memory.SizeMebibytes, flavour.Memory.PageSize));
        Assert.Equal(["demeter", "poseidon"], vnf.Computes.Select(c => c.Name));
        Assert.All(vnf.Computes, c => Assert.Equal(["test", "test2", "test3"], c.Vnics.Select(v => v.VirtualLink)));
    }

    [Fact]
    public void One_VNF_between_existing_machines_is_on_provider_networks()
    {
        var vnf = DataFolder.Deployable("yardstick/tc_heat_external_rfc2544_ipv4_1flow_trex.yaml");

        Assert.Equal("vnf_0", Assert.Single(vnf.Computes).Name);
        Assert.Equal(
            [(null, null), ("flat", "phystenant1"), ("flat", "phystenant2")],
            vnf.VirtualLinks.Select(l => (l.NetworkType, l.PhysicalNetwork)));
    }

    [Fact]
    public void A_misspelt_memory_policy_is_refused_where_it_stands()
    {
        var error = Assert.Single(
            DataFolder.Read("yardstick/tc_heat_external_rfc2544_ipv4_128Kflows_5cores_2ports.yaml").Errors);

        Assert.Equal((74, "contexts[2].flavor.extra_specs.hw:numa_mempolicy"), (error.Place.Line, error.Place.Path));
        Assert.Contains("'preffered' is no memory policy", error.Problem);
    }

    [Fact]
    public void With_its_spelling_corrected_the_same_test_case_asks_five_cores_of_one_NUMA_node()
    {
        var file = DataFolder.File("yardstick/tc_heat_external_rfc2544_ipv4_128Kflows_5cores_2ports.yaml");
        var vnf = Outcome.Deployable(DescriptorReader.Read(
            file with { Text = file.Text.With("preffered", "preferred") }, [], DescriptorOptions.None));

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (5, CpuPolicy.Dedicated, CpuThreadPolicy.Prefer),
            (flavour.Cpu.VcpuCount, flavour.Cpu.Policy, flavour.Cpu.ThreadPolicy));
        Assert.Equal(
            (PageSizeDemand.Large, 20_480),
            (flavour.Memory.PageSize, Assert.Single(flavour.NumaNodes).MemoryMebibytes));
    }

    [Fact]
    public void A_context_of_one_laboratorys_hosts_is_refused()
    {
        var error = Assert.Single(DataFolder.Read("yardstick/tc_sriov_rfc2544_ipv4_1rule_1flow_trex.yaml").Errors);

        Assert.Equal((46, "contexts[1].type"), (error.Place.Line, error.Place.Path));
        Assert.Contains("'StandaloneSriov'", error.Problem);
    }
}

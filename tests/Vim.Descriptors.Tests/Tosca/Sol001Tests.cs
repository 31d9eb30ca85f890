using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Tosca;

public sealed class Sol001Tests
{
    private const string Compute = "topology_template.node_templates.vdu_1.capabilities.virtual_compute.properties";
    private const string NetLayer2 =
        "topology_template.node_templates.net.properties.vl_profile.virtual_link_protocol_data[0].l2_protocol_data";

    [Fact]
    public void A_VDU_becomes_a_flavour_with_all_its_demands()
    {
        var vnf = Outcome.Deployable(Fixtures.Sol001);

        Assert.Equal(("sol", DescriptorFormat.ToscaSol001), (vnf.Name, vnf.Format));
        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (6, CpuPolicy.Dedicated, CpuThreadPolicy.Isolate),
            (flavour.Cpu.VcpuCount, flavour.Cpu.Policy, flavour.Cpu.ThreadPolicy));
        Assert.Equal(EmulatorThreadsPolicy.Isolate, flavour.Cpu.EmulatorThreadsPolicy);
        Assert.Equal([2, 3, 4, 5], flavour.Cpu.RealTimeVcpus);
        Assert.Equal((6_144, PageSizeDemand.TwoMebibytes), (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize));
        Assert.Equal([2_048L, 4_096L], flavour.NumaNodes.Select(n => n.MemoryMebibytes));
        Assert.Equal([0, 1], flavour.NumaNodes[0].VcpuIds);
        Assert.Equal([2, 3, 4, 5], flavour.NumaNodes[1].VcpuIds);
        Assert.Equal(
            new PciDeviceDemand { VendorId = "8086", DeviceId = "37c8", Count = 2, GuestNumaNode = 1 },
            Assert.Single(flavour.PciDevices));
        Assert.Equal(new TraitDemand("HW_CPU_X86_AVX2", Forbidden: false), Assert.Single(flavour.Traits));
        Assert.Equal((8, 4), (flavour.Storage.RootDiskGibibytes, flavour.Storage.EphemeralGibibytes));
        Assert.Equal(new VolumeDemand("volume", 100, "BLOCK", null), Assert.Single(flavour.Storage.Volumes));
    }

    [Fact]
    public void Connection_points_links_and_policies_are_read()
    {
        var vnf = Outcome.Deployable(Fixtures.Sol001);

        var compute = Assert.Single(vnf.Computes);
        Assert.Equal((2, "zone-a", "img"), (compute.Count, compute.Zone, compute.ImageName));
        Assert.Equal(["cp_1", "cp_0"], compute.Vnics.Select(v => v.Name));
        var (open, data) = (compute.Vnics[0], compute.Vnics[1]);
        Assert.Equal(
            (VnicKind.Virtio, "e1000", "52:54:00:00:00:07", true),
            (open.Kind, open.Model, open.MacAddress, open.Trunk));
        Assert.Equal(VirtualLinkOrigin.External, vnf.VirtualLinks.Single(l => l.Name == open.VirtualLink).Origin);
        Assert.Equal(
            (VnicKind.SriovVf, 1_000_000, 2_000_000),
            (data.Kind, data.GuaranteedIngressBitsPerSecond, data.PeakEgressBitsPerSecond));
        var link = vnf.VirtualLinks.Single(l => l.Name == "net");
        Assert.Equal(
            ("vlan", "physnet-data", 33L, 9_000),
            (link.NetworkType, link.PhysicalNetwork, link.SegmentationId, link.MtuBytes));
        Assert.Equal((500_000, 9_000_000), (link.GuaranteedBitsPerSecond, link.PeakBitsPerSecond));
        Assert.Equal(
            new AffinityGroup("apart", AffinityKind.AntiAffinity, AffinityScope.Zone),
            Assert.Single(vnf.AffinityGroups));
        Assert.Equal(["apart"], compute.AffinityGroups);
        var image = Assert.Single(vnf.Images);
        Assert.Equal(
            ("img", "qcow2", 8, 2_048),
            (image.Name, image.DiskFormat, image.MinDiskGibibytes, image.MinMemoryMebibytes));
    }

    [Theory]
    [InlineData("socket", AffinityScope.Socket)]
    [InlineData("nfvi_node", AffinityScope.Host)]
    [InlineData("rack", AffinityScope.Rack)]
    [InlineData("fault_domain", AffinityScope.FaultDomain)]
    public void Groups_have_the_scope_that_their_rule_names(string word, AffinityScope scope)
    {
        var vnf = Outcome.Deployable(Fixtures.Sol001.With("{scope: zone}", $"{{scope: {word}}}"));
        Assert.Equal(scope, Assert.Single(vnf.AffinityGroups).Scope);
    }

    [Fact]
    public void Inputs_come_from_the_deployer_before_companions_before_defaults()
    {
        string Physical(DescriptorFile[] companions, DescriptorOptions options) => Outcome.Deployable(
            DescriptorReader.Read(new DescriptorFile("a", Fixtures.Sol001), companions, options))
            .VirtualLinks.Single(l => l.Name == "net").PhysicalNetwork!;
        DescriptorFile[] companion = [new("inputs.yaml", "inputs: {side: core}")];

        Assert.Equal("physnet-data", Physical([], DescriptorOptions.None));
        Assert.Equal("physnet-core", Physical(companion, DescriptorOptions.None));
        Assert.Equal("physnet-edge", Physical(companion, Outcome.Parameters(("side", "edge"))));
    }

    [Theory]
    [InlineData(
        "realTimeMask: ^0-1", "realTimeMask: ^0-9", "^0-9",
        Compute + ".virtual_cpu.vdu_cpu_requirements.realTimeMask", "not a list of vCPUs 0 to 5")]
    [InlineData(
        "emulatorThreadsPolicy: isolate", "hyperThreads: 3", "hyperThreads",
        Compute + ".virtual_cpu.vdu_cpu_requirements.hyperThreads", "requirement 'hyperThreads' is not understood")]
    [InlineData(
        "memoryPageSize: 2 MB", "memoryPageSize: 3 MB", "3 MB",
        Compute + ".virtual_memory.vdu_mem_requirements.memoryPageSize", "no host has pages of 3072 KiB")]
    [InlineData(
        "virtual_mem_size: 6144 MB", "virtual_mem_size: 6 GB, 1", "6 GB, 1",
        Compute + ".virtual_memory.virtual_mem_size", "a size in whole MiB is needed")]
    [InlineData(
        "vnic_type: direct,", "vnic_type: diret,", "diret",
        "topology_template.node_templates.cp_0.properties.vnic_type", "'diret' is not understood")]
    [InlineData(
        "{scope: zone}", "{scope: galaxy}", "galaxy",
        "topology_template.policies[0].apart.properties.scope", "'galaxy' is not understood")]
    [InlineData(
        "{node: net}", "{node: nut}", "nut",
        "topology_template.node_templates.cp_0.requirements[1].virtual_link.node", "no virtual link 'nut'")]
    [InlineData(
        "requirements: [{virtual_binding: vdu_1}]", "requirements: [{virtual_binding: vdu_2}]", "vdu_2",
        "topology_template.node_templates.cp_1.requirements[0].virtual_binding", "there is no VDU 'vdu_2'")]
    [InlineData(
        "tosca.nodes.nfv.Vdu.VirtualBlockStorage", "tosca.nodes.nfv.Vdu.OsContainer", "tosca.nodes.nfv.Vdu.OsContainer",
        "topology_template.node_templates.volume.type", "is not deployed by this VIM")]
    [InlineData(
        "{get_input: side}", "{get_input: sides}", "sides",
        NetLayer2 + ".physical_network.concat[1].get_input", "'sides' is not declared")]
    [InlineData(
        "pciDeviceId: 0x37C8", "pciDeviceId: 37C", "37C\n",
        Compute + ".logical_node.b.logical_node_requirements.pciDeviceId", "is not a PCI vendor or device id")]
    public void A_wrong_value_is_refused_where_it_stands(
        string part, string other, string marker, string path, string problem)
    {
        var text = Fixtures.Sol001.With(part, other);
        var errors = Outcome.Read(text).Errors;
        var error = errors.SingleOrDefault(e => e.Place.Path == path);
        Assert.True(error is not null, string.Join('\n', errors));
        Assert.Equal(Outcome.Place(text, marker), (error.Place.Line, error.Place.Column));
        Assert.Contains(problem, error.Problem);
    }

    [Theory]
    [InlineData("numaCpu: \"2-5\"", "numaCpu: \"1-5\"", "the NUMA nodes name 7 vCPUs (6 different), the flavour has 6")]
    [InlineData(
        "numaMem: 4 GB",
        "numaMem: 3 GB",
        "the NUMA nodes have 5120 MiB of memory together, the flavour has 6144 MiB")]
    [InlineData(
        "virtual_cpu_pinning: {virtual_cpu_pinning_policy: dynamic}",
        "cpu_architecture: x86_64",
        "a CPU thread policy is asked without dedicated CPUs")]
    [InlineData(
        "realTimeMask: ^0-1",
        "numCpuCores: 4",
        "a guest topology of any sockets x 4 cores x any threads does not give 6 vCPUs")]
    public void Demands_that_contradict_each_other_are_refused(string part, string other, string problem)
    {
        var result = Outcome.Read(Fixtures.Sol001.With(part, other));

        Assert.Null(result.Deployment);
        Assert.Contains(result.Errors, e => e.Problem == problem);
    }

    [Fact]
    public void A_JSON_value_is_unwrapped_and_its_preference_noted()
    {
        var text = Fixtures.Sol001.With(
            "memoryPageSize: 2 MB",
            "memoryPageSize: "
            + """'{"configurationValue": "large", "mandatory": "false", "hardwarePlatform": "generic"}'""");

        var vnf = Outcome.Deployable(text);

        Assert.Equal(PageSizeDemand.Large, vnf.Flavours[0].Memory.PageSize);
        Assert.Contains("preference", Assert.Single(vnf.Notes).Text);
    }

    [Fact]
    public void A_template_without_VDU_is_refused()
    {
        Outcome.RefusedAt(
            """
            tosca_definitions_version: tosca_simple_yaml_1_2
            topology_template:
              node_templates:
                a: {type: tosca.nodes.nfv.VNF}

            """,
            "a: {type",
            "topology_template.node_templates",
            "the template has no VDU");
    }
}

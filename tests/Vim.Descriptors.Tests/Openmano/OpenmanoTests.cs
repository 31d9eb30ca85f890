using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Openmano;

public sealed class OpenmanoTests
{
    [Fact]
    public void Uneven_NUMA_nodes_keep_their_pairs_memory_and_interfaces()
    {
        var vnf = Outcome.Deployable(Fixtures.Openmano);

        var fast = vnf.Flavours[0];
        Assert.Equal(
            (8, CpuPolicy.Dedicated, CpuThreadPolicy.Require),
            (fast.Cpu.VcpuCount, fast.Cpu.Policy, fast.Cpu.ThreadPolicy));
        Assert.Equal([0, 1, 2, 3, 4, 5], fast.NumaNodes[0].VcpuIds);
        Assert.Equal([6, 7], fast.NumaNodes[1].VcpuIds);
        Assert.Equal([8_192L, 2_048L], fast.NumaNodes.Select(n => n.MemoryMebibytes));
        Assert.Equal((10_240, 20), (fast.Memory.SizeMebibytes, fast.Storage.RootDiskGibibytes));
        var vnics = vnf.Computes[0].Vnics;
        Assert.Equal([("eth0", "mgmt"), ("xe0", "inner"), ("xe1", "wan")], vnics.Select(v => (v.Name, v.VirtualLink)));
        Assert.Equal(
            (VnicKind.SriovVf, 0, 2_500_000_000),
            (vnics[1].Kind, vnics[1].GuestNumaNode, vnics[1].GuaranteedIngressBitsPerSecond));
        Assert.Equal(
            (VnicKind.PfPassthrough, 1, "52:54:00:aa:bb:01"),
            (vnics[2].Kind, vnics[2].GuestNumaNode, vnics[2].MacAddress));
        Assert.Equal("virtio", vnics[0].Model);
    }

    [Fact]
    public void A_plain_VNFC_keeps_its_count_user_data_and_disks()
    {
        var vnf = Outcome.Deployable(Fixtures.Openmano);

        var slow = vnf.Computes[1];
        Assert.Equal((3, "slow-1.0", "hello", true), (slow.Count, slow.ImageName, slow.UserData, slow.ConfigDrive));
        Assert.Equal(new VolumeDemand("disk-1", 5, "BLOCK", null), Assert.Single(vnf.Flavours[1].Storage.Volumes));
        Assert.Equal("10.9.0.0/24", Assert.Single(vnf.VirtualLinks.Single(l => l.Name == "inner").Subnets).Cidr);
        Assert.Empty(vnf.Notes);
    }

    [Fact]
    public void The_deployer_binds_open_ends_to_networks()
    {
        var options = new DescriptorOptions
        {
            NetworkBindings = new Dictionary<string, NetworkBinding>
            {
                ["mgmt"] = new("mgmt-net", null),
                ["wan"] = new(null, "physnet-core"),
            },
        };
        var vnf = Outcome.Deployable(DescriptorReader.Read(new DescriptorFile("a", Fixtures.Openmano), [], options));

        Assert.Equal("mgmt-net", vnf.Computes[0].Vnics[0].VirtualLink);
        Assert.Equal(VirtualLinkOrigin.Existing, vnf.VirtualLinks.Single(l => l.Name == "mgmt-net").Origin);
        Assert.Equal("physnet-core", vnf.VirtualLinks.Single(l => l.Name == "wan").PhysicalNetwork);
    }

    [Fact]
    public void A_binding_of_a_link_that_is_not_there_is_refused()
    {
        var options = new DescriptorOptions
        {
            NetworkBindings = new Dictionary<string, NetworkBinding> { ["lan"] = new("x", null) },
        };

        var error =
            Assert.Single(DescriptorReader.Read(new DescriptorFile("a", Fixtures.Openmano), [], options).Errors);

        Assert.Contains("'lan'", error.Problem);
        Assert.Contains("inner, mgmt, oam, wan", error.Remedy);
    }

    [Fact]
    public void An_openvim_server_is_read_with_its_networks()
    {
        var vnf = Outcome.Deployable(Fixtures.OpenvimServer);

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (2, CpuThreadPolicy.Isolate, 4_096),
            (flavour.Cpu.VcpuCount, flavour.Cpu.ThreadPolicy, flavour.Memory.SizeMebibytes));
        Assert.Equal(
            [
                ("eth0", VnicKind.Virtio, "mgmt-net"),
                ("eth1", VnicKind.SriovVf, "vf-net"),
                ("xe0", VnicKind.SriovVf, "xe0"),
            ],
            Assert.Single(vnf.Computes).Vnics.Select(v => (v.Name, v.Kind, v.VirtualLink)));
        Assert.Equal(100_000_000, vnf.Computes[0].Vnics[1].GuaranteedEgressBitsPerSecond);
        Assert.Equal(VirtualLinkOrigin.Existing, vnf.VirtualLinks.Single(l => l.Name == "mgmt-net").Origin);
    }

    [Theory]
    [InlineData("    disk: 20", "    disks: 20", "disks", "vnf.VNFC[0].disks", "key 'disks' is not known here")]
    [InlineData(
        "2500 Mbps", "2500 Mpbs", "2500 Mpbs",
        "vnf.VNFC[0].numas[0].interfaces[0].bandwidth", "a rate is needed")]
    [InlineData(
        "dedicated: \"yes\"", "dedicated: \"yes:sriov\"", "\"yes:sriov\"",
        "vnf.VNFC[0].numas[1].interfaces[0].dedicated", "physical function to itself")]
    [InlineData(
        "dedicated: \"yes\"", "dedicated: maybe", "maybe",
        "vnf.VNFC[0].numas[1].interfaces[0].dedicated", "'maybe' is not understood")]
    [InlineData(
        "0000:00:11.0", "0000:00:11.9", "\"0000:00:11.9\"",
        "vnf.VNFC[0].numas[0].interfaces[0].vpci", "is not a PCI address")]
    [InlineData(
        "- paired-threads: 1\n", "- cores: 1\n", "1\n      memory: 2",
        "vnf.VNFC[0].numas[1].cores", "one CPU thread policy")]
    [InlineData(
        "[4, 5]]", "[5, 4]]", "[5, 4]",
        "vnf.VNFC[0].numas[0].paired-threads-id[2]", "not of the form [2n, 2n+1]")]
    [InlineData(
        "VNFC: slow, local_iface_name: eth1", "VNFC: slow, local_iface_name: eth0", "{name: oam",
        "vnf.external-connections[2]", "is in two connections")]
    [InlineData("model: e1000", "model: ne3000", "ne3000", "vnf.VNFC[1].bridge-ifaces[0].model", "is not known")]
    [InlineData("ram: 2048", "ram: lots", "lots", "vnf.VNFC[1].ram", "a size in whole MiB is needed")]
    public void A_wrong_value_is_refused_where_it_stands(
        string part, string other, string marker, string path, string problem)
    {
        var text = Fixtures.Openmano.With(part, other);
        var errors = Outcome.Read(text).Errors;
        var error = errors.Single(e => e.Place.Path == path);
        Assert.Equal(Outcome.Place(text, marker), (error.Place.Line, error.Place.Column));
        Assert.Contains(problem, error.Problem);
    }

    [Fact]
    public void An_unknown_key_names_the_known_ones()
    {
        var text = Fixtures.Openmano.With("    vcpus: 2", "    vcpu: 2");

        var error = Outcome.Read(text).Errors.Single(e => e.Place.Path == "vnf.VNFC[1].vcpu");

        Assert.Equal(Outcome.Place(text, "vcpu: 2"), (error.Place.Line, error.Place.Column));
        Assert.Contains("known keys here: ", error.Remedy);
        Assert.Contains("vcpus", error.Remedy);
    }

    [Fact]
    public void An_interface_without_connection_is_refused()
    {
        Outcome.RefusedAt(
            Fixtures.Openmano.With("  - {name: wan, type: data, VNFC: fast, local_iface_name: xe1}\n", ""),
            "{name: xe1",
            "vnf.VNFC[0].numas[1].interfaces[0]",
            "is in no connection");
    }

    [Fact]
    public void A_connection_to_nothing_is_refused()
    {
        var text = Fixtures.Openmano.With(
            "  VNFC:\n", "  - {name: ghost, type: data, VNFC: fast, local_iface_name: xe9}\n  VNFC:\n");

        Outcome.RefusedAt(text, "{name: ghost", "vnf.external-connections[3]", "has no interface 'xe9'");
    }

    [Fact]
    public void A_parameter_for_a_language_without_parameters_is_refused()
    {
        Assert.Contains("parameter 'x'", Assert.Single(Outcome.Read(Fixtures.Openmano, ("x", "1")).Errors).Problem);
    }
}

using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Heat;

public sealed class HeatDataTests
{
    private const string Vfw = "onap/heat_vFW_HPA_vFW_SRIOV_NIC_base_vfw";
    private const string Vlb = "onap/heat_vLB_HPA_vLB_SRIOV_NIC_base_vlb";
    private const string Vipsec = "onap/heat_vIPsec_vIPsec_base_vipsec";

    [Fact]
    public void The_firewall_environment_is_refused_for_each_value_left_to_fill_in()
    {
        var result = DataFolder.Read(Vfw + ".yaml", Vfw + ".env");

        Assert.All(result.Errors, e => Assert.Equal(Vfw + ".env", e.Place.File));
        Assert.All(result.Errors, e => Assert.Contains("still a reminder to fill it in", e.Problem));
        Assert.Equal([2, 3, 4, 5, 6, 9, 10, 11, 12], result.Errors.Select(e => e.Place.Line));
        Assert.Equal(new SourcePlace(Vfw + ".env", 3, 25, "parameters.firewall_flavor_name"), result.Errors[1].Place);
    }

    [Fact]
    public void The_firewall_ports_are_refused_while_their_kind_is_undecided()
    {
        var result = DataFolder.Read(Vfw + ".yaml", Vfw + ".env", Filled("vfw"));

        Assert.Equal([26, 27, 28, 29, 30, 31, 32], result.Errors.Select(e => e.Place.Line));
        Assert.All(result.Errors, e => Assert.Contains("'normal or direct' is not understood", e.Problem));
    }

    [Fact]
    public void The_firewall_deploys_with_virtual_functions()
    {
        var options = Filled(
            "vfw",
            ("vfw_private_0_port_vnic_type", "direct"), ("vfw_private_1_port_vnic_type", "direct"),
            ("vfw_private_2_port_vnic_type", "normal"), ("vpg_private_0_port_vnic_type", "direct"),
            ("vpg_private_1_port_vnic_type", "normal"), ("vsn_private_0_port_vnic_type", "direct"),
            ("vsn_private_1_port_vnic_type", "normal"));
        var vnf = DataFolder.Deployable(Vfw + ".yaml", Vfw + ".env", options);

        Assert.Equal(["zdfw1fwl01fwl01", "zdfw1fwl01pgn01", "zdfw1fwl01snk01"], vnf.Computes.Select(c => c.Name));
        Assert.Equal([4, 3, 3], vnf.Computes.Select(c => c.Vnics.Count));
        Assert.Equal(
            [VnicKind.Virtio, VnicKind.SriovVf, VnicKind.SriovVf, VnicKind.Virtio],
            vnf.Computes[0].Vnics.Select(v => v.Kind));
        Assert.Equal("192.168.10.100", Assert.Single(vnf.Computes[0].Vnics[1].IpAddresses));
        Assert.Equal(["large"], vnf.ExistingFlavours);
        var side = vnf.VirtualLinks.Single(l => l.Name == "zdfw1fwl01_unprotected");
        Assert.Equal(("vlan", "physnet-data"), (side.NetworkType, side.PhysicalNetwork));
        Assert.Equal("192.168.10.0/24", Assert.Single(side.Subnets).Cidr);
        Assert.Contains("echo \"10.0.4.1\" > /opt/config/dcae_collector_ip.txt", vnf.Computes[0].UserData);
        Assert.DoesNotContain("__", vnf.Computes[0].UserData);
        Assert.Contains(vnf.Notes, n => n.Text.Contains("OS::Nova::KeyPair"));
    }

    [Fact]
    public void The_IPsec_gateways_deploy_once_their_flavours_are_named()
    {
        var refused = DataFolder.Read(Vipsec + ".yaml", Vipsec + ".env");
        Assert.Equal([3, 4, 5], refused.Errors.Select(e => e.Place.Line));

        var vnf = DataFolder.Deployable(
            Vipsec + ".yaml",
            Vipsec + ".env",
            Outcome.Parameters(
                ("ipsec_flavor_name", "m1.large"),
                ("sink_flavor_name", "m1.medium"),
                ("packetgen_flavor_name", "m1.medium")));

        Assert.Equal(["ipsec01", "ipsec02", "vpg01", "vsn01"], vnf.Computes.Select(c => c.Name));
        Assert.Equal(["m1.large", "m1.medium"], vnf.ExistingFlavours);
        Assert.All(
            vnf.Computes.Take(2),
            c => Assert.Equal([VnicKind.SriovVf, VnicKind.Virtio, VnicKind.SriovVf], c.Vnics.Select(v => v.Kind)));
        Assert.Equal(
            ["private_net_clientA", "oam_onap_vnf_test", "ipsec_net"],
            vnf.Computes[0].Vnics.Select(v => v.VirtualLink));
        Assert.Equal("private-1", vnf.VirtualLinks.Single(l => l.Name == "ipsec_net").PhysicalNetwork);
        Assert.Equal(
            "20.0.0.0/16",
            Assert.Single(vnf.VirtualLinks.Single(l => l.Name == "oam_onap_vnf_test").Subnets).Cidr);
        Assert.Equal(4, vnf.Notes.Count(n => n.Text.Contains("OS::Neutron::FloatingIP")));
    }

    [Fact]
    public void The_load_balancer_deploys_and_knows_the_MAC_addresses_that_its_user_data_needs()
    {
        var options = Filled(
            "vlb",
            ("vdns_flavor_name", "large"), ("vpg_flavor_name", "large"), ("onap_private_net_cidr", "10.0.0.0/16"),
            ("vlb_private_ip_1", "10.0.1.1"), ("vdns_private_ip_1", "10.0.1.2"), ("vpg_private_ip_1", "10.0.1.3"),
            ("cloud_env", "openstack"),
            ("vlb_private_0_port_vnic_type", "direct"), ("vlb_private_1_port_vnic_type", "normal"),
            ("vlb_private_2_port_vnic_type", "direct"), ("vpg_private_0_port_vnic_type", "direct"),
            ("vpg_private_1_port_vnic_type", "normal"), ("vdns_private_0_port_vnic_type", "direct"),
            ("vdns_private_1_port_vnic_type", "normal"));
        var vnf = DataFolder.Deployable(Vlb + ".yaml", Vlb + ".env", options);

        Assert.Equal(["zdfw1lb01lb01", "zdfw1lb01dns01", "zdfw1lb01pg01"], vnf.Computes.Select(c => c.Name));
        var generator = vnf.Computes[2].Vnics.Single(v => v.Name == "vpg_private_0_port");
        var balancer = vnf.Computes[0].Vnics.Single(v => v.Name == "vlb_private_2_port");
        Assert.Contains(generator.MacAddress!, vnf.Computes[0].UserData);
        Assert.Contains(balancer.MacAddress!, vnf.Computes[2].UserData);
        Assert.Equal((VnicKind.SriovVf, "zdfw1pktgen01_private"), (balancer.Kind, balancer.VirtualLink));
    }

    [Theory]
    [InlineData("cgnapt_heat_tenant", "cgnapt", "cgnapt.cgnapt", null)]
    [InlineData("vfw_heat_provider", "vfw_provider", "vfw_vnf.vfw_provider", "phystenant")]
    [InlineData("vacl_heat_provider", "vacl_provider", "vacl_vnf.vacl_provider", "phystenant")]
    [InlineData("udp_replay_heat_provider", "udp_replay_provider", "udp_replay_vnf.udp_replay_provider", "phystenant")]
    public void SampleVNF(string file, string prefix, string server, string? physical)
    {
        var vnf = DataFolder.Deployable($"samplevnf/{file}.yaml");

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (prefix + "-flavor", 10, 20_480, 6),
            (flavour.Name, flavour.Cpu.VcpuCount, flavour.Memory.SizeMebibytes, flavour.Storage.RootDiskGibibytes));
        Assert.Equal(new GuestCpuTopology(1, 10, 1), flavour.Cpu.Topology);
        var compute = Assert.Single(vnf.Computes);
        Assert.Equal((server, "yardstick-samplevnfs", true), (compute.Name, compute.ImageName, compute.ConfigDrive));
        Assert.Equal([prefix + "-mgmt", prefix + "-xe0", prefix + "-xe1"], compute.Vnics.Select(v => v.VirtualLink));
        Assert.All(compute.Vnics, v => Assert.Equal(VnicKind.Virtio, v.Kind));
        var links = compute.Vnics.Select(v => vnf.VirtualLinks.Single(l => l.Name == v.VirtualLink)).ToList();
        Assert.Equal(["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"], links.Select(l => Assert.Single(l.Subnets).Cidr));
        Assert.Equal(
            [null, physical is null ? null : physical + "1", physical is null ? null : physical + "2"],
            links.Select(l => l.PhysicalNetwork));
        Assert.All(links.Skip(1), l => Assert.Equal((false, true), (l.PortSecurity, l.Subnets[0].NoGateway)));
    }

    [Fact]
    public void PROX_needs_its_parameters_and_then_asks_isolated_cores_and_huge_pages()
    {
        var refused = DataFolder.Read("samplevnf/rapid-openstack-server-2ports.yaml");
        Assert.Equal([31, 32, 34, 40, 54, 67, 74], refused.Errors.Select(e => e.Place.Line));
        Assert.Contains(refused.Errors, e => e is
        {
            Place: { Line: 34, Column: 14, Path: "resources.PROX_instance.properties.image" },
            Remedy: "give parameter PROX_image=...",
        });

        var vnf = DataFolder.Deployable(
            "samplevnf/rapid-openstack-server-2ports.yaml",
            options: Outcome.Parameters(
                ("PROX_server_name", "prox"),
                ("PROX_availability_zone", "z1"),
                ("PROX_image", "rapid"),
                ("PROX_config", "x"),
                ("PROX_mgmt_net_id", "mgmt"),
                ("PROX_data_net_id", "d1"),
                ("PROX_data2_net_id", "d2")));

        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (4, CpuPolicy.Dedicated, CpuThreadPolicy.Isolate),
            (flavour.Cpu.VcpuCount, flavour.Cpu.Policy, flavour.Cpu.ThreadPolicy));
        Assert.Equal(
            (4_096, PageSizeDemand.Large, 80),
            (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize, flavour.Storage.RootDiskGibibytes));
        Assert.Equal(["mgmt", "d1", "d2"], vnf.Computes[0].Vnics.Select(v => v.VirtualLink));
        Assert.All(vnf.VirtualLinks, l => Assert.Equal(VirtualLinkOrigin.Existing, l.Origin));
        Assert.Equal(("prox", "z1"), (vnf.Computes[0].Name, vnf.Computes[0].Zone));
    }

    [Theory]
    [InlineData(
        "juniper-vmx/fpc_fixed_sriov.yaml",
        "15:11 resources.fpc.type, 24:11 resources.fpc_fixed_net.type, 32:11 resources.fpc_ge_port1.type")]
    [InlineData("juniper-vmx/re.yaml", "16:11 resources.re_fixed_net.type")]
    public void The_nested_templates_of_vMX_are_refused_by_name(string file, string places)
    {
        var result = DataFolder.Read(file);

        Assert.Equal(
            places,
            string.Join(", ", result.Errors.Select(e => $"{e.Place.Line}:{e.Place.Column} {e.Place.Path}")));
        Assert.All(result.Errors, e => Assert.Contains("nested template", e.Remedy));
    }

    [Fact]
    public void A_template_of_one_port_is_refused()
    {
        var error = Assert.Single(DataFolder.Read("juniper-vmx/sriov_port.yaml").Errors);

        Assert.Contains("has no server", error.Problem);
        Assert.Contains("nested template", error.Remedy);
    }

    private static DescriptorOptions Filled(string prefix, params (string, string)[] more) => Outcome.Parameters(
        prefix == "vfw"
            ?
            [
                ("vfw_image_name", "ubuntu"), ("firewall_flavor_name", "large"), ("sink_flavor_name", "large"),
                ("packetgen_flavor_name", "large"), ("public_net_id", "public"), ("onap_private_net_id", "oam"),
                ("onap_private_subnet_id", "oam-subnet"), ("protected_private_provider_net", "physnet-core"),
                ("unprotected_private_provider_net", "physnet-data"), .. more,
            ]
            :
            [
                ("vlb_image_name", "ubuntu"), ("vlb_flavor_name", "large"), ("public_net_id", "public"),
                ("vlb_private_provider_net", "physnet-data"), ("pktgen_private_provider_net", "physnet-core"),
                ("onap_private_net_id", "oam"), ("onap_private_subnet_id", "oam-subnet"), .. more,
            ]);
}

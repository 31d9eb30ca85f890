using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Heat;

public sealed class HeatTests
{
    [Fact]
    public void A_flavour_keeps_every_extra_spec()
    {
        var flavour = Assert.Single(Outcome.Deployable(Fixtures.Heat).Flavours);

        Assert.Equal(("flv", 4, CpuPolicy.Mixed), (flavour.Name, flavour.Cpu.VcpuCount, flavour.Cpu.Policy));
        Assert.Equal([1, 2, 3], flavour.Cpu.DedicatedVcpus);
        Assert.Equal((4_096, PageSizeDemand.OneGibibyte), (flavour.Memory.SizeMebibytes, flavour.Memory.PageSize));
        Assert.Equal([0, 1], flavour.NumaNodes[0].VcpuIds);
        Assert.Equal([2_048L, 2_048L], flavour.NumaNodes.Select(n => n.MemoryMebibytes));
        Assert.Equal([("qat", 2), ("gpu", 1)], flavour.PciDevices.Select(d => (d.Alias, d.Count)));
        Assert.Equal(PciNumaAffinity.Preferred, flavour.PciNumaAffinity);
        Assert.Equal([new("HW_CPU_X86_AVX512F", false), new TraitDemand("CUSTOM_OLD", true)], flavour.Traits);
        Assert.Equal((1, 2_048), (flavour.Resources["CUSTOM_FPGA"], flavour.Quotas["cpu_shares"]));
        Assert.Equal((10, 512), (flavour.Storage.RootDiskGibibytes, flavour.Storage.SwapMebibytes));
    }

    [Fact]
    public void Servers_ports_networks_and_groups_are_read()
    {
        var vnf = Outcome.Deployable(Fixtures.Heat);

        Assert.Equal(["alpha", "beta"], vnf.Computes.Select(c => c.Name));
        Assert.Equal(["flv", "m1.small"], vnf.Computes.Select(c => c.FlavourName));
        Assert.Equal(["m1.small"], vnf.ExistingFlavours);
        var port = vnf.Computes[0].Vnics[0];
        Assert.Equal((VnicKind.SriovVf, "data"), (port.Kind, port.VirtualLink));
        Assert.Equal((3_000_000, 5_000_000), (port.GuaranteedEgressBitsPerSecond, port.PeakIngressBitsPerSecond));
        Assert.Null(port.GuaranteedIngressBitsPerSecond);
        Assert.Equal(["10.1.0.11"], port.IpAddresses);
        Assert.Equal(
            (VnicKind.Virtio, "outside"),
            (vnf.Computes[0].Vnics[1].Kind, vnf.Computes[0].Vnics[1].VirtualLink));
        var link = vnf.VirtualLinks.Single(l => l.Name == "data");
        Assert.Equal(("vlan", "physnet-data", 77L), (link.NetworkType, link.PhysicalNetwork, link.SegmentationId));
        var subnet = Assert.Single(link.Subnets);
        Assert.Equal(
            ("10.1.0.0/24", true, "10.1.0.10-10.1.0.20"),
            (subnet.Cidr, subnet.NoGateway, Assert.Single(subnet.AllocationPools)));
        Assert.Equal(VirtualLinkOrigin.Existing, vnf.VirtualLinks.Single(l => l.Name == "outside").Origin);
        Assert.Equal(
            [
                new("near", AffinityKind.SoftAffinity, AffinityScope.Host),
                new AffinityGroup("beta-different_host-alpha", AffinityKind.AntiAffinity, AffinityScope.Host),
            ],
            vnf.AffinityGroups);
        Assert.Equal(["near", "beta-different_host-alpha"], vnf.Computes[0].AffinityGroups);
        Assert.Equal(["beta-different_host-alpha"], vnf.Computes[1].AffinityGroups);
    }

    [Fact]
    public void User_data_gets_addresses_that_the_template_fixes_and_a_derived_MAC()
    {
        var vnf = Outcome.Deployable(Fixtures.Heat);

        var mac = vnf.Computes[0].Vnics[0].MacAddress;
        Assert.Matches("^02(:[0-9a-f]{2}){5}$", mac);
        Assert.Equal($"ip=10.1.0.11 mac={mac} list=a-b-x-beta", vnf.Computes[0].UserData);
        Assert.Contains(vnf.Notes, n => n.Text.Contains(mac!, StringComparison.Ordinal));
        Assert.Equal(mac, Outcome.Deployable(Fixtures.Heat).Computes[0].Vnics[0].MacAddress);
        Assert.NotEqual(
            mac,
            Outcome.Deployable(Fixtures.Heat, ("OS::stack_name", "other")).Computes[0].Vnics[0].MacAddress);
    }

    [Fact]
    public void An_environment_file_wins_over_defaults_and_the_deployer_over_both()
    {
        VnicKind Kind(params (string, string)[] parameters) => Outcome.Deployable(DescriptorReader.Read(
            new DescriptorFile("a.yaml", Fixtures.Heat),
            [new DescriptorFile("a.env", "parameter_defaults: {unknown: 1}\nparameters: {kind: macvtap}")],
            Outcome.Parameters(parameters))).Computes[0].Vnics[0].Kind;

        Assert.Equal(VnicKind.Macvtap, Kind());
        Assert.Equal(VnicKind.PfPassthrough, Kind(("kind", "direct-physical")));
        Assert.Equal(VnicKind.VhostUser, Kind(("kind", "vhost-user")));
    }

    [Fact]
    public void A_wrong_value_in_an_environment_file_is_refused_in_that_file()
    {
        var result = DescriptorReader.Read(
            new DescriptorFile("a.yaml", Fixtures.Heat),
            [new DescriptorFile("a.env", "parameters:\n  image: img\n  kind: normal or direct\n")],
            DescriptorOptions.None);

        var error = Assert.Single(result.Errors);
        Assert.Equal(new SourcePlace("a.env", 3, 9, "parameters.kind"), error.Place);
        Assert.Contains("direct-physical", error.Remedy);
    }

    [Theory]
    [InlineData(
        "type: OS::Nova::ServerGroup", "type: OS::Heat::ResourceGroup", "OS::Heat::ResourceGroup",
        "resources.group.type", "resource type 'OS::Heat::ResourceGroup' is not deployed by this VIM")]
    [InlineData(
        "hw:cpu_policy: mixed", "hw:cpu_polizy: mixed", "hw:cpu_polizy",
        "resources.flv.properties.extra_specs.hw:cpu_polizy", "extra spec 'hw:cpu_polizy' is not understood")]
    [InlineData(
        "trait:CUSTOM_OLD: forbidden", "trait:CUSTOM_OLD: maybe", "maybe",
        "resources.flv.properties.extra_specs.trait:CUSTOM_OLD", "is no word for a trait")]
    [InlineData(
        "qat:2,gpu:1", "qat:2,gpu", "\"qat:2,gpu\"",
        "resources.flv.properties.extra_specs.pci_passthrough:alias", "'gpu' is not alias:count")]
    [InlineData(
        "ip_address: 10.1.0.11", "ip_address: 10.1", "10.1}",
        "resources.port.properties.fixed_ips[0].ip_address", "is not an IP address")]
    [InlineData(
        "{port: {get_resource: port}}", "{port: {get_resource: prot}}", "{get_resource: prot}",
        "resources.one.properties.networks[0].port", "'prot' is no port of the template")]
    [InlineData(
        "flavor: m1.small", "flavor: {get_resource: two}", "{get_resource: two}",
        "resources.two.properties.flavor", "'two' is no flavour of the template")]
    [InlineData(
        "{get_attr: [port, mac_address]}", "{get_attr: [one, show]}", "{get_attr: [one, show]}",
        "resources.one.properties.user_data.str_replace.params.MAC",
        "attribute one.show is not known before the deployment")]
    [InlineData(
        "name: {get_param: [names, first]}", "name: {get_param: [names, third]}", "third",
        "resources.one.properties.name.get_param[1]", "has no member 'third'")]
    [InlineData(
        "policies: [soft-affinity]", "policies: [soft]", "soft]",
        "resources.group.properties.policies[0]", "'soft' is not understood")]
    public void A_wrong_value_is_refused_where_it_stands(
        string part, string other, string marker, string path, string problem)
    {
        var text = Fixtures.Heat.With(part, other);
        var errors = Outcome.Read(text).Errors;
        var error = errors.SingleOrDefault(e => e.Place.Path == path);
        Assert.True(error is not null, string.Join('\n', errors));
        Assert.Equal(Outcome.Place(text, marker), (error.Place.Line, error.Place.Column));
        Assert.Contains(problem, error.Problem);
    }

    [Fact]
    public void A_port_that_exists_outside_is_refused() => Outcome.RefusedAt(
        Fixtures.Heat.With("{network: outside}", "{port: outside-port}"),
        "outside-port",
        "resources.one.properties.networks[1].port",
        "its demands are not in the template");

    [Fact]
    public void What_is_not_deployed_is_noted_with_its_reason()
    {
        var note = Outcome.Deployable(Fixtures.Heat).Notes.Single(n => n.Place.Path == "resources.key");

        Assert.Equal("a resource of type OS::Nova::KeyPair is not deployed: keys are given by the deployer", note.Text);
    }
}

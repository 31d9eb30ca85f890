using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Yardstick;

public sealed class YardstickTests
{
    [Fact]
    public void A_test_case_gives_its_servers_apart_on_all_networks()
    {
        var vnf = Outcome.Deployable(Fixtures.Yardstick);

        Assert.Equal(("lab", DescriptorFormat.Yardstick), (vnf.Name, vnf.Format));
        var flavour = Assert.Single(vnf.Flavours);
        Assert.Equal(
            (5, CpuPolicy.Dedicated, 10_240),
            (flavour.Cpu.VcpuCount, flavour.Cpu.Policy, flavour.Memory.SizeMebibytes));
        Assert.Equal([0, 1, 2, 3, 4], Assert.Single(flavour.NumaNodes).VcpuIds);
        Assert.Equal(["dut", "gen"], vnf.Computes.Select(c => c.Name));
        Assert.Equal(
            [("mgmt", VnicKind.Virtio), ("data", VnicKind.SriovVf)],
            vnf.Computes[0].Vnics.Select(v => (v.Name, v.Kind)));
        Assert.Equal([("p0", "data"), ("p1", "data")], vnf.Computes[1].Vnics.Select(v => (v.Name, v.VirtualLink)));
        Assert.Equal(
            new AffinityGroup("apart", AffinityKind.AntiAffinity, AffinityScope.Host),
            Assert.Single(vnf.AffinityGroups));
        Assert.All(vnf.Computes, c => Assert.Equal(["apart"], c.AffinityGroups));
        var data = vnf.VirtualLinks.Single(l => l.Name == "data");
        Assert.Equal(
            ("flat", "physnet-data", true),
            (data.NetworkType, data.PhysicalNetwork, data.Subnets[0].NoGateway));
    }

    [Fact]
    public void Lines_keep_their_numbers_behind_a_Jinja_statement() => Outcome.RefusedAt(
        Fixtures.Yardstick.With("{placement: apart, floating_ip: true}", "{placement: aprt, floating_ip: true}"),
        "aprt",
        "contexts[1].servers.dut.placement",
        "no placement group 'aprt'");

    [Fact]
    public void Jinja_that_computes_is_refused_where_it_stands()
    {
        var text = Fixtures.Yardstick.With("contexts:\n", "{% for i in range(9) %}\ncontexts:\n");

        Outcome.RefusedAt(text, "{% for", "", "not rendered");
    }

    [Fact]
    public void A_template_variable_takes_the_deployers_value_and_no_other_name_is_taken()
    {
        Outcome.Deployable(Fixtures.Yardstick, ("size", "128"));
        Assert.Contains("'sise'", Assert.Single(Outcome.Read(Fixtures.Yardstick, ("sise", "1")).Errors).Problem);
    }
}

using Vim.Descriptors.Model;
using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Tosca;

/// <summary>What a descriptor may say of the very CPUs, devices and NICs of the host.</summary>
public sealed class ExactWishesTests
{
    private const string Policy = "virtual_cpu_pinning_policy: dynamic";
    private const string Devices = "pciNumDevices: 2";
    private const string Interface = "vnic_type: direct,";

    [Fact]
    public void Static_pinning_names_host_CPUs_beside_the_topology()
    {
        var cpu = Flavour(Policy, Static("\"0-3: 8-10,12\"", "\"5: 40\"", "\"threads: 2\"")).Cpu;

        Assert.Equal(
            ["0 1 2 3: 8 9 10 12", "5: 40"],
            cpu.PinningRules.Select(rule =>
                $"{string.Join(' ', rule.VcpuIds)}: {string.Join(' ', rule.HostCpuIds)}"));
        Assert.Equal(new GuestCpuTopology(null, null, 2), cpu.Topology);
    }

    [Theory]
    [InlineData("\"0-6: 8\"")]
    [InlineData("\"0: 4096\"")]
    [InlineData("\"0: \"")]
    [InlineData("\"0: 1: 2\"")]
    public void A_rule_of_CPUs_that_are_not_there_is_refused(string rule) =>
        Assert.Contains(Errors(Policy, Static(rule)), error => error.Problem.Contains("is not understood"));

    [Fact]
    public void Host_CPUs_are_for_static_pinning_only() => Assert.Contains(
        Errors(Policy, Static("\"0: 8\"").Replace("static", "dynamic", StringComparison.Ordinal)),
        error => error.Remedy.Contains("with policy static"));

    [Theory]
    [InlineData("together", PciDeviceSpread.Together)]
    [InlineData("apart", PciDeviceSpread.Apart)]
    public void Devices_are_wanted_together_or_apart(string word, PciDeviceSpread spread) => Assert.Equal(
        spread,
        Assert.Single(Flavour(Devices, $"{Devices}\n{new string(' ', 18)}pciDeviceSpread: {word}").PciDevices).Spread);

    [Fact]
    public void Labels_keep_vNICs_apart()
    {
        const string Labels = "{distinctPfGroup: sides, distinctNicGroup: cards, distinctSwitchGroup: leaves}";
        var vnf = Outcome.Deployable(Fixtures.Sol001.With(
            Interface,
            Interface + " virtual_network_interface_requirements: [{nic_io_requirements: {logical_node_requirements: "
                + Labels + "}}],"));

        var vnic = Assert.Single(vnf.Computes).Vnics.Single(vnic => vnic.Name == "cp_0");
        Assert.Equal(
            ("sides", "cards", "leaves"), (vnic.DistinctPfGroup, vnic.DistinctNicGroup, vnic.DistinctSwitchGroup));
    }

    private static string Static(params string[] rules) =>
        $"virtual_cpu_pinning_policy: static, virtual_cpu_pinning_rule: [{string.Join(", ", rules)}]";

    private static Flavour Flavour(string part, string other) =>
        Assert.Single(Outcome.Deployable(Fixtures.Sol001.With(part, other)).Flavours);

    private static IReadOnlyList<DescriptorError> Errors(string part, string other) =>
        Outcome.Read(Fixtures.Sol001.With(part, other)).Errors;
}

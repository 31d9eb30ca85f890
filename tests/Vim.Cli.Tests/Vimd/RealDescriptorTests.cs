using System.Text.Json.Nodes;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.Vimd;

/// <summary>
/// Every real descriptor of VIM_DATA through vimctl on the real vimd: deployed, or refused for what is right.
/// </summary>
public sealed class RealDescriptorTests(VimdFixture vimd)
{
    private const string OddNic = "a NIC of PCI id 1234:5678";
    private const string Vcpe = "onap/tosca_vCPE_";
    private const string External = "yardstick/tc_heat_external_rfc2544_ipv4_";
    private const string OnapFirewall = "onap/heat_vFW_HPA_vFW_SRIOV_NIC_base_vfw.yaml";
    private const string LeaveOut = "--leave-out-unsupported";

    private static string Folder => RealData.At("vnfd");

    /// <summary>File, further arguments, exit code, what is told.</summary>
    public static TheoryData<string, string[], int, string> Files() => new()
    {
        { "openmano/dataplaneVNF1.yaml", [], ExitCodes.InvalidInput, "PCI address 0000:00:11.0 in the guest" },
        { "openmano/dataplaneVNF1.yaml", [LeaveOut], ExitCodes.Refused, "DIMENSION_PHYSICAL_FUNCTIONS" },
        { "openmano/dataplaneVNF3.yaml", [LeaveOut], ExitCodes.Ok, "left out: PCI address" },
        { "openmano/dataplaneVNF_2VMs.yaml", [LeaveOut], ExitCodes.Ok, "left out: PCI address" },
        { "openmano/linux.yaml", [LeaveOut], ExitCodes.Ok, "left out: PCI address" },
        { "openvim/2Th_2G.yaml", [], ExitCodes.Ok, "" },
        { "openvim/5PTh_8G_2I.yaml", [LeaveOut], ExitCodes.Ok, "left out: PCI address" },
        { "openvim/new_flavor.yaml", [], ExitCodes.InvalidInput, "template variable 'name' has no value" },
        { Vcpe + "vbng_MainServiceTemplate_sriov.yaml", [LeaveOut], ExitCodes.InvalidInput, OddNic },
        { Vcpe + "vbrgemu_MainServiceTemplate_sriov.yaml", [LeaveOut], ExitCodes.InvalidInput, OddNic },
        { Vcpe + "vgw_MainServiceTemplate_sriov.yaml", [LeaveOut], ExitCodes.InvalidInput, OddNic },
        { "samplevnf/cgnapt_heat_tenant.yaml", [], ExitCodes.InvalidInput, "config drive" },
        { "samplevnf/cgnapt_heat_tenant.yaml", [LeaveOut], ExitCodes.Ok, "left out: user data on a drive" },
        { "samplevnf/vfw_heat_provider.yaml", [LeaveOut], ExitCodes.Refused, "phystenant1" },
        { "samplevnf/vfw_heat_provider.yaml", Bound("vfw_provider"), ExitCodes.Ok, "" },
        { "samplevnf/vacl_heat_provider.yaml", Bound("vacl_provider"), ExitCodes.Ok, "" },
        { "samplevnf/udp_replay_heat_provider.yaml", Bound("udp_replay_provider"), ExitCodes.Ok, "" },
        { "samplevnf/pod-rapid.yaml", [], ExitCodes.InvalidInput, "Kubernetes object" },
        { "samplevnf/rapid-openstack-server-2ports.yaml", [], ExitCodes.InvalidInput, "has no value and no default" },
        { "samplevnf/rapid-openstack-server-2ports.yaml", Rapid(), ExitCodes.Ok, "" },
        { "tacker/tosca-vnfd-numadefine.yaml", [], ExitCodes.Ok, "" },
        { "tacker/tosca-vnfd-others.yaml", [], ExitCodes.InvalidInput, "list of excerpts" },
        { "juniper-vmx/fpc_fixed_sriov.yaml", [], ExitCodes.InvalidInput, "OS::Nova::VmxFpcSingle" },
        { "juniper-vmx/re.yaml", [], ExitCodes.InvalidInput, "OS::Networking::VmFixedNet" },
        { "juniper-vmx/sriov_port.yaml", [], ExitCodes.InvalidInput, "has no server" },
        { "yardstick/opnfv_yardstick_tc042.yaml", [], ExitCodes.Ok, "" },
        { External + "1flow_trex.yaml", [], ExitCodes.Refused, "phystenant1" },
        { "yardstick/tc_heat_rfc2544_ipv4_1rule_1flow_trex.yaml", [], ExitCodes.Ok, "" },
        { "yardstick/tc_prox_heat_context_acl-4.yaml", [], ExitCodes.Ok, "" },
        { "yardstick/tc_prox_heat_context_bng-4.yaml", [], ExitCodes.Ok, "" },
        { "yardstick/tc_prox_heat_context_bng_qos-4.yaml", [], ExitCodes.Ok, "" },
        { "yardstick/tc_prox_heat_context_l2fwd-4.yaml", [], ExitCodes.Ok, "" },
        { External + "128Kflows_5cores_2ports.yaml", [], ExitCodes.InvalidInput, "no memory policy" },
        { "yardstick/tc_sriov_rfc2544_ipv4_1rule_1flow_trex.yaml", [], ExitCodes.InvalidInput, "StandaloneSriov" },
        { OnapFirewall, ["--env", ".env"], ExitCodes.InvalidInput, "still a reminder to fill it in" },
        { OnapFirewall, Vfw(), ExitCodes.Ok, "" },
        { "onap/heat_vIPsec_vIPsec_base_vipsec.yaml", Vipsec(), ExitCodes.Refused, "private-1" },
        { "onap/heat_vLB_HPA_vLB_SRIOV_NIC_base_vlb.yaml", Vlb(), ExitCodes.Ok, "" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_real_descriptor_is_deployed_or_refused_for_what_is_right(
        string file, string[] more, int exitCode, string says)
    {
        var path = Path.Combine(Folder, file);
        string[] arguments =
        [
            "deploy", path, "--name", "real", "--register-images", "-o", "json",
            .. more.Select(word => word == ".env" ? Path.ChangeExtension(path, ".env") : word),
        ];

        var run = await RunAsync(arguments);
        if (run.ExitCode == ExitCodes.NotFound)
        {
            await MakeMissingAsync(run);
            run = await RunAsync(arguments);
        }

        var there = await RunAsync("compute", "list", "--deployment", "real", "-o", "name");
        var removed = await RunAsync("undeploy", "real", "--images");
        Assert.True(run.ExitCode == exitCode, run.Error);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        if (exitCode == ExitCodes.Ok)
        {
            Assert.Equal(
                JsonNode.Parse(run.Output)!["computes"]!.AsArray().Count,
                there.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.True(removed.ExitCode == ExitCodes.Ok, removed.Error);
        }
        else
        {
            Assert.Equal((ExitCodes.NotFound, ""), (removed.ExitCode, there.Output));
        }
    }

    private static string[] Bound(string name) =>
        [LeaveOut, "--bind", $"{name}-xe0=@mgmt", "--bind", $"{name}-xe1=@mgmt"];

    private static string[] Parameters(params string[] pairs) =>
        [.. pairs.SelectMany(pair => new[] { "--param", pair })];

    private static string[] Rapid() =>
    [
        "--zone", "zone-a", LeaveOut,
        .. Parameters(
            "PROX_server_name=prox", "PROX_availability_zone=z1", "PROX_image=rapid", "PROX_config=x",
            "PROX_mgmt_net_id=real-mgmt", "PROX_data_net_id=real-d1", "PROX_data2_net_id=real-d2"),
    ];

    private static string[] Vfw() =>
    [
        "--env", ".env", LeaveOut,
        .. Parameters(
            "vfw_image_name=ubuntu", "firewall_flavor_name=real-large", "sink_flavor_name=real-large",
            "packetgen_flavor_name=real-large", "public_net_id=real-public", "onap_private_net_id=real-oam",
            "onap_private_subnet_id=real-oam-subnet", "protected_private_provider_net=physnet-core",
            "unprotected_private_provider_net=physnet-data", "vfw_private_0_port_vnic_type=direct",
            "vfw_private_1_port_vnic_type=direct", "vfw_private_2_port_vnic_type=normal",
            "vpg_private_0_port_vnic_type=direct", "vpg_private_1_port_vnic_type=normal",
            "vsn_private_0_port_vnic_type=direct", "vsn_private_1_port_vnic_type=normal"),
    ];

    private static string[] Vipsec() =>
    [
        "--env", ".env", LeaveOut,
        .. Parameters(
            "ipsec_flavor_name=real-large", "sink_flavor_name=real-large", "packetgen_flavor_name=real-large"),
    ];

    private static string[] Vlb() =>
    [
        "--env", ".env", LeaveOut,
        .. Parameters(
            "vlb_image_name=ubuntu", "vlb_flavor_name=real-large", "vdns_flavor_name=real-large",
            "vpg_flavor_name=real-large", "public_net_id=real-public", "vlb_private_provider_net=physnet-data",
            "pktgen_private_provider_net=physnet-core", "onap_private_net_id=real-oam",
            "onap_private_subnet_id=real-oam-subnet", "onap_private_net_cidr=10.0.0.0/16", "vlb_private_ip_1=10.0.1.1",
            "vdns_private_ip_1=10.0.1.2", "vpg_private_ip_1=10.0.1.3", "cloud_env=openstack",
            "vlb_private_0_port_vnic_type=direct", "vlb_private_1_port_vnic_type=normal",
            "vlb_private_2_port_vnic_type=direct", "vpg_private_0_port_vnic_type=direct",
            "vpg_private_1_port_vnic_type=normal", "vdns_private_0_port_vnic_type=direct",
            "vdns_private_1_port_vnic_type=normal"),
    ];

    /// <summary>What the descriptor takes for granted, as an operator would make it.</summary>
    private async Task MakeMissingAsync(CliRun run)
    {
        var error = JsonNode.Parse(run.Error[run.Error.IndexOf("{\n", StringComparison.Ordinal)..])!["error"]!;
        foreach (var detail in error["details"]!.AsArray())
        {
            var words = detail!["place"]!.GetValue<string>().Split(' ', 2);
            var made = words[0] == "network"
                ? await RunAsync("network", "create", words[1], "--subnet", "10.0.0.0/16", "--shared")
                : await RunAsync("flavour", "create", words[1], "--vcpus", "2", "--memory-mib", "2048", "--dedicated");
            Assert.True(made.ExitCode == ExitCodes.Ok, made.Error);
        }
    }

    private async Task<CliRun> RunAsync(params string[] arguments) =>
        await CliRun.RunAsync([.. arguments, "--server", await vimd.AddressAsync()]);
}

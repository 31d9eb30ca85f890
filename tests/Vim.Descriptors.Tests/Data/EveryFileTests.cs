using Vim.Descriptors.Tests.Support;

namespace Vim.Descriptors.Tests.Data;

/// <summary>
/// Every real file by name: what it is read as, or why it is refused. A file that is not listed fails.
/// </summary>
public sealed class EveryFileTests
{
    private static readonly Dictionary<string, string?> Expected = new()
    {
        ["juniper-vmx/fpc_fixed_sriov.yaml"] = "'OS::Nova::VmxFpcSingle' is not deployed",
        ["juniper-vmx/re.yaml"] = "'OS::Networking::VmFixedNet' is not deployed",
        ["juniper-vmx/sriov_port.yaml"] = "has no server",
        ["juniper-vmx/vmx.conf"] =
            "this is not a VNF descriptor: it is a configuration of a vendor's installation script",
        ["onap/heat_vFW_HPA_vFW_SRIOV_NIC_base_vfw.env"] = "this is not a VNF descriptor: it is an environment file",
        ["onap/heat_vFW_HPA_vFW_SRIOV_NIC_base_vfw.yaml"] = "has no value and no default",
        ["onap/heat_vIPsec_vIPsec_base_vipsec.env"] = "this is not a VNF descriptor: it is an environment file",
        ["onap/heat_vIPsec_vIPsec_base_vipsec.yaml"] = "has no value and no default",
        ["onap/heat_vLB_HPA_vLB_SRIOV_NIC_base_vlb.env"] = "this is not a VNF descriptor: it is an environment file",
        ["onap/heat_vLB_HPA_vLB_SRIOV_NIC_base_vlb.yaml"] = "has no value and no default",
        ["onap/tosca_vCPE_vbng_MainServiceTemplate_sriov.yaml"] = null,
        ["onap/tosca_vCPE_vbrgemu_MainServiceTemplate_sriov.yaml"] = null,
        ["onap/tosca_vCPE_vgw_MainServiceTemplate_sriov.yaml"] = null,
        ["openmano/dataplaneVNF1.yaml"] = null,
        ["openmano/dataplaneVNF3.yaml"] = null,
        ["openmano/dataplaneVNF_2VMs.yaml"] = null,
        ["openmano/linux.yaml"] = null,
        ["openvim/2Th_2G.yaml"] = null,
        ["openvim/5PTh_8G_2I.yaml"] = null,
        ["openvim/new_flavor.yaml"] = "template variable 'name' has no value",
        ["samplevnf/cgnapt_heat_tenant.yaml"] = null,
        ["samplevnf/pod-rapid.yaml"] = "this is not a VNF descriptor: it is a Kubernetes object of kind 'Pod'",
        ["samplevnf/rapid-openstack-server-2ports.yaml"] = "has no value and no default",
        ["samplevnf/udp_replay_heat_provider.yaml"] = null,
        ["samplevnf/vacl_heat_provider.yaml"] = null,
        ["samplevnf/vfw_heat_provider.yaml"] = null,
        ["tacker/tosca-vnfd-numadefine.yaml"] = null,
        ["tacker/tosca-vnfd-others.yaml"] = "it is a list of excerpts from several descriptors",
        ["yardstick/opnfv_yardstick_tc042.yaml"] = null,
        ["yardstick/tc_heat_external_rfc2544_ipv4_128Kflows_5cores_2ports.yaml"] = "'preffered' is no memory policy",
        ["yardstick/tc_heat_external_rfc2544_ipv4_1flow_trex.yaml"] = null,
        ["yardstick/tc_heat_rfc2544_ipv4_1rule_1flow_trex.yaml"] = null,
        ["yardstick/tc_prox_heat_context_acl-4.yaml"] = null,
        ["yardstick/tc_prox_heat_context_bng-4.yaml"] = null,
        ["yardstick/tc_prox_heat_context_bng_qos-4.yaml"] = null,
        ["yardstick/tc_prox_heat_context_l2fwd-4.yaml"] = null,
        ["yardstick/tc_sriov_rfc2544_ipv4_1rule_1flow_trex.yaml"] =
            "a context of type 'StandaloneSriov' is no description",
    };

    public static TheoryData<string> Files => [.. Expected.Keys];

    [Fact]
    public void No_file_is_left_out()
    {
        var files = Directory.GetFiles(DataFolder.Folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(DataFolder.Folder, f))
            .Order(StringComparer.Ordinal);

        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), files);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_alone_is_deployable_or_refused_for_its_reason(string file)
    {
        var result = DataFolder.Read(file);

        if (Expected[file] is not { } reason)
        {
            Outcome.Deployable(result);
            return;
        }

        Assert.False(result.IsDeployable);
        Assert.Contains(reason, result.Errors[0].Problem);
        Assert.All(
            result.Errors,
            e => Assert.True(e.Place.Line > 0 && e.Place.Column > 0 && e.Remedy.Length > 0, e.ToString()));
    }
}

using System.Text.RegularExpressions;
using Nfv.OrVi.V1;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Units;
using Vim.Northbound.OrVi.Mapping;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>A VirtualNetworkInterfaceData of a flavour as <see cref="VnicRequirement"/>.</summary>
internal sealed partial class VnicReader(string path, Violations violations)
{
    // 1 Pbit/s: far above any NIC, and far below where sums would overflow.
    private const long MaxBitsPerSecond = 1_000_000_000_000_000;

    /// <summary>The requirement; <paramref name="index"/> names it where it has no name.</summary>
    public VnicRequirement Read(VirtualNetworkInterfaceData data, int index)
    {
        var epa = data.Epa ?? new VnicEpa();
        violations.NotSupported(data.AccelerationCapability.Count > 0, $"{path}.acceleration_capability");
        violations.NotSupported(data.TypeConfiguration.Count > 0, $"{path}.type_configuration");
        violations.If(
            data.IpAddress.Count > 0,
            $"{path}.ip_address",
            "belongs to one compute: give it in interface_data or a port");
        violations.If(
            data.HasMacAddress,
            $"{path}.mac_address",
            "belongs to one compute: give it in interface_data or a port");
        violations.If(
            data.HasNetworkPortId,
            $"{path}.network_port_id",
            "belongs to one compute: give it in interface_data");
        var kind = data.TypeVirtualNic;
        var known = kind != TypeVirtualNic.Unspecified && Enum.IsDefined(kind);
        violations.If(
            !known,
            $"{path}.type_virtual_nic",
            "must be one of VIRTIO, SRIOV_VF, PF_PASSTHROUGH, MACVTAP, VHOST_USER, VDPA");
        var network = violations.OptionalId($"{path}.network_id", data.HasNetworkId, data.NetworkId);
        return new VnicRequirement
        {
            Name = data.Name.Length == 0 ? $"vnic{index}" : violations.Id($"{path}.name", data.Name),
            Kind = known ? EpaMapping.FromProto(kind) : default,
            VirtualLink = network is null ? null : new VirtualLinkId(network),
            PhysicalNetwork =
                violations.OptionalId($"{path}.epa.physical_network", epa.HasPhysicalNetwork, epa.PhysicalNetwork),
            GuaranteedIngress = Guarantee(
                data, epa.HasGuaranteedIngressBitsPerSecond, epa.GuaranteedIngressBitsPerSecond, "ingress"),
            GuaranteedEgress = Guarantee(
                data, epa.HasGuaranteedEgressBitsPerSecond, epa.GuaranteedEgressBitsPerSecond, "egress"),
            PeakIngress = epa.HasPeakIngressBitsPerSecond
                ? Rate("epa.peak_ingress_bits_per_second", epa.PeakIngressBitsPerSecond)
                : null,
            PeakEgress = epa.HasPeakEgressBitsPerSecond
                ? Rate("epa.peak_egress_bits_per_second", epa.PeakEgressBitsPerSecond)
                : null,
            NumaPolicy = EpaMapping.FromProto(Policy(epa)),
            GuestNumaNode = epa.HasGuestNumaNode ? epa.GuestNumaNode : null,
            DistinctPfGroup =
                violations.OptionalId($"{path}.epa.distinct_pf_group", epa.HasDistinctPfGroup, epa.DistinctPfGroup),
            DistinctNicGroup =
                violations.OptionalId($"{path}.epa.distinct_nic_group", epa.HasDistinctNicGroup, epa.DistinctNicGroup),
            DistinctSwitchGroup = violations.OptionalId(
                $"{path}.epa.distinct_switch_group", epa.HasDistinctSwitchGroup, epa.DistinctSwitchGroup),
        };
    }

    /// <summary>A MAC address, normalised; null where the text is none.</summary>
    public static string? MacAddress(string text) =>
        MacAddressForm().IsMatch(text) ? text.ToLowerInvariant().Replace('-', ':') : null;

    // bandwidth (IFA 005 8.4.2.6) is the rate the vNIC must have each way; the EPA part tells the two ways apart.
    private Bandwidth Guarantee(VirtualNetworkInterfaceData data, bool given, long bitsPerSecond, string way)
    {
        if (data.Bandwidth is not { } both)
        {
            return Rate($"epa.guaranteed_{way}_bits_per_second", given ? bitsPerSecond : 0);
        }

        violations.If(
            given && bitsPerSecond != both.BitsPerSecond,
            $"{path}.epa.guaranteed_{way}_bits_per_second",
            $"{bitsPerSecond} contradicts bandwidth ({both.BitsPerSecond}); give one of them");
        return Rate("bandwidth", both.BitsPerSecond);
    }

    private Bandwidth Rate(string field, long bitsPerSecond)
    {
        var sound = bitsPerSecond is >= 0 and <= MaxBitsPerSecond;
        violations.If(!sound, $"{path}.{field}", $"{bitsPerSecond} is not 0 to {MaxBitsPerSecond} bits per second");
        return new(sound ? bitsPerSecond : 0);
    }

    private Nfv.OrVi.V1.PciNumaPolicy Policy(VnicEpa epa)
    {
        var known = Enum.IsDefined(epa.NumaPolicy);
        violations.If(!known, $"{path}.epa.numa_policy", $"{epa.NumaPolicy} is no value of PciNumaPolicy");
        return known ? epa.NumaPolicy : default;
    }

    [GeneratedRegex("^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$", RegexOptions.CultureInvariant)]
    private static partial Regex MacAddressForm();
}

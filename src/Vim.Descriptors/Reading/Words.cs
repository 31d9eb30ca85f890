using Vim.Descriptors.Model;

namespace Vim.Descriptors.Reading;

/// <summary>Words of Nova, Neutron, TOSCA and ONAP for the same things.</summary>
internal static class Words
{
    internal static readonly IReadOnlyDictionary<string, CpuPolicy> CpuPolicies =
        new Dictionary<string, CpuPolicy>(StringComparer.Ordinal)
        {
            ["dedicated"] = CpuPolicy.Dedicated,
            ["shared"] = CpuPolicy.Shared,
            ["mixed"] = CpuPolicy.Mixed,
        };

    internal static readonly IReadOnlyDictionary<string, CpuThreadPolicy> ThreadPolicies =
        new Dictionary<string, CpuThreadPolicy>(StringComparer.Ordinal)
        {
            ["prefer"] = CpuThreadPolicy.Prefer,
            ["isolate"] = CpuThreadPolicy.Isolate,
            ["require"] = CpuThreadPolicy.Require,
        };

    internal static readonly IReadOnlyDictionary<string, EmulatorThreadsPolicy> EmulatorPolicies =
        new Dictionary<string, EmulatorThreadsPolicy>(StringComparer.Ordinal)
        {
            ["share"] = EmulatorThreadsPolicy.Share,
            ["isolate"] = EmulatorThreadsPolicy.Isolate,
        };

    internal static readonly IReadOnlyDictionary<string, PciNumaAffinity> PciAffinities =
        new Dictionary<string, PciNumaAffinity>(StringComparer.Ordinal)
        {
            ["required"] = PciNumaAffinity.Required,
            ["preferred"] = PciNumaAffinity.Preferred,
            ["legacy"] = PciNumaAffinity.Legacy,
            ["socket"] = PciNumaAffinity.Socket,
        };

    /// <summary>Neutron's binding:vnic_type, SOL001's vnic_type, and a word of our own for vhost-user.</summary>
    internal static readonly IReadOnlyDictionary<string, VnicKind> VnicTypes =
        new Dictionary<string, VnicKind>(StringComparer.Ordinal)
        {
            ["normal"] = VnicKind.Virtio,
            ["virtio"] = VnicKind.Virtio,
            ["direct"] = VnicKind.SriovVf,
            ["direct-physical"] = VnicKind.PfPassthrough,
            ["macvtap"] = VnicKind.Macvtap,
            ["vdpa"] = VnicKind.Vdpa,
            ["vhost-user"] = VnicKind.VhostUser,
            ["virtio-forwarder"] = VnicKind.VirtioForwarder,
        };

    /// <summary>ONAP's interfaceType.</summary>
    internal static readonly IReadOnlyDictionary<string, VnicKind> InterfaceTypes =
        new Dictionary<string, VnicKind>(StringComparer.Ordinal)
        {
            ["virtio"] = VnicKind.Virtio,
            ["sr-iov"] = VnicKind.SriovVf,
            ["pci-passthrough"] = VnicKind.PfPassthrough,
        };

    internal static readonly IReadOnlyDictionary<string, string> Architectures =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["x86_64"] = "x86_64",
            ["x86-64"] = "x86_64",
            ["amd64"] = "x86_64",
            ["x86"] = "x86_64",
            ["aarch64"] = "aarch64",
            ["arm64"] = "aarch64",
        };

    internal static readonly IReadOnlyDictionary<string, string> NetworkTypes =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["local"] = "local",
            ["flat"] = "flat",
            ["vlan"] = "vlan",
            ["vxlan"] = "vxlan",
            ["gre"] = "gre",
            ["geneve"] = "geneve",
        };
}

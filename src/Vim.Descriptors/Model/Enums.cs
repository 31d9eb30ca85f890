namespace Vim.Descriptors.Model;

/// <summary>The language of a descriptor.</summary>
public enum DescriptorFormat
{
    /// <summary>openmano VNFD (`vnf:` with `VNFC`).</summary>
    Openmano,

    /// <summary>openvim flavour (`flavor:`).</summary>
    OpenvimFlavour,

    /// <summary>openvim server (`server:`).</summary>
    OpenvimServer,

    /// <summary>TOSCA with the ETSI node types of SOL001.</summary>
    ToscaSol001,

    /// <summary>TOSCA with the Tacker types of tosca-nfv (`nfv_compute` properties).</summary>
    ToscaTacker,

    /// <summary>OpenStack Heat Orchestration Template.</summary>
    Heat,

    /// <summary>The deployment context of an OPNFV Yardstick test case.</summary>
    Yardstick,
}

/// <summary>How vCPUs are bound to host CPUs.</summary>
public enum CpuPolicy
{
    /// <summary>vCPUs float over the shared host CPUs.</summary>
    Shared,

    /// <summary>Each vCPU owns a host CPU.</summary>
    Dedicated,

    /// <summary>Some vCPUs own a host CPU, the others float.</summary>
    Mixed,
}

/// <summary>What dedicated vCPUs do with sibling threads.</summary>
public enum CpuThreadPolicy
{
    /// <summary>Use siblings when they are there.</summary>
    Prefer,

    /// <summary>One vCPU in each core, the siblings left idle.</summary>
    Isolate,

    /// <summary>vCPUs on sibling threads of whole cores.</summary>
    Require,
}

/// <summary>Where the emulator's own threads run.</summary>
public enum EmulatorThreadsPolicy
{
    /// <summary>On the shared CPUs of the host.</summary>
    Share,

    /// <summary>On one more dedicated CPU.</summary>
    Isolate,
}

/// <summary>Rule for the host page size.</summary>
public enum PageSizeKind
{
    /// <summary>The descriptor does not say.</summary>
    Unspecified,

    /// <summary>Base pages.</summary>
    Small,

    /// <summary>Huge pages of any size.</summary>
    Large,

    /// <summary>Any page size that fits.</summary>
    Any,

    /// <summary>One given size.</summary>
    Exact,
}

/// <summary>How near to the guest's NUMA nodes a PCI device must be.</summary>
public enum PciNumaAffinity
{
    /// <summary>On a NUMA node of the guest.</summary>
    Required,

    /// <summary>There if possible.</summary>
    Preferred,

    /// <summary>There when the host tells the device's NUMA node, else anywhere.</summary>
    Legacy,

    /// <summary>On a socket of the guest.</summary>
    Socket,
}

/// <summary>Where several devices of one demand are that are parts of physical devices.</summary>
public enum PciDeviceSpread
{
    /// <summary>On one physical device.</summary>
    Together,

    /// <summary>Each on a physical device of its own.</summary>
    Apart,
}

/// <summary>How a vNIC is made.</summary>
public enum VnicKind
{
    /// <summary>Paravirtual or emulated NIC behind the host's switch.</summary>
    Virtio,

    /// <summary>A virtual function of an SR-IOV NIC.</summary>
    SriovVf,

    /// <summary>A whole physical function.</summary>
    PfPassthrough,

    /// <summary>A virtual function behind macvtap.</summary>
    Macvtap,

    /// <summary>A vDPA device.</summary>
    Vdpa,

    /// <summary>virtio offloaded to the NIC through the host's forwarder.</summary>
    VirtioForwarder,

    /// <summary>virtio served by a vSwitch in user space.</summary>
    VhostUser,
}

/// <summary>Where a virtual link comes from.</summary>
public enum VirtualLinkOrigin
{
    /// <summary>The deployment creates it.</summary>
    Create,

    /// <summary>It must exist in the VIM under this name.</summary>
    Existing,

    /// <summary>An open end of the VNF: the deployer binds it to an existing network
    /// (<see cref="DescriptorOptions.NetworkBindings"/>); not bound, it is created.</summary>
    External,
}

/// <summary>Together or apart.</summary>
public enum AffinityKind
{
    /// <summary>Together.</summary>
    Affinity,

    /// <summary>Apart.</summary>
    AntiAffinity,

    /// <summary>Together if possible.</summary>
    SoftAffinity,

    /// <summary>Apart if possible.</summary>
    SoftAntiAffinity,
}

/// <summary>What the members of an affinity group share or do not share.</summary>
public enum AffinityScope
{
    /// <summary>A host (ETSI: NFVI_NODE).</summary>
    Host,

    /// <summary>A rack.</summary>
    Rack,

    /// <summary>What fails as one: a power feed, a room.</summary>
    FaultDomain,

    /// <summary>A resource zone.</summary>
    Zone,

    /// <summary>A socket of a host.</summary>
    Socket,
}

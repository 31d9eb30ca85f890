namespace Vim.Domain.Epa;

/// <summary>
/// How vCPUs get host CPUs (<c>hw:cpu_policy</c>; IFA 005 VirtualCpuPinningData names only part of it).
/// </summary>
public enum CpuPolicy
{
    /// <summary>vCPUs float over the host's shared CPUs.</summary>
    Shared,

    /// <summary>Each vCPU has a host CPU of its own.</summary>
    Dedicated,

    /// <summary>Some vCPUs dedicated (a mask says which), the others shared.</summary>
    Mixed,
}

/// <summary>How dedicated vCPUs use hardware threads (<c>hw:cpu_thread_policy</c>).</summary>
public enum CpuThreadPolicy
{
    /// <summary>Siblings are used where there are any.</summary>
    Prefer,

    /// <summary>Each vCPU has a core of its own; the core's other threads stay idle.</summary>
    Isolate,

    /// <summary>vCPUs fill whole cores of a host with siblings; a core is never split with another guest.</summary>
    Require,
}

/// <summary>Where the hypervisor's own threads of a guest run (<c>hw:emulator_threads_policy</c>).</summary>
public enum EmulatorThreadPolicy
{
    /// <summary>Beside the vCPUs; no CPU is added.</summary>
    Default,

    /// <summary>On the host's shared CPUs.</summary>
    Share,

    /// <summary>On one dedicated CPU more, claimed for them alone.</summary>
    Isolate,
}

/// <summary>How near to the guest's CPUs a PCI function must be (<c>hw:pci_numa_affinity_policy</c>).</summary>
public enum PciNumaPolicy
{
    /// <summary>Local if its NUMA node is known, anywhere if not. The default, as in OpenStack.</summary>
    Legacy,

    /// <summary>Local where possible, else anywhere.</summary>
    Preferred,

    /// <summary>On a NUMA node that the guest's CPUs or memory are on; unknown does not do.</summary>
    Required,

    /// <summary>On the socket of one of the guest's NUMA nodes.</summary>
    Socket,
}

/// <summary>
/// How the devices of one demand lie on physical devices (<see cref="Topology.PciDevice.PhysicalDevice"/>).
/// </summary>
public enum DeviceSpread
{
    /// <summary>No matter.</summary>
    Any,

    /// <summary>All on the same physical device: vGPUs of one GPU share its memory.</summary>
    Together,

    /// <summary>Each on another physical device: one that breaks takes one of them.</summary>
    Apart,
}

/// <summary>What a vNIC is made of (<c>binding:vnic_type</c>; IFA 005 typeVirtualNic).</summary>
public enum VnicKind
{
    /// <summary>virtio behind the host's vSwitch.</summary>
    Virtio,

    /// <summary>An SR-IOV virtual function, passed through.</summary>
    SriovVf,

    /// <summary>A whole physical function, passed through.</summary>
    PfPassthrough,

    /// <summary>A virtual function behind macvtap.</summary>
    Macvtap,

    /// <summary>virtio that a vSwitch in user space serves out of the guest's huge pages.</summary>
    VhostUser,

    /// <summary>virtio whose data path a virtual function of the NIC serves.</summary>
    Vdpa,
}

/// <summary>What follows from the kind of a vNIC.</summary>
public static class VnicKinds
{
    /// <summary>Whether the guest has a virtual function of a NIC for itself.</summary>
    public static bool TakesVirtualFunction(this VnicKind kind) =>
        kind is VnicKind.SriovVf or VnicKind.Macvtap or VnicKind.Vdpa;
}

namespace Vim.Descriptors.Model;

/// <summary>A compute flavour: CPU, memory, NUMA, device and storage demands (IFA 005 8.4.2.2 with the EPA that the
/// standard leaves to metadata).</summary>
public sealed record Flavour
{
    /// <summary>Name, unique in the deployment.</summary>
    public required string Name { get; init; }

    /// <summary>vCPUs and how they are bound to host CPUs.</summary>
    public required CpuDemand Cpu { get; init; }

    /// <summary>Memory and its page size.</summary>
    public required MemoryDemand Memory { get; init; }

    /// <summary>Guest NUMA nodes, 1 to 8, in index order; empty leaves the topology to the VIM. When present, each vCPU
    /// is in exactly one node and the memory of the nodes adds up to that of the flavour.</summary>
    public IReadOnlyList<GuestNumaNode> NumaNodes { get; init; } = [];

    /// <summary>PCI devices other than NICs.</summary>
    public IReadOnlyList<PciDeviceDemand> PciDevices { get; init; } = [];

    /// <summary>How near to the guest's NUMA nodes its PCI devices and VFs must be; null is the VIM's
    /// default.</summary>
    public PciNumaAffinity? PciNumaAffinity { get; init; }

    /// <summary>Local disks.</summary>
    public StorageDemand Storage { get; init; } = new();

    /// <summary>Host traits required or forbidden.</summary>
    public IReadOnlyList<TraitDemand> Traits { get; init; } = [];

    /// <summary>Amounts of custom resource classes (CUSTOM_FPGA: 1).</summary>
    public IReadOnlyDictionary<string, long> Resources { get; init; } = new Dictionary<string, long>();

    /// <summary>Limits on host CPU time and disk traffic by their Nova names without the prefix
    /// (cpu_shares, cpu_quota, cpu_period, disk_read_bytes_sec ...), values as there.</summary>
    public IReadOnlyDictionary<string, long> Quotas { get; init; } = new Dictionary<string, long>();

    /// <summary>Data plane interfaces that the flavour itself carries (openvim flavours); a compute of this flavour
    /// has them too.</summary>
    public IReadOnlyList<Vnic> Vnics { get; init; } = [];
}

using System.Collections.Immutable;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Domain.Epa;

/// <summary>
/// Everything a compute asks of its host: the flavour's share (IFA 005 VirtualComputeFlavour with the EPA demands
/// that IFA 005 has no attribute for) and the vNICs. Valid once <see cref="ComputeRequirementsRules"/> has no
/// complaint.
/// </summary>
public sealed record ComputeRequirements
{
    /// <summary>The trait of hosts whose kernel can run real-time vCPUs.</summary>
    public const string RealTimeTrait = "CUSTOM_RT_KERNEL";

    /// <summary>The most guest NUMA nodes.</summary>
    public const int MaxNumaNodes = 8;

    /// <summary>numVirtualCpu: 1 or more.</summary>
    public required int VirtualCpuCount { get; init; }

    /// <summary>virtualMemSize, more than 0.</summary>
    public required MemorySize Memory { get; init; }

    /// <summary>Storage on the host's local disk.</summary>
    public MemorySize LocalStorage { get; init; }

    /// <summary>cpuArchitecture as Linux names it; null for any.</summary>
    public string? Architecture { get; init; }

    /// <summary>How vCPUs get host CPUs.</summary>
    public CpuPolicy CpuPolicy { get; init; }

    /// <summary>Which vCPUs are dedicated, for <see cref="CpuPolicy.Mixed"/> only; else empty.</summary>
    public CpuSet DedicatedVirtualCpus { get; init; } = CpuSet.Empty;

    /// <summary>How dedicated vCPUs use hardware threads.</summary>
    public CpuThreadPolicy ThreadPolicy { get; init; }

    /// <summary>
    /// Host CPUs that dedicated vCPUs must have (IFA 005 cpuPinningPolicy STATIC), at most one rule a vCPU. The others
    /// have what is left.
    /// </summary>
    public ImmutableArray<CpuPinningRule> CpuPinningRules { get; init; } = [];

    /// <summary>Where the hypervisor's own threads run.</summary>
    public EmulatorThreadPolicy EmulatorThreads { get; init; }

    /// <summary>Which pages back the memory.</summary>
    public PageSizeRequest PageSize { get; init; }

    /// <summary>
    /// The guest's NUMA nodes, 1 to <see cref="MaxNumaNodes"/>, together all vCPUs and all memory. Empty: no topology
    /// asked (then dedicated CPUs or huge pages imply one node; see <see cref="EffectiveNumaNodes"/>).
    /// </summary>
    public ImmutableArray<GuestNumaNode> NumaNodes { get; init; } = [];

    /// <summary>Network interfaces, in the guest's order.</summary>
    public ImmutableArray<VnicRequirement> Vnics { get; init; } = [];

    /// <summary>PCI devices.</summary>
    public ImmutableArray<DeviceRequirement> Devices { get; init; } = [];

    /// <summary>NUMA policy of PCI devices, and of vNICs that name none.</summary>
    public PciNumaPolicy PciNumaPolicy { get; init; }

    /// <summary>Sockets, cores and threads that the guest shall see; null: the hypervisor's choice.</summary>
    public GuestCpuTopology? GuestCpuTopology { get; init; }

    /// <summary>
    /// vCPUs that run with a real-time scheduler; dedicated ones, not all of them unless emulator threads are
    /// elsewhere. Only on hosts with <see cref="RealTimeTrait"/>.
    /// </summary>
    public CpuSet RealTimeVirtualCpus { get; init; } = CpuSet.Empty;

    /// <summary>Traits the host must offer.</summary>
    public ImmutableSortedSet<string> RequiredTraits { get; init; } = [];

    /// <summary>
    /// Every trait the host must offer: those asked for, and of a guest with real-time vCPUs the one that says that the
    /// host's kernel keeps such promises.
    /// </summary>
    public ImmutableSortedSet<string> HostTraits =>
        RealTimeVirtualCpus.IsEmpty ? RequiredTraits : RequiredTraits.Add(RealTimeTrait);

    /// <summary>Traits the host must not have.</summary>
    public ImmutableSortedSet<string> ForbiddenTraits { get; init; } = [];

    /// <summary>vCPU indexes that get a host CPU of their own, by policy.</summary>
    public CpuSet PinnedVirtualCpus => CpuPolicy switch
    {
        CpuPolicy.Dedicated => CpuSet.Range(0, VirtualCpuCount),
        CpuPolicy.Mixed => DedicatedVirtualCpus,
        _ => CpuSet.Empty,
    };

    /// <summary>
    /// The dedicated vCPUs of each guest core, where the guest is told that its cores have threads: vCPUs are dealt to
    /// cores in order, as hypervisors do. Under require those of one guest core have siblings of one host core, under
    /// prefer where there are such. Empty where guest cores have one thread.
    /// </summary>
    public IEnumerable<CpuSet> GuestCores
    {
        get
        {
            var threads = GuestCpuTopology?.Threads ?? 1;
            return threads < 2
                ? []
                : Enumerable.Range(0, VirtualCpuCount / threads)
                    .Select(core => CpuSet.Range(core * threads, threads).Intersect(PinnedVirtualCpus))
                    .Where(core => !core.IsEmpty);
        }
    }

    /// <summary>
    /// The guest NUMA nodes that placement works with: those asked for; one with everything where pinning, huge pages
    /// or a page size imply a topology; none where the guest may float over the host.
    /// </summary>
    public ImmutableArray<GuestNumaNode> EffectiveNumaNodes =>
        !NumaNodes.IsEmpty ? NumaNodes
        : CpuPolicy == CpuPolicy.Shared && PageSize.Kind == PageSizeKind.Small ? []
        : [new GuestNumaNode(0, CpuSet.Range(0, VirtualCpuCount), Memory)];
}

/// <summary>One NUMA node of a guest.</summary>
/// <param name="Id">0, 1, 2 ... without gaps.</param>
/// <param name="VirtualCpus">Its vCPU indexes.</param>
/// <param name="Memory">Its memory.</param>
public sealed record GuestNumaNode(int Id, CpuSet VirtualCpus, MemorySize Memory);

/// <summary>Where one dedicated vCPU must run.</summary>
/// <param name="VirtualCpu">vCPU index.</param>
/// <param name="HostCpus">Hardware threads of the host, one or more; it has one of them.</param>
public sealed record CpuPinningRule(int VirtualCpu, CpuSet HostCpus);

/// <summary>The CPU topology that a guest sees; the product is its vCPU count.</summary>
/// <param name="Sockets">1 or more.</param>
/// <param name="Cores">Cores of a socket, 1 or more.</param>
/// <param name="Threads">Threads of a core, 1 or more.</param>
public readonly record struct GuestCpuTopology(int Sockets, int Cores, int Threads);

/// <summary>A demand for whole PCI devices of one kind: by alias, or by vendor and device id.</summary>
/// <param name="Alias">The operator's name for the kind; null where ids are given.</param>
/// <param name="VendorId">PCI vendor id; null with an alias.</param>
/// <param name="DeviceId">PCI device id; null with an alias.</param>
/// <param name="Count">1 or more.</param>
public sealed record DeviceRequirement(string? Alias, ushort? VendorId, ushort? DeviceId, int Count)
{
    /// <summary>NUMA policy of these devices; null: that of the compute.</summary>
    public PciNumaPolicy? NumaPolicy { get; init; }

    /// <summary>Whether these devices are parts of one physical device.</summary>
    public DeviceSpread Spread { get; init; }
}

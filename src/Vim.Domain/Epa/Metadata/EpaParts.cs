using System.Collections.Immutable;
using Vim.Domain.Topology;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// The EPA part of <see cref="ComputeRequirements"/> with silence kept apart from a default: null is "not asked".
/// What a client said in typed fields and what its metadata says meet in this form.
/// </summary>
public sealed record EpaParts
{
    /// <summary>Nothing asked.</summary>
    public static EpaParts None { get; } = new();

    /// <summary>How vCPUs get host CPUs.</summary>
    public CpuPolicy? CpuPolicy { get; init; }

    /// <summary>The dedicated vCPUs of a mixed guest.</summary>
    public CpuSet? DedicatedVirtualCpus { get; init; }

    /// <summary>How dedicated vCPUs use hardware threads.</summary>
    public CpuThreadPolicy? ThreadPolicy { get; init; }

    /// <summary>Where the hypervisor's own threads run.</summary>
    public EmulatorThreadPolicy? EmulatorThreads { get; init; }

    /// <summary>vCPUs with a real-time scheduler.</summary>
    public CpuSet? RealTimeVirtualCpus { get; init; }

    /// <summary>Which pages back the memory.</summary>
    public PageSizeRequest? PageSize { get; init; }

    /// <summary>The guest's NUMA nodes; empty: none described.</summary>
    public ImmutableArray<GuestNumaNode> NumaNodes { get; init; } = [];

    /// <summary>NUMA policy of devices, and of vNICs that name none.</summary>
    public PciNumaPolicy? PciNumaPolicy { get; init; }

    /// <summary>PCI devices.</summary>
    public ImmutableArray<DeviceRequirement> Devices { get; init; } = [];

    /// <summary>Sockets, cores and threads that the guest sees.</summary>
    public GuestCpuTopology? GuestCpuTopology { get; init; }

    /// <summary>Traits the host must offer.</summary>
    public ImmutableSortedSet<string> RequiredTraits { get; init; } = [];

    /// <summary>Traits the host must not have.</summary>
    public ImmutableSortedSet<string> ForbiddenTraits { get; init; } = [];

    /// <summary>What requirements ask beyond the defaults.</summary>
    public static EpaParts Of(ComputeRequirements requirements) => new()
    {
        CpuPolicy = Given(requirements.CpuPolicy),
        DedicatedVirtualCpus = Given(requirements.DedicatedVirtualCpus),
        ThreadPolicy = Given(requirements.ThreadPolicy),
        EmulatorThreads = Given(requirements.EmulatorThreads),
        RealTimeVirtualCpus = Given(requirements.RealTimeVirtualCpus),
        PageSize = Given(requirements.PageSize),
        NumaNodes = requirements.NumaNodes,
        PciNumaPolicy = Given(requirements.PciNumaPolicy),
        Devices = requirements.Devices,
        GuestCpuTopology = requirements.GuestCpuTopology,
        RequiredTraits = requirements.RequiredTraits,
        ForbiddenTraits = requirements.ForbiddenTraits,
    };

    /// <summary>What is asked here and not by the other.</summary>
    public EpaParts Without(EpaParts other) => new()
    {
        CpuPolicy = other.CpuPolicy is null ? CpuPolicy : null,
        DedicatedVirtualCpus = other.DedicatedVirtualCpus is null ? DedicatedVirtualCpus : null,
        ThreadPolicy = other.ThreadPolicy is null ? ThreadPolicy : null,
        EmulatorThreads = other.EmulatorThreads is null ? EmulatorThreads : null,
        RealTimeVirtualCpus = other.RealTimeVirtualCpus is null ? RealTimeVirtualCpus : null,
        PageSize = other.PageSize is null ? PageSize : null,
        NumaNodes = other.NumaNodes.IsEmpty ? NumaNodes : [],
        PciNumaPolicy = other.PciNumaPolicy is null ? PciNumaPolicy : null,
        Devices = other.Devices.IsEmpty ? Devices : [],
        GuestCpuTopology = other.GuestCpuTopology is null ? GuestCpuTopology : null,
        RequiredTraits = RequiredTraits.Except(other.RequiredTraits),
        ForbiddenTraits = ForbiddenTraits.Except(other.ForbiddenTraits),
    };

    /// <summary>The requirements with these parts in place of their own; what was not asked has its default.</summary>
    public ComputeRequirements ApplyTo(ComputeRequirements requirements) => requirements with
    {
        CpuPolicy = CpuPolicy ?? default,
        DedicatedVirtualCpus = DedicatedVirtualCpus ?? CpuSet.Empty,
        ThreadPolicy = ThreadPolicy ?? default,
        EmulatorThreads = EmulatorThreads ?? default,
        RealTimeVirtualCpus = RealTimeVirtualCpus ?? CpuSet.Empty,
        PageSize = PageSize ?? default,
        NumaNodes = NumaNodes,
        PciNumaPolicy = PciNumaPolicy ?? default,
        Devices = Devices,
        GuestCpuTopology = GuestCpuTopology,
        RequiredTraits = RequiredTraits,
        ForbiddenTraits = ForbiddenTraits,
    };

    private static T? Given<T>(T value)
        where T : struct => EqualityComparer<T>.Default.Equals(value, default) ? null : value;

    private static CpuSet? Given(CpuSet cpus) => cpus.IsEmpty ? null : cpus;
}

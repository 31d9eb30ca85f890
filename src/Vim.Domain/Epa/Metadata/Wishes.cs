using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// What the metadata of one flavour, or of one image, says: each entry by itself, read but not yet weighed against
/// the others. Null is silence.
/// </summary>
internal sealed record Wishes
{
    public CpuPolicy? CpuPolicy { get; set; }

    public CpuThreadPolicy? ThreadPolicy { get; set; }

    public EmulatorThreadPolicy? EmulatorThreads { get; set; }

    /// <summary>A mask as it was written: what it names depends on the vCPU count.</summary>
    public string? DedicatedMask { get; set; }

    public bool? RealTime { get; set; }

    public string? RealTimeMask { get; set; }

    public PageSizeRequest? PageSize { get; set; }

    /// <summary>Whether the image chose one size of those that the flavour leaves open.</summary>
    public bool IsPageSizeNarrowed { get; init; }

    public int? NumaNodeCount { get; set; }

    public SortedDictionary<int, CpuSet> NumaCpus { get; } = [];

    public SortedDictionary<int, MemorySize> NumaMemory { get; } = [];

    public PciNumaPolicy? PciNumaPolicy { get; set; }

    public TopologyWish Topology { get; set; }

    public TopologyWish TopologyLimit { get; set; }

    public List<DeviceRequirement> Devices { get; } = [];

    public SortedSet<string> RequiredTraits { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> ForbiddenTraits { get; } = new(StringComparer.Ordinal);

    /// <summary>Amounts of resource classes that the flavour's own sizes say already.</summary>
    public SortedDictionary<string, long> Amounts { get; } = new(StringComparer.Ordinal);
}

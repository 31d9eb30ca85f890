using Vim.Descriptors.Model;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>
/// A flavour while it is read from demands that come key by key, in any order (Nova extra specs, ETSI requirement
/// maps). What depends on another key (masks on the vCPU count, page counts on the memory) is worked out at the end.
/// </summary>
internal sealed class FlavourDraft(string name, YamlNode place, Diagnostics diagnostics)
{
    private readonly List<PciDeviceDemand> _pciDevices = [];
    private readonly List<TraitDemand> _traits = [];
    private readonly Dictionary<string, long> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _quotas = new(StringComparer.Ordinal);

    internal Diagnostics Diagnostics => diagnostics;

    internal YamlNode Place => place;

    internal int Vcpus { get; set; } = 1;

    internal long MemoryMebibytes { get; set; } = 1;

    internal CpuPolicy? Policy { get; set; }

    internal YamlNode? DedicatedMask { get; set; }

    internal CpuThreadPolicy? ThreadPolicy { get; set; }

    internal EmulatorThreadsPolicy? EmulatorThreads { get; set; }

    internal bool RealTime { get; set; }

    internal YamlNode? RealTimeMask { get; set; }

    internal string? Architecture { get; set; }

    internal List<CpuPinningRule> PinningRules { get; } = [];

    internal GuestCpuTopology Topology { get; set; } = new(null, null, null);

    internal PageSizeDemand PageSize { get; set; } = PageSizeDemand.Unspecified;

    internal (long Count, YamlNode Node)? PageCount { get; set; }

    internal (int Count, YamlNode Node)? NumaNodes { get; set; }

    internal SortedDictionary<int, YamlNode> NumaCpus { get; } = [];

    internal SortedDictionary<int, (long Mebibytes, YamlNode Node)> NumaMemory { get; } = [];

    internal PciNumaAffinity? PciNumaAffinity { get; set; }

    internal StorageDemand Storage { get; set; } = new();

    internal List<PciDeviceDemand> PciDevices => _pciDevices;

    internal List<TraitDemand> Traits => _traits;

    internal Dictionary<string, long> Resources => _resources;

    internal Dictionary<string, long> Quotas => _quotas;

    internal Flavour Finish()
    {
        var flavour = new Flavour
        {
            Name = name,
            Cpu = Cpu(),
            Memory = new MemoryDemand { SizeMebibytes = MemoryMebibytes, PageSize = PageSize },
            NumaNodes = Numa(),
            PciDevices = [.. _pciDevices],
            PciNumaAffinity = PciNumaAffinity,
            Storage = Storage,
            Traits = [.. _traits],
            Resources = _resources,
            Quotas = _quotas,
        };
        CheckPageCount();
        FlavourRules.Check(flavour, place, diagnostics);
        return flavour;
    }

    private CpuDemand Cpu()
    {
        var dedicated = DedicatedMask is null ? [] : CpuList.Read(DedicatedMask, Vcpus, diagnostics) ?? [];
        if (DedicatedMask is not null && Policy != CpuPolicy.Mixed)
        {
            diagnostics.Error(
                DedicatedMask,
                "a mask of dedicated vCPUs is given without the mixed CPU policy",
                "set the policy to mixed");
        }

        if (RealTimeMask is not null && !RealTime)
        {
            diagnostics.Error(
                RealTimeMask,
                "a real-time mask is given and real time is not asked",
                "set hw:cpu_realtime to yes");
        }

        var realTime = !RealTime ? []
            : RealTimeMask is null ? [.. Enumerable.Range(0, Vcpus)]
            : CpuList.Read(RealTimeMask, Vcpus, diagnostics) ?? [];
        return new CpuDemand
        {
            VcpuCount = Vcpus,
            Policy = Policy ?? CpuPolicy.Shared,
            DedicatedVcpus = dedicated,
            ThreadPolicy = ThreadPolicy,
            EmulatorThreadsPolicy = EmulatorThreads,
            RealTimeVcpus = realTime,
            PinningRules = PinningRules,
            Topology = Topology == new GuestCpuTopology(null, null, null) ? null : Topology,
            Architecture = Architecture,
        };
    }

    private IReadOnlyList<GuestNumaNode> Numa()
    {
        if (NumaCpus.Count == 0 && NumaMemory.Count == 0)
        {
            return NumaNodes is { } even
                ? EvenNuma.Split(even.Count, Vcpus, MemoryMebibytes, even.Node, diagnostics)
                : [];
        }

        var count = NumaNodes?.Count ?? Math.Max(NumaCpus.Count, NumaMemory.Count);
        var expected = Enumerable.Range(0, count).ToList();
        if (!NumaCpus.Keys.SequenceEqual(expected) || !NumaMemory.Keys.SequenceEqual(expected))
        {
            diagnostics.Error(
                place,
                $"vCPUs are given for NUMA nodes {{{string.Join(", ", NumaCpus.Keys)}}} and memory for "
                + $"{{{string.Join(", ", NumaMemory.Keys)}}} of {count}",
                "give both for every NUMA node, numbered from 0");
            return [];
        }

        return
        [
            .. expected.Select(index => new GuestNumaNode
            {
                Index = index,
                VcpuIds = CpuList.Read(NumaCpus[index], Vcpus, diagnostics) ?? [],
                MemoryMebibytes = NumaMemory[index].Mebibytes,
            }),
        ];
    }

    /// <summary>A page count is at least so many pages; the whole guest is backed by them, so it may not need more
    /// than the guest has memory.</summary>
    private void CheckPageCount()
    {
        if (PageCount is not { } pages)
        {
            return;
        }

        if (PageSize.Kind != PageSizeKind.Exact)
        {
            diagnostics.Error(pages.Node, "a number of pages is given without a page size", "give memoryPageSize too");
            return;
        }

        var needed = pages.Count * PageSize.Kibibytes / 1024;
        if (needed > MemoryMebibytes)
        {
            diagnostics.Error(
                pages.Node,
                $"{pages.Count} pages of {PageSize.Kibibytes} KiB are {needed} MiB, "
                    + $"the guest has {MemoryMebibytes} MiB",
                "ask for more memory or fewer pages");
        }
        else if (needed < MemoryMebibytes)
        {
            diagnostics.Note(
                pages.Node,
                $"{needed} MiB are asked in pages of {PageSize.Kibibytes} KiB; "
                    + $"the VIM backs all {MemoryMebibytes} MiB with them");
        }
    }
}

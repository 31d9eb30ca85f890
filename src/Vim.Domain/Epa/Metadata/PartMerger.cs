using System.Collections.Immutable;
using Vim.Domain.Topology;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// Typed fields and metadata as one: either may be silent, both may say the same, nothing may be said twice over.
/// </summary>
internal sealed class PartMerger(MetadataSource source, EpaParts read, Wishes wishes, MetadataRefusals refusals)
{
    private readonly EpaParts _typed = source.Typed;

    /// <summary>Both as one; what contradicts is refused, and the typed field stands.</summary>
    public EpaParts Merge()
    {
        var merged = new EpaParts
        {
            CpuPolicy = Same("hw:cpu_policy", _typed.CpuPolicy, read.CpuPolicy),
            DedicatedVirtualCpus = Same(
                "hw:cpu_dedicated_mask", _typed.DedicatedVirtualCpus, read.DedicatedVirtualCpus),
            ThreadPolicy = Same("hw:cpu_thread_policy", _typed.ThreadPolicy, read.ThreadPolicy),
            EmulatorThreads = Same("hw:emulator_threads_policy", _typed.EmulatorThreads, read.EmulatorThreads),
            RealTimeVirtualCpus = Same("hw:cpu_realtime", _typed.RealTimeVirtualCpus, read.RealTimeVirtualCpus),
            PageSize = wishes.IsPageSizeNarrowed
                ? read.PageSize
                : Same("hw:mem_page_size", _typed.PageSize, read.PageSize),
            NumaNodes = NodesOf(),
            PciNumaPolicy = Same("hw:pci_numa_affinity_policy", _typed.PciNumaPolicy, read.PciNumaPolicy),
            Devices = DevicesOf(),
            GuestCpuTopology = Same("hw:cpu_sockets", _typed.GuestCpuTopology, read.GuestCpuTopology),
            RequiredTraits = _typed.RequiredTraits.Union(read.RequiredTraits),
            ForbiddenTraits = _typed.ForbiddenTraits.Union(read.ForbiddenTraits),
        };
        foreach (var trait in merged.RequiredTraits.Intersect(merged.ForbiddenTraits))
        {
            refusals.Add($"trait:{trait}", null, isImage: false, "is required and forbidden at once");
        }

        return merged;
    }

    /// <summary>
    /// A number of even nodes says nothing of nodes that typed fields describe, but how many they are. A page size,
    /// small as well, is of the memory of a NUMA node: of one, where nothing else is said.
    /// </summary>
    private ImmutableArray<GuestNumaNode> NodesOf()
    {
        if (_typed.NumaNodes.IsEmpty || read.NumaNodes.IsEmpty)
        {
            return !_typed.NumaNodes.IsEmpty ? _typed.NumaNodes
                : !read.NumaNodes.IsEmpty ? read.NumaNodes
                : wishes.PageSize is null ? []
                : [new(0, CpuSet.Range(0, source.VirtualCpuCount), source.Memory)];
        }

        var onlyCounted = wishes.NumaCpus.Count == 0 && wishes.NumaMemory.Count == 0;
        Refuse(
            onlyCounted
                ? _typed.NumaNodes.Length != read.NumaNodes.Length
                : !_typed.NumaNodes.AsSpan().SequenceEqual(read.NumaNodes.AsSpan()),
            "hw:numa_nodes",
            "contradicts the NUMA nodes of the typed fields");
        return _typed.NumaNodes;
    }

    private ImmutableArray<DeviceRequirement> DevicesOf()
    {
        if (_typed.Devices.IsEmpty || read.Devices.IsEmpty)
        {
            return _typed.Devices.IsEmpty ? read.Devices : _typed.Devices;
        }

        Refuse(
            !_typed.Devices.AsSpan().SequenceEqual(read.Devices.AsSpan()),
            "pci_passthrough:alias",
            "or resources: name other devices than the typed fields: name them in one place");
        return _typed.Devices;
    }

    private T? Same<T>(string key, T? typedValue, T? readValue)
        where T : struct
    {
        Refuse(
            typedValue is { } said && readValue is { } other && !said.Equals(other),
            key,
            $"says {readValue}, the typed field says {typedValue}");
        return typedValue ?? readValue;
    }

    private T? Same<T>(string key, T? typedValue, T? readValue)
        where T : class
    {
        Refuse(
            typedValue is not null && readValue is not null && !typedValue.Equals(readValue),
            key,
            $"says {readValue}, the typed field says {typedValue}");
        return typedValue ?? readValue;
    }

    private void Refuse(bool broken, string key, string description)
    {
        if (broken)
        {
            refusals.Add(key, null, isImage: false, description);
        }
    }
}

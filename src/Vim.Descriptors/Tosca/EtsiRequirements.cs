using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>
/// The requirement maps of SOL001 (vdu_cpu_requirements, vdu_mem_requirements, compute_requirements,
/// logical_node_requirements), with the keys of the ETSI registry as ONAP uses them; Nova's extra specs are understood
/// in the same places. Every other key is an error.
/// </summary>
internal sealed class EtsiRequirements(FlavourDraft draft)
{
    private static readonly Dictionary<string, string> NovaKeys = new(StringComparer.Ordinal)
    {
        ["logicalCpuPinningPolicy"] = "hw:cpu_policy",
        ["logicalCpuThreadPinningPolicy"] = "hw:cpu_thread_policy",
        ["dedicatedVcpus"] = "hw:cpu_dedicated_mask",
        ["emulatorThreadsPolicy"] = "hw:emulator_threads_policy",
        ["realTime"] = "hw:cpu_realtime",
        ["realTimeMask"] = "hw:cpu_realtime_mask",
        ["numCpuSockets"] = "hw:cpu_sockets",
        ["numCpuCores"] = "hw:cpu_cores",
        ["numCpuThreads"] = "hw:cpu_threads",
        ["memoryPageSize"] = "hw:mem_page_size",
        ["numaNodes"] = "hw:numa_nodes",
    };

    private static readonly Dictionary<string, PciDeviceSpread> Spreads = new(StringComparer.Ordinal)
    {
        ["together"] = PciDeviceSpread.Together,
        ["apart"] = PciDeviceSpread.Apart,
    };

    private readonly Diagnostics _diagnostics = draft.Diagnostics;
    private int _logicalNodes;

    internal static string KnownKeys =>
        string.Join(", ", NovaKeys.Keys)
        + ", numVirtualCpu, virtualMemSize, numberOfPages, memoryAllocationPolicy, numaCpu-N, numaMem-N, "
        + "pciVendorId, pciDeviceId, pciNumDevices, pciDeviceSpread, pciDeviceLocalToNumaNode, "
        + "and Nova's hw:, trait:, resources:, quota:";

    internal void Read(YamlNode? map)
    {
        if (Section.Open(map, _diagnostics) is not { } section)
        {
            return;
        }

        ReadPci(section, guestNumaNode: null);
        foreach (var entry in section.Node.Entries)
        {
            if (RequirementValue.Unwrap(entry.Value, _diagnostics) is { } value
                && !IsPci(entry.Name)
                && !TryRead(entry.Name, new YamlEntry(entry.Key, value)))
            {
                _diagnostics.Error(
                    entry.Key,
                    $"requirement '{entry.Name}' is not understood",
                    "remove it; understood are " + KnownKeys);
            }
        }
    }

    /// <summary>One `logical_node`: with numaCpu and numaMem it is the next guest NUMA node, and PCI devices asked in
    /// it are local to that node; without them it says things of the compute as a whole.</summary>
    internal void ReadLogicalNode(YamlNode node)
    {
        if (Section.Open(node, _diagnostics) is not { } section)
        {
            return;
        }

        var requirements = section.TakeSection("logical_node_requirements");
        section.Done();
        if (requirements is null)
        {
            return;
        }

        if (requirements.Take("numaCpu") is not { } cpus)
        {
            Read(requirements.Node);
            return;
        }

        var index = _logicalNodes++;
        if (RequirementValue.Unwrap(cpus, _diagnostics) is { } list)
        {
            draft.NumaCpus[index] = list;
        }

        if (requirements.Require("numaMem") is { } memory
            && RequirementValue.Unwrap(memory, _diagnostics) is { } size
            && Quantities.Mebibytes(size, "MiB", _diagnostics) is { } mebibytes)
        {
            draft.NumaMemory[index] = (mebibytes, memory);
        }

        ReadPci(requirements, index);
        requirements.Done();
    }

    private bool TryRead(string key, YamlEntry entry)
    {
        if (NovaKeys.TryGetValue(key, out var nova))
        {
            var renamed = new YamlScalar(entry.Key.File, entry.Key.Line, entry.Key.Column, nova, plain: false);
            return NovaExtraSpecs.TryRead(new YamlEntry(renamed, entry.Value), draft);
        }

        switch (key)
        {
            case "numVirtualCpu":
                Same(Values.Integer(entry.Value, 1, CpuList.VcpusMax, _diagnostics), draft.Vcpus, entry.Value);
                return true;
            case "virtualMemSize":
                Same(Quantities.Mebibytes(entry.Value, "MiB", _diagnostics), draft.MemoryMebibytes, entry.Value);
                return true;
            case "numberOfPages":
                draft.PageCount = Values.Integer(entry.Value, 1, Quantities.MebibytesMax, _diagnostics) is { } count
                    ? (count, entry.Value)
                    : draft.PageCount;
                return true;
            case "memoryAllocationPolicy":
                ReadAllocation(entry.Value);
                return true;
        }

        if (NovaExtraSpecs.Index(key, "numaCpu-") is { } cpus)
        {
            draft.NumaCpus[cpus] = entry.Value;
            return true;
        }

        if (NovaExtraSpecs.Index(key, "numaMem-") is { } memory)
        {
            if (Quantities.Mebibytes(entry.Value, "MiB", _diagnostics) is { } size)
            {
                draft.NumaMemory[memory] = (size, entry.Value);
            }

            return true;
        }

        return NovaExtraSpecs.TryRead(entry, draft);
    }

    private void Same(long? said, long already, YamlNode node)
    {
        if (said is { } value && value != already)
        {
            _diagnostics.Error(
                node, $"{value} is asked here and {already} by the property of the same meaning", "make them equal");
        }
    }

    private void ReadAllocation(YamlNode node)
    {
        var word = Values.Text(node, _diagnostics)?.Trim();
        if (word == "preferredLocalAllocation")
        {
            _diagnostics.Note(node, "local memory is preferred; the VIM always gives memory of the guest's NUMA nodes");
        }
        else if (word is not (null or "strictLocalAllocation"))
        {
            _diagnostics.Error(
                node,
                $"{Section.Describe(node)} is not understood",
                "write strictLocalAllocation or preferredLocalAllocation");
        }
    }

    private static bool IsPci(string key) => key is "pciVendorId" or "pciDeviceId" or "pciNumDevices" or "pciCount"
        or "pciDeviceSpread" or "pciDeviceLocalToNumaNode";

    private void ReadPci(Section section, int? guestNumaNode)
    {
        YamlNode? Value(string key) =>
            section.Take(key) is { } node ? RequirementValue.Unwrap(node, _diagnostics) : null;
        var vendor = Addresses.PciId(Value("pciVendorId"), _diagnostics);
        var device = Addresses.PciId(Value("pciDeviceId"), _diagnostics);
        var count = Value("pciNumDevices") ?? Value("pciCount");
        section.Ignore("pciCount");
        var number = Values.Integer(count, 1, 64, _diagnostics);
        var spread = Values.Choice(Value("pciDeviceSpread"), Spreads, _diagnostics);
        var local = PciLocality.Read(Value("pciDeviceLocalToNumaNode"), _diagnostics);
        draft.PciNumaAffinity = local ?? draft.PciNumaAffinity;
        if (vendor is not null && device is not null)
        {
            draft.PciDevices.Add(new PciDeviceDemand
            {
                VendorId = vendor,
                DeviceId = device,
                Count = (int)(number ?? 1),
                Spread = spread,
                GuestNumaNode = guestNumaNode,
            });
        }
        else if (vendor is not null || device is not null || number is not null || spread is not null)
        {
            _diagnostics.Error(
                section.Node, "a PCI device is asked by half of its ids", "give both pciVendorId and pciDeviceId");
        }
    }
}

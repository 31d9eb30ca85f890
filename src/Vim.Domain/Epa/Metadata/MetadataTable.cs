using System.Collections.Frozen;
using System.Globalization;
using Vim.Domain.Units;
using static Vim.Domain.Epa.Metadata.MetadataWords;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// The one table of what this VIM understands of OpenStack's keys. A flavour spells them <c>hw:name</c>, an image
/// <c>hw_name</c>; keys that end in a number are of one guest NUMA node.
/// </summary>
internal static class MetadataTable
{
    /// <summary>More than any host has, of sockets, cores or threads.</summary>
    private const int MaxTopology = 65_536;

    /// <summary>Reads a value into wishes.</summary>
    /// <returns>Why it is not understood; null where it is.</returns>
    public delegate string? Reader(Wishes wishes, string value);

    /// <summary>Reads a value of one guest NUMA node into wishes.</summary>
    /// <returns>Why it is not understood; null where it is.</returns>
    public delegate string? NodeReader(Wishes wishes, int node, string value);

    private static readonly FrozenDictionary<string, (Reader Read, bool InImage)> Keys =
        new Dictionary<string, (Reader Read, bool InImage)>(StringComparer.Ordinal)
        {
            ["cpu_policy"] = ((w, v) => Choice(v, CpuPolicies, policy => w.CpuPolicy = policy), true),
            ["cpu_dedicated_mask"] = ((w, v) => Mask(v, () => w.DedicatedMask = v), false),
            ["cpu_thread_policy"] = ((w, v) => Choice(v, ThreadPolicies, policy => w.ThreadPolicy = policy), true),
            ["emulator_threads_policy"] =
                ((w, v) => Choice(v, EmulatorPolicies, policy => w.EmulatorThreads = policy), false),
            ["cpu_realtime"] = ((w, v) => Boolean(v, wanted => w.RealTime = wanted), false),
            ["cpu_realtime_mask"] = ((w, v) => Mask(v, () => w.RealTimeMask = v), true),
            ["mem_page_size"] = ((w, v) => PageSize(v, size => w.PageSize = size), true),
            ["numa_nodes"] =
                ((w, v) => Number(v, 1, ComputeRequirements.MaxNumaNodes, count => w.NumaNodeCount = (int)count), true),
            ["pci_numa_affinity_policy"] =
                ((w, v) => Choice(v, PciNumaPolicies, policy => w.PciNumaPolicy = policy), true),
            ["cpu_sockets"] = (Topology((w, n) => w.Topology = w.Topology with { Sockets = n }), true),
            ["cpu_cores"] = (Topology((w, n) => w.Topology = w.Topology with { Cores = n }), true),
            ["cpu_threads"] = (Topology((w, n) => w.Topology = w.Topology with { Threads = n }), true),
            ["cpu_max_sockets"] = (SocketLimit, true),
            ["cpu_max_cores"] = (CoreLimit, true),
            ["cpu_max_threads"] = (ThreadLimit, true),
            // As OpenStack's API spells the limits; its own readers have the other spelling.
            ["max_cpu_sockets"] = (SocketLimit, false),
            ["max_cpu_cores"] = (CoreLimit, false),
            ["max_cpu_threads"] = (ThreadLimit, false),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, NodeReader> NodeKeys =
        new Dictionary<string, NodeReader>(StringComparer.Ordinal)
        {
            ["numa_cpus"] = NodeCpus,
            ["numa_mem"] = NodeMemory,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The keys of a flavour that are understood, for messages.</summary>
    public static string FlavourKeys { get; } = string.Join(
        ", ",
        Keys.Keys.Order(StringComparer.Ordinal).Select(key => $"hw:{key}")
            .Concat(NodeKeys.Keys.Order(StringComparer.Ordinal).Select(key => $"hw:{key}.N")));

    /// <summary>Reads one entry.</summary>
    /// <param name="name">Key without its prefix.</param>
    /// <param name="value">Value.</param>
    /// <param name="isImage">Whether it is a property of an image.</param>
    /// <param name="wishes">Where what is understood goes.</param>
    /// <param name="refusal">Why the value is not understood; null where it is.</param>
    /// <returns>False where there is no such key.</returns>
    public static bool TryRead(string name, string value, bool isImage, Wishes wishes, out string? refusal)
    {
        refusal = null;
        if (Keys.TryGetValue(name, out var key))
        {
            refusal = key.InImage || !isImage ? key.Read(wishes, value) : "is for flavours only";
            return true;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !NodeKeys.TryGetValue(name[..dot], out var read))
        {
            return false;
        }

        var isNode = int.TryParse(name[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var node)
            && node < ComputeRequirements.MaxNumaNodes
            && name[(dot + 1)..] == node.ToString(CultureInfo.InvariantCulture);
        refusal = isNode
            ? read(wishes, node, value)
            : $"does not end in the number of a guest NUMA node, 0 to {ComputeRequirements.MaxNumaNodes - 1}";
        return true;
    }

    private static string? SocketLimit(Wishes wishes, string value) =>
        Topology((w, n) => w.TopologyLimit = w.TopologyLimit with { Sockets = n })(wishes, value);

    private static string? CoreLimit(Wishes wishes, string value) =>
        Topology((w, n) => w.TopologyLimit = w.TopologyLimit with { Cores = n })(wishes, value);

    private static string? ThreadLimit(Wishes wishes, string value) =>
        Topology((w, n) => w.TopologyLimit = w.TopologyLimit with { Threads = n })(wishes, value);

    private static Reader Topology(Action<Wishes, int> take) =>
        (wishes, value) => Number(value, 1, MaxTopology, number => take(wishes, (int)number));

    /// <summary>A mask over vCPUs, which cannot be resolved before the vCPU count is known.</summary>
    private static string? Mask(string value, Action take)
    {
        take();
        return CpuSpec.TryParse(value, out _) ? null : "is no mask of vCPUs such as 2-5 or ^0-1";
    }

    private static string? NodeCpus(Wishes wishes, int node, string value)
    {
        if (!CpuSpec.TryParse(value, out var cpus) || cpus.IsEmpty)
        {
            return "is no list of vCPUs such as 0-3,8";
        }

        wishes.NumaCpus[node] = cpus;
        return null;
    }

    private static string? NodeMemory(Wishes wishes, int node, string value) => Number(
        value,
        1,
        ComputeRequirementsRules.MaxMemory.MiB,
        mebibytes => wishes.NumaMemory[node] = MemorySize.FromMiB(mebibytes));
}

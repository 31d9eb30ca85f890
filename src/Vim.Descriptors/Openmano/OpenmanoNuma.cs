using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Openmano;

/// <summary>
/// The `numas` list that openmano VNFDs and openvim flavours share: per guest NUMA node whole cores (`cores`), sibling
/// pairs (`paired-threads`) or single hardware threads (`threads`), memory in GiB of 1 GiB huge pages, and the data
/// plane interfaces whose NIC must be on that node.
/// </summary>
internal sealed class OpenmanoNuma(Diagnostics diagnostics)
{
    private static readonly Dictionary<string, CpuThreadPolicy> Kinds = new(StringComparer.Ordinal)
    {
        ["cores"] = CpuThreadPolicy.Isolate,
        ["paired-threads"] = CpuThreadPolicy.Require,
        ["threads"] = CpuThreadPolicy.Prefer,
    };

    private readonly List<GuestNumaNode> _nodes = [];
    private readonly List<(Vnic Vnic, YamlNode Node)> _interfaces = [];
    private CpuThreadPolicy? _threadPolicy;
    private int _vcpus;

    internal IReadOnlyList<(Vnic Vnic, YamlNode Node)> Interfaces => _interfaces;

    /// <summary>Reads the list; <see cref="ToFlavour"/> then gives the flavour.</summary>
    internal void Read(IReadOnlyList<YamlNode> numas)
    {
        if (numas.Count > FlavourRules.NumaNodesMax)
        {
            diagnostics.Error(
                numas[FlavourRules.NumaNodesMax],
                $"{numas.Count} guest NUMA nodes, more than {FlavourRules.NumaNodesMax}",
                "ask for fewer");
        }

        foreach (var node in numas.Take(FlavourRules.NumaNodesMax))
        {
            if (Section.Open(node, diagnostics) is { } numa)
            {
                ReadNode(numa);
            }
        }
    }

    internal Flavour ToFlavour(string name, StorageDemand storage) => new()
    {
        Name = name,
        Cpu = new CpuDemand
        {
            VcpuCount = _vcpus,
            Policy = CpuPolicy.Dedicated,
            ThreadPolicy = _threadPolicy,
            // A guest that is to use sibling pairs must see them as siblings.
            Topology = _threadPolicy == CpuThreadPolicy.Require ? new GuestCpuTopology(null, null, 2) : null,
        },
        Memory = new MemoryDemand
        {
            SizeMebibytes = _nodes.Sum(n => n.MemoryMebibytes),
            PageSize = PageSizeDemand.OneGibibyte,
        },
        NumaNodes = [.. _nodes],
        PciNumaAffinity = _interfaces.Count > 0 ? PciNumaAffinity.Required : null,
        Storage = storage,
    };

    private void ReadNode(Section numa)
    {
        var index = _nodes.Count;
        var memory = Values.Integer(numa.Require("memory"), 1, 65_536, diagnostics);
        var ids = ReadCpus(numa);
        foreach (var item in numa.TakeList("interfaces"))
        {
            if (Section.Open(item, diagnostics) is { } section
                && new OpenmanoInterface(diagnostics).ReadDataPlane(section, index) is { } vnic)
            {
                _interfaces.Add((vnic, item));
            }
        }

        numa.Done();
        _nodes.Add(new GuestNumaNode { Index = index, VcpuIds = ids, MemoryMebibytes = (memory ?? 0) * 1024 });
    }

    private IReadOnlyList<int> ReadCpus(Section numa)
    {
        var asked = Kinds.Keys.Where(kind => numa.Take(kind) is not null).ToList();
        if (asked.Count != 1)
        {
            diagnostics.Error(
                numa.Node,
                asked.Count == 0
                    ? "no CPUs are asked on this NUMA node"
                    : "several kinds of CPUs are asked on one NUMA node",
                "write exactly one of cores, paired-threads, threads");
            foreach (var kind in Kinds.Keys)
            {
                numa.Ignore(kind + "-id");
            }

            return [];
        }

        var only = asked[0];
        var policy = Kinds[only];
        if (_threadPolicy is { } before && before != policy)
        {
            diagnostics.Error(
                numa.Take(only)!,
                $"'{only}' here and another kind on an earlier NUMA node: a compute has one CPU thread policy",
                "ask for the same kind on all NUMA nodes");
        }

        _threadPolicy = policy;
        var count = Values.Integer(numa.Take(only), 1, CpuList.VcpusMax, diagnostics) ?? 0;
        var vcpus = (int)count * (only == "paired-threads" ? 2 : 1);
        var ids = numa.Take(only + "-id") is { } given
            ? ReadIds(given, only == "paired-threads", vcpus)
            : [.. Enumerable.Range(_vcpus, vcpus)];
        _vcpus += vcpus;
        return ids;
    }

    private IReadOnlyList<int> ReadIds(YamlNode given, bool paired, int vcpus)
    {
        var ids = new SortedSet<int>();
        foreach (var item in Section.AsList(given, diagnostics))
        {
            IReadOnlyList<YamlNode> members = paired ? Section.AsList(item, diagnostics) : [item];
            var read = members.Select(m => Values.Integer(m, 0, CpuList.VcpusMax - 1, diagnostics)).ToList();
            if (paired && (read.Count != 2 || read[0] is not { } first || first % 2 != 0 || read[1] != first + 1))
            {
                diagnostics.Error(
                    item,
                    "a pair of sibling vCPUs here is not of the form [2n, 2n+1]",
                    "number siblings one after the other: the guest sees vCPUs 2n and 2n+1 as one core");
            }

            ids.UnionWith(read.OfType<long>().Select(id => (int)id));
        }

        if (ids.Count != vcpus)
        {
            diagnostics.Error(
                given, $"{ids.Count} different vCPU ids are given for {vcpus} vCPUs", "give each vCPU one id");
        }

        return [.. ids];
    }
}

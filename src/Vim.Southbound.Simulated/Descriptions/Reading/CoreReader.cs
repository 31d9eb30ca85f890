using Vim.Domain.Topology;
using YamlDotNet.RepresentationModel;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>
/// Reads <c>server.cores</c>: groups of cores that share socket, die and NUMA node. Each group has one CPU list for
/// each hardware thread of its cores; what stands at the same place of the lists are siblings.
/// </summary>
internal sealed class CoreReader(DescriptionErrors errors)
{
    private const int MaxThreadsPerCore = 8;

    private readonly HashSet<(int Socket, int Die, int Core)> _cores = [];
    private readonly Dictionary<int, CpuThread> _cpus = [];

    /// <summary>NUMA node of each CPU that was read.</summary>
    public Dictionary<int, int> NodeOfCpu { get; } = [];

    /// <summary>Every CPU that was read, by id.</summary>
    public IEnumerable<CpuThread> Cpus => _cpus.Values.OrderBy(cpu => cpu.Id);

    public void Read(MapReader server)
    {
        var groups = server.List("cores", required: true);
        foreach (var (node, path) in groups)
        {
            ReadGroup(new(node, path, errors));
        }

        if (_cpus.Count == 0 && !errors.Any)
        {
            errors.Add(server.At("cores"), server.PathOf("cores"), "a server has at least one core");
        }
    }

    private void ReadGroup(MapReader group)
    {
        var socket = group.Required("socket", Formats.Int(0, 255), 0);
        var die = group.Optional("die", Formats.Int(0, 255), 0);
        var numaNode = group.Required("numa_node", Formats.Int(0, 1023), -1);
        var threads = group.Values("threads", Formats.Cpus, required: true);
        var coreIds = group.Values("core_ids", Formats.Int(0, 65535), required: false);
        group.Done();
        if (threads.Count is 0 or > MaxThreadsPerCore)
        {
            errors.Add(group.At("threads"), group.PathOf("threads"), $"give 1 to {MaxThreadsPerCore} CPU lists");
            return;
        }

        var count = threads[0].Ids.Count;
        if (threads.Any(list => list.Ids.Count != count))
        {
            errors.Add(
                group.At("threads"),
                group.PathOf("threads"),
                "the lists differ in length: each must have one CPU for each core");
            return;
        }

        if (group.Has("core_ids") && coreIds.Count != count)
        {
            errors.Add(
                group.At("core_ids"),
                group.PathOf("core_ids"),
                $"has {coreIds.Count} ids for {count} cores: give one for each, or leave the key out for 0, 1, 2 ...");
            return;
        }

        for (var index = 0; index < count; index++)
        {
            var core = (socket, die, coreIds.Count == 0 ? index : coreIds[index]);
            AddCore(group, core, numaNode, threads.Select(list => list.Ids[index]));
        }
    }

    private void AddCore(MapReader group, (int Socket, int Die, int Core) core, int numaNode, IEnumerable<int> ids)
    {
        if (!_cores.Add(core))
        {
            errors.Add(
                group.At("core_ids"),
                group.PathOf("core_ids"),
                $"core {core.Core} of socket {core.Socket}, die {core.Die} is given twice");
        }

        foreach (var id in ids)
        {
            if (!_cpus.TryAdd(id, new(id, core.Socket, core.Die, core.Core)))
            {
                errors.Add(group.At("threads"), group.PathOf("threads"), $"CPU {id} is given twice");
                continue;
            }

            NodeOfCpu[id] = numaNode;
        }
    }

    /// <summary>Complains of cores on a NUMA node that is not described.</summary>
    public void CheckNodes(MapReader server, IReadOnlyCollection<int> nodes)
    {
        YamlNode at = server.At("cores");
        foreach (var missing in NodeOfCpu.Values.Distinct().Where(node => node >= 0 && !nodes.Contains(node)))
        {
            errors.Add(at, server.PathOf("cores"), $"names NUMA node {missing}, which server.numa_nodes has not");
        }
    }
}

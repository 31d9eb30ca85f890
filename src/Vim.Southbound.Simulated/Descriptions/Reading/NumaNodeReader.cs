using System.Collections.Immutable;
using System.Globalization;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>Reads the NUMA nodes of the server and what the operator set aside on each.</summary>
internal sealed class NumaNodeReader(DescriptionErrors errors)
{
    private readonly SortedDictionary<int, (MemorySize Memory, ImmutableArray<int> Distances)> _nodes = [];
    private readonly HashSet<int> _offline = [];

    public IReadOnlyCollection<int> Ids => _nodes.Keys;

    public void ReadServer(MapReader server)
    {
        var list = server.List("numa_nodes", required: true);
        foreach (var (node, path) in list)
        {
            var map = new MapReader(node, path, errors);
            var id = map.Required("id", Formats.Int(0, 1023), -1);
            var memory = map.Required("memory", Formats.Memory, MemorySize.Zero);
            var distances = map.Values("distances", Formats.Int(0, 255), required: false);
            map.Done();
            if (distances.Count != 0 && distances.Count != list.Count)
            {
                errors.Add(
                    map.At("distances"),
                    map.PathOf("distances"),
                    $"has {distances.Count} distances for {list.Count} NUMA nodes: give one to each, by id");
            }

            if (id >= 0 && !_nodes.TryAdd(id, (memory, [.. distances])))
            {
                errors.Add(map.At("id"), map.PathOf("id"), $"NUMA node {id} is given twice");
            }
        }
    }

    /// <summary>The nodes that are online, with what the operator set aside.</summary>
    public ImmutableArray<NumaNode> ReadSetup(MapReader setup, IReadOnlyDictionary<int, int> nodeOfCpu)
    {
        ReadOffline(setup, nodeOfCpu);
        var aside = ReadSetAside(setup);
        var all = _nodes.Keys.ToList();
        var online = all.Where(id => !_offline.Contains(id)).ToList();
        var result = ImmutableArray.CreateBuilder<NumaNode>(online.Count);
        foreach (var id in online)
        {
            var (memory, distances) = _nodes[id];
            var (reserved, pools) = aside.GetValueOrDefault(id, (MemorySize.Zero, []));
            result.Add(new()
            {
                Id = id,
                Cpus = CpuSet.Of(nodeOfCpu.Where(pair => pair.Value == id).Select(pair => pair.Key)),
                Memory = memory,
                ReservedMemory = reserved,
                HugePages = pools,
                Distances = distances.Length == all.Count
                    ? [.. online.Select(other => distances[all.IndexOf(other)])]
                    : [],
            });
        }

        return result.MoveToImmutable();
    }

    private void ReadOffline(MapReader setup, IReadOnlyDictionary<int, int> nodeOfCpu)
    {
        foreach (var id in setup.Values("offline_numa_nodes", Formats.Int(0, 1023), required: false))
        {
            if (!_nodes.ContainsKey(id) || nodeOfCpu.Values.Contains(id))
            {
                errors.Add(
                    setup.At("offline_numa_nodes"),
                    setup.PathOf("offline_numa_nodes"),
                    $"NUMA node {id} does not exist or has CPUs; only a memory-only node can be kept offline");
            }

            _offline.Add(id);
        }
    }

    private Dictionary<int, (MemorySize Reserved, ImmutableArray<HugePagePool> Pools)> ReadSetAside(MapReader setup)
    {
        var result = new Dictionary<int, (MemorySize, ImmutableArray<HugePagePool>)>();
        if (setup.Map("numa_nodes", required: false) is not { } nodes)
        {
            return result;
        }

        foreach (var (key, keyNode, value, path) in nodes.Entries)
        {
            if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || !_nodes.TryGetValue(id, out var node)
                || _offline.Contains(id))
            {
                errors.Add(keyNode, path, $"the server has no NUMA node {key} online");
                continue;
            }

            var map = new MapReader(value, path, errors);
            var reserved = map.Optional("reserved_memory", Formats.Memory, MemorySize.Zero);
            var pools = ReadPools(map);
            map.Done();
            var used = pools.Aggregate(reserved, (sum, pool) => sum + pool.Size.Times(pool.Total));
            if (used > node.Memory)
            {
                errors.Add(value, path, $"sets {used} aside, but NUMA node {id} has {node.Memory}");
            }

            result[id] = (reserved, pools);
        }

        return result;
    }

    private ImmutableArray<HugePagePool> ReadPools(MapReader node)
    {
        if (node.Map("huge_pages", required: false) is not { } sizes)
        {
            return [];
        }

        var pools = ImmutableArray.CreateBuilder<HugePagePool>();
        foreach (var (key, keyNode, value, path) in sizes.Entries)
        {
            if (!Formats.Page.TryRead(key, out var size))
            {
                errors.Add(keyNode, path, $"\"{key}\" is not {Formats.Page.Expected}");
                continue;
            }

            pools.Add(ReadPool(sizes, key, value, path, size));
        }

        pools.Sort((left, right) => left.Size.CompareTo(right.Size));
        return pools.ToImmutable();
    }

    private HugePagePool ReadPool(
        MapReader sizes,
        string key,
        YamlDotNet.RepresentationModel.YamlNode value,
        string path,
        PageSize size)
    {
        if (value is YamlDotNet.RepresentationModel.YamlScalarNode)
        {
            return new(size, sizes.Required(key, Formats.Long(1L << 28), 0), 0);
        }

        var map = new MapReader(value, path, errors);
        var total = map.Required("total", Formats.Long(1L << 28), 0);
        var reserved = map.Optional("reserved", Formats.Long(1L << 28), 0);
        map.Done();
        if (reserved > total)
        {
            errors.Add(map.At("reserved"), map.PathOf("reserved"), $"keeps {reserved} pages back of {total}");
        }

        return new(size, total, reserved);
    }
}

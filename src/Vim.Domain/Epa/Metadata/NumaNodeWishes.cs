using System.Collections.Immutable;
using System.Globalization;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// The guest NUMA nodes that metadata describes: so many even ones, or each with its vCPUs and memory. A description
/// that does not add up to the flavour's vCPUs and memory is refused.
/// </summary>
internal sealed class NumaNodeWishes(Wishes wishes, MetadataSource source, MetadataRefusals refusals)
{
    private const string CountKey = "hw:numa_nodes";

    /// <summary>The nodes; empty where none are described or they were refused.</summary>
    public ImmutableArray<GuestNumaNode> Resolve()
    {
        if (wishes.NumaCpus.Count == 0 && wishes.NumaMemory.Count == 0)
        {
            return wishes.NumaNodeCount is { } even ? Even(even) : [];
        }

        var count = wishes.NumaNodeCount ?? 1;
        return IsComplete(count) && AddsUp(count)
            ?
            [
                .. Enumerable.Range(0, count)
                    .Select(id => new GuestNumaNode(id, wishes.NumaCpus[id], wishes.NumaMemory[id])),
            ]
            : [];
    }

    private ImmutableArray<GuestNumaNode> Even(int count)
    {
        if (source.VirtualCpuCount % count != 0 || source.Memory.Bytes % ((long)count << 20) != 0)
        {
            Refuse(
                CountKey,
                Text($"does not divide {source.VirtualCpuCount} vCPUs and {source.Memory} evenly in whole MiB; ")
                + "describe each node with hw:numa_cpus.N and hw:numa_mem.N");
            return [];
        }

        var cpus = source.VirtualCpuCount / count;
        return
        [
            .. Enumerable.Range(0, count).Select(id =>
                new GuestNumaNode(id, CpuSet.Range(id * cpus, cpus), new MemorySize(source.Memory.Bytes / count))),
        ];
    }

    private bool IsComplete(int count)
    {
        var complete = true;
        for (var node = 0; node < ComputeRequirements.MaxNumaNodes; node++)
        {
            complete &= Check(wishes.NumaCpus.ContainsKey(node), node, count, Text($"hw:numa_cpus.{node}"));
            complete &= Check(wishes.NumaMemory.ContainsKey(node), node, count, Text($"hw:numa_mem.{node}"));
        }

        return complete;
    }

    private bool Check(bool given, int node, int count, string key)
    {
        if (given != node < count)
        {
            var nodes = wishes.NumaNodeCount is null ? $"without {CountKey} there is" : $"{CountKey} says";
            Refuse(key, (given ? "is of a node too many: " : "is missing: ") + Text($"{nodes} {count}"));
        }

        return given == node < count;
    }

    private bool AddsUp(int count)
    {
        var all = CpuSet.Range(0, source.VirtualCpuCount);
        var seen = CpuSet.Empty;
        var memory = MemorySize.Zero;
        var sound = true;
        for (var node = 0; node < count; node++)
        {
            var cpus = wishes.NumaCpus[node];
            var key = Text($"hw:numa_cpus.{node}");
            sound &= !Refuse(cpus.Overlaps(seen), key, $"has vCPUs {cpus.Intersect(seen)} of another node");
            sound &= !Refuse(!cpus.IsSubsetOf(all), key, $"names vCPUs {cpus.Except(all)}; the flavour has {all}");
            seen = seen.Union(cpus);
            memory += wishes.NumaMemory[node];
        }

        sound &= !Refuse(!all.IsSubsetOf(seen), CountKey, $"leaves vCPUs {all.Except(seen)} without a node");
        return sound
            & !Refuse(
                memory != source.Memory,
                "hw:numa_mem.0",
                $"and the others are {memory}, the flavour has {source.Memory}");
    }

    private bool Refuse(bool broken, string key, string description)
    {
        if (broken)
        {
            Refuse(key, description);
        }

        return broken;
    }

    private void Refuse(string key, string description) => refusals.Add(key, null, isImage: false, description);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

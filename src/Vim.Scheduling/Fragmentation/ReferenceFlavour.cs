using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fragmentation;

/// <summary>A guest by which fragmentation is measured.</summary>
/// <param name="Name">For metrics and people.</param>
/// <param name="Requirements">What it asks; well formed.</param>
public sealed record ReferenceFlavour(string Name, ComputeRequirements Requirements)
{
    /// <summary>Half a NUMA node.</summary>
    public const string HalfNode = "half-numa-node";

    /// <summary>A whole NUMA node.</summary>
    public const string Node = "numa-node";

    /// <summary>Two whole NUMA nodes.</summary>
    public const string TwoNodes = "two-numa-nodes";

    /// <summary>
    /// Half a NUMA node, a whole one and two, of the kind of host of which a zone has most that take computes: of its
    /// smallest NUMA node the dedicated CPUs, the huge pages of the size with most memory (small pages where there are
    /// none) and the VFs. None where its NUMA nodes have no dedicated CPUs.
    /// </summary>
    public static ImmutableArray<ReferenceFlavour> UsualOf(ZoneLedger ledger)
    {
        var commonest = ledger.Index.Hosts
            .Where(host => host.Availability == HostAvailability.Enabled)
            .GroupBy(host => host.Shape, ReferenceEqualityComparer.Instance)
            .MaxBy(group => group.Count());
        return commonest is null ? [] : UsualOf(commonest.First().Inventory);
    }

    private static ImmutableArray<ReferenceFlavour> UsualOf(HostInventory host)
    {
        var nodes = host.NumaNodes.Where(node => !DedicatedOf(host, node).IsEmpty).ToList();
        if (nodes.Count == 0)
        {
            return [];
        }

        var pages = nodes
            .SelectMany(node => node.HugePages)
            .GroupBy(pool => pool.Size)
            .Where(pools => nodes.TrueForAll(node => FreePages(node, pools.Key) > 0))
            .OrderByDescending(pools => pools.Key.Bytes * pools.Sum(pool => pool.Total - pool.Reserved))
            .Select(pools => (PageSize?)pools.Key)
            .FirstOrDefault();
        var cpus = nodes.Min(node => DedicatedOf(host, node).Count);
        var functions = nodes.Min(node => FunctionsOf(host, node));
        var memory = pages is { } size
            ? nodes.Min(node => FreePages(node, size)) * size.Bytes
            : nodes.Min(node => SmallMemory(host, node));
        ReferenceFlavour?[] all =
        [
            Of(HalfNode, 1, cpus / 2, memory / 2, functions / 2, pages),
            Of(Node, 1, cpus, memory, functions, pages),
            nodes.Count < 2 ? null : Of(TwoNodes, 2, cpus, memory, functions, pages),
        ];
        return [.. all.OfType<ReferenceFlavour>()];
    }

    /// <summary>A guest of so many NUMA nodes that are alike; null where there is nothing to ask for.</summary>
    private static ReferenceFlavour? Of(string name, int nodes, int cpus, long memory, int functions, PageSize? pages)
    {
        var unit = Math.Max(pages?.Bytes ?? 0, 1L << 20);
        var own = new MemorySize(memory / unit * unit);
        if (cpus == 0 || own == MemorySize.Zero)
        {
            return null;
        }

        functions = Math.Min(functions, ComputeRequirementsRules.MaxVnics / nodes);
        var requirements = new ComputeRequirements
        {
            VirtualCpuCount = cpus * nodes,
            Memory = new(own.Bytes * nodes),
            CpuPolicy = CpuPolicy.Dedicated,
            PageSize = pages is { } size ? PageSizeRequest.Of(size) : PageSizeRequest.Small,
            NumaNodes = [.. Enumerable.Range(0, nodes).Select(node =>
                new GuestNumaNode(node, CpuSet.Range(node * cpus, cpus), own))],
            Vnics = [.. Enumerable.Range(0, functions * nodes).Select(index => new VnicRequirement
            {
                Name = $"vnic{index}",
                Kind = VnicKind.SriovVf,
                GuestNumaNode = index / functions,
            })],
        };
        return new(name, requirements);
    }

    private static CpuSet DedicatedOf(HostInventory host, NumaNode node) => node.Cpus.Intersect(host.DedicatedCpus);

    private static long FreePages(NumaNode node, PageSize size) =>
        node.HugePages.Where(pool => pool.Size == size).Sum(pool => pool.Total - pool.Reserved);

    private static long SmallMemory(HostInventory host, NumaNode node) => (long)(host.SmallPageRatio * Math.Max(
        0, node.Memory.Bytes - node.ReservedMemory.Bytes - node.HugePages.Sum(pool => pool.Size.Bytes * pool.Total)));

    private static int FunctionsOf(HostInventory host, NumaNode node) => host.PhysicalFunctions
        .Where(function => function.NumaNode == node.Id && function.PhysicalNetwork is not null)
        .Sum(function => function.VirtualFunctions.Length);
}

using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Traces;

/// <summary>
/// What the traces know of servers and guests, as the ledger wants it: two NUMA nodes, each with CPUs (without
/// siblings) and memory (small pages), and guests with CPUs of their own on one of them or half on each.
/// </summary>
internal static class DualNumaServer
{
    public static readonly ZoneId Zone = new("zone");

    /// <summary>A server of which all may be claimed.</summary>
    public static HostInventory Of(HostId id, string rack, ReadOnlySpan<(int Cpus, MemorySize Memory)> nodes)
    {
        var threads = new List<CpuThread>();
        var numaNodes = new List<NumaNode>();
        foreach (var (cpus, memory) in nodes)
        {
            var first = threads.Count;
            for (var core = 0; core < cpus; core++)
            {
                threads.Add(new(first + core, numaNodes.Count, 0, core));
            }

            numaNodes.Add(new() { Id = numaNodes.Count, Cpus = CpuSet.Range(first, cpus), Memory = memory });
        }

        return new()
        {
            Id = id,
            Zone = Zone,
            BootId = "boot",
            Rack = rack,
            Architecture = "x86_64",
            Cpus = [.. threads],
            NumaNodes = [.. numaNodes],
            ReservedCpus = CpuSet.Empty,
            SharedCpus = CpuSet.Empty,
        };
    }

    /// <summary>A guest.</summary>
    /// <param name="nodes">Host NUMA nodes that it takes, 1 or 2.</param>
    /// <param name="cpus">CPUs on each.</param>
    /// <param name="memory">Memory on each.</param>
    public static ComputeRequirements Guest(int nodes, int cpus, MemorySize memory) => new()
    {
        VirtualCpuCount = nodes * cpus,
        Memory = new(nodes * memory.Bytes),
        CpuPolicy = CpuPolicy.Dedicated,
        NumaNodes =
        [
            .. Enumerable.Range(0, nodes).Select(node =>
                new GuestNumaNode(node, CpuSet.Range(node * cpus, cpus), memory)),
        ],
    };
}

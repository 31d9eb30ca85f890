using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Imagining;

/// <summary>A guest cut into NUMA nodes.</summary>
internal static class EvenNodes
{
    /// <summary>Even guest NUMA nodes of consecutive vCPUs; null where vCPUs or MiB cannot be split so.</summary>
    public static ComputeRequirements? Split(ComputeRequirements wanted, int count)
    {
        var cpus = wanted.VirtualCpuCount / count;
        var pages = wanted.Memory.Bytes >> 20;
        if (cpus * count != wanted.VirtualCpuCount || pages % count != 0 || pages << 20 != wanted.Memory.Bytes)
        {
            return null;
        }

        return wanted with
        {
            NumaNodes = [.. Enumerable.Range(0, count).Select(index => new GuestNumaNode(
                index,
                CpuSet.Range(index * cpus, cpus),
                MemorySize.FromMiB(pages / count)))],
        };
    }
}

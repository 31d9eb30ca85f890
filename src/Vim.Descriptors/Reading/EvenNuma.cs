using Vim.Descriptors.Model;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>A number of guest NUMA nodes without further words: vCPUs and memory in equal parts, vCPUs in order
/// (Nova's rule; what does not divide is refused there too).</summary>
internal static class EvenNuma
{
    internal static IReadOnlyList<GuestNumaNode> Split(
        int nodes, int vcpuCount, long memoryMebibytes, YamlNode place, Diagnostics diagnostics)
    {
        if (vcpuCount % nodes != 0 || memoryMebibytes % nodes != 0)
        {
            diagnostics.Error(
                place,
                $"{vcpuCount} vCPUs and {memoryMebibytes} MiB cannot be split evenly over {nodes} NUMA nodes",
                "say which vCPUs and how much memory each NUMA node has");
            return [];
        }

        var each = vcpuCount / nodes;
        return
        [
            .. Enumerable.Range(0, nodes).Select(index => new GuestNumaNode
            {
                Index = index,
                VcpuIds = [.. Enumerable.Range(index * each, each)],
                MemoryMebibytes = memoryMebibytes / nodes,
            }),
        ];
    }
}

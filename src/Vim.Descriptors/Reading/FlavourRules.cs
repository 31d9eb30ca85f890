using Vim.Descriptors.Model;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>
/// What a flavour must hold in itself, whatever language it came from (Nova's rules for the same demands). A flavour
/// that breaks one could not be honoured by any host.
/// </summary>
internal static class FlavourRules
{
    internal const int NumaNodesMax = 8;

    internal static void Check(Flavour flavour, YamlNode node, Diagnostics diagnostics)
    {
        CheckCpu(flavour.Cpu, node, diagnostics);
        CheckTopology(flavour.Cpu, node, diagnostics);
        CheckPages(flavour, node, diagnostics);
        CheckNuma(flavour, node, diagnostics);
    }

    private static void CheckCpu(CpuDemand cpu, YamlNode node, Diagnostics diagnostics)
    {
        if (cpu.Policy == CpuPolicy.Shared)
        {
            if (cpu.ThreadPolicy is not null)
            {
                diagnostics.Error(
                    node,
                    "a CPU thread policy is asked without dedicated CPUs",
                    "ask for dedicated CPUs or drop the policy");
            }

            if (cpu.EmulatorThreadsPolicy == EmulatorThreadsPolicy.Isolate)
            {
                diagnostics.Error(
                    node, "isolated emulator threads are asked without dedicated CPUs", "ask for dedicated CPUs too");
            }

            if (cpu.RealTimeVcpus.Count > 0)
            {
                diagnostics.Error(
                    node,
                    "real-time vCPUs are asked without dedicated CPUs",
                    "ask for dedicated CPUs too");
            }
        }

        if (cpu.RealTimeVcpus.Count == cpu.VcpuCount && cpu.EmulatorThreadsPolicy != EmulatorThreadsPolicy.Isolate)
        {
            diagnostics.Error(
                node,
                "all vCPUs are real-time and the emulator has no CPU of its own",
                "leave one vCPU out of the real-time mask or isolate the emulator threads");
        }

        if (cpu.Policy == CpuPolicy.Mixed
            && (cpu.DedicatedVcpus.Count == 0 || cpu.DedicatedVcpus.Count == cpu.VcpuCount))
        {
            diagnostics.Error(
                node,
                "the mixed CPU policy needs a mask with some vCPUs dedicated and some not",
                "give the mask, or ask for dedicated or shared CPUs");
        }
    }

    private static void CheckTopology(CpuDemand cpu, YamlNode node, Diagnostics diagnostics)
    {
        if (cpu.Topology is not { } topology)
        {
            return;
        }

        var product = (long)(topology.Sockets ?? 1) * (topology.Cores ?? 1) * (topology.Threads ?? 1);
        var complete = topology is { Sockets: not null, Cores: not null, Threads: not null };
        if (complete ? product != cpu.VcpuCount : cpu.VcpuCount % product != 0)
        {
            diagnostics.Error(
                node,
                $"a guest topology of {Member(topology.Sockets)} sockets x {Member(topology.Cores)} cores x "
                + $"{Member(topology.Threads)} threads does not give {cpu.VcpuCount} vCPUs",
                "make the product of the topology equal to the number of vCPUs");
        }
    }

    private static string Member(int? count) =>
        count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any";

    private static void CheckPages(Flavour flavour, YamlNode node, Diagnostics diagnostics)
    {
        if (flavour.Memory.PageSize is not { Kind: PageSizeKind.Exact, Kibibytes: var page })
        {
            return;
        }

        var parts = flavour.NumaNodes.Count > 0
            ? flavour.NumaNodes.Select(n => n.MemoryMebibytes)
            : [flavour.Memory.SizeMebibytes];
        foreach (var part in parts.Where(part => part * 1024 % page != 0))
        {
            diagnostics.Error(
                node,
                $"{part} MiB of memory cannot be made of whole pages of {page} KiB",
                "ask for a multiple of the page size on each NUMA node");
        }
    }

    private static void CheckNuma(Flavour flavour, YamlNode node, Diagnostics diagnostics)
    {
        if (flavour.NumaNodes.Count == 0)
        {
            return;
        }

        if (flavour.NumaNodes.Count > NumaNodesMax)
        {
            diagnostics.Error(
                node, $"{flavour.NumaNodes.Count} guest NUMA nodes, more than {NumaNodesMax}", "ask for fewer");
        }

        var vcpus = flavour.NumaNodes.SelectMany(n => n.VcpuIds).ToList();
        if (vcpus.Distinct().Count() != vcpus.Count || vcpus.Count != flavour.Cpu.VcpuCount)
        {
            diagnostics.Error(
                node,
                $"the NUMA nodes name {vcpus.Count} vCPUs ({vcpus.Distinct().Count()} different), the flavour has "
                + $"{flavour.Cpu.VcpuCount}",
                "put each vCPU in exactly one NUMA node");
        }

        if (flavour.NumaNodes.Any(n => n.VcpuIds.Count == 0 || n.MemoryMebibytes == 0))
        {
            diagnostics.Error(node, "a guest NUMA node is without vCPUs or without memory", "give each node both");
        }

        var memory = flavour.NumaNodes.Sum(n => n.MemoryMebibytes);
        if (memory != flavour.Memory.SizeMebibytes)
        {
            diagnostics.Error(
                node,
                $"the NUMA nodes have {memory} MiB of memory together, "
                    + $"the flavour has {flavour.Memory.SizeMebibytes} MiB",
                "make the sums equal");
        }
    }
}

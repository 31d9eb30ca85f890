using System.Globalization;
using Vim.Domain.Errors;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Domain.Epa;

/// <summary>What makes <see cref="ComputeRequirements"/> well formed. Placement relies on it.</summary>
public static class ComputeRequirementsRules
{
    /// <summary>The most vCPUs of one compute.</summary>
    public const int MaxVirtualCpus = 1024;

    /// <summary>The most vNICs of one compute.</summary>
    public const int MaxVnics = 64;

    /// <summary>The most memory, and the most local storage, of one compute: 1 PiB.</summary>
    public static readonly MemorySize MaxMemory = MemorySize.FromGiB(1 << 20);

    /// <summary>The largest rate that can be guaranteed to one vNIC: 10 Tbit/s.</summary>
    public static readonly Bandwidth MaxGuarantee = Bandwidth.FromGbps(10_000);

    /// <summary>The most demands for PCI devices of one compute.</summary>
    public const int MaxDevices = 16;

    /// <summary>
    /// Every rule that the requirements break, with the path of the field below <paramref name="path"/>.
    /// </summary>
    public static IReadOnlyList<FieldViolation> Check(ComputeRequirements requirements, string path = "")
    {
        var found = new Violations(path);
        CheckCpus(requirements, found);
        CheckPinning(requirements, found);
        CheckMemory(requirements, found);
        CheckNumaNodes(requirements, found);
        CheckVnics(requirements, found);
        found.If(
            requirements.Devices.Length > MaxDevices,
            "devices",
            $"{requirements.Devices.Length} demands for devices; at most {MaxDevices}");
        for (var index = 0; index < requirements.Devices.Length; index++)
        {
            var device = requirements.Devices[index];
            found.If(device.Count is < 1 or > 64, $"devices[{index}].count", $"{device.Count} is not 1 to 64");
            found.If(
                device.Alias is null == (device.VendorId is null || device.DeviceId is null),
                $"devices[{index}]",
                "give either an alias, or a vendor id and a device id");
        }

        return found.List;
    }

    private static void CheckCpus(ComputeRequirements requirements, Violations found)
    {
        var count = requirements.VirtualCpuCount;
        if (found.If(count is < 1 or > MaxVirtualCpus, "num_virtual_cpu", $"{count} is not 1 to {MaxVirtualCpus}"))
        {
            return;
        }

        var all = CpuSet.Range(0, count);
        var mixed = requirements.CpuPolicy == CpuPolicy.Mixed;
        found.If(
            mixed && (requirements.DedicatedVirtualCpus.IsEmpty || requirements.DedicatedVirtualCpus.Count == count),
            "dedicated_virtual_cpus",
            "the mixed CPU policy needs at least one dedicated and one shared vCPU");
        found.If(
            !mixed && !requirements.DedicatedVirtualCpus.IsEmpty,
            "dedicated_virtual_cpus",
            "is for the mixed CPU policy only");
        found.If(
            !requirements.DedicatedVirtualCpus.IsSubsetOf(all),
            "dedicated_virtual_cpus",
            $"names vCPUs beyond 0-{count - 1}");
        var pinned = requirements.PinnedVirtualCpus;
        found.If(
            pinned.IsEmpty && requirements.ThreadPolicy != CpuThreadPolicy.Prefer,
            "cpu_thread_policy",
            "isolate and require need dedicated vCPUs");
        found.If(
            pinned.IsEmpty && requirements.EmulatorThreads == EmulatorThreadPolicy.Isolate,
            "emulator_thread_policy",
            "isolate needs dedicated vCPUs");
        found.If(
            !requirements.RealTimeVirtualCpus.IsSubsetOf(pinned),
            "real_time_virtual_cpus",
            "only dedicated vCPUs can be real-time");
        found.If(
            !requirements.RealTimeVirtualCpus.IsEmpty
                && requirements.RealTimeVirtualCpus.Count == count
                && requirements.EmulatorThreads == EmulatorThreadPolicy.Default,
            "real_time_virtual_cpus",
            "leave one vCPU out, or share or isolate the emulator threads");
        CheckTopology(requirements, found);
    }

    private static void CheckTopology(ComputeRequirements requirements, Violations found)
    {
        if (requirements.GuestCpuTopology is not { } shape)
        {
            return;
        }

        const string Field = "guest_cpu_topology";
        var count = requirements.VirtualCpuCount;
        var isWrong = found.If(
            shape.Sockets < 1 || shape.Cores < 1 || shape.Threads < 1
                || (long)shape.Sockets * shape.Cores * shape.Threads != count,
            Field,
            $"{shape.Sockets} x {shape.Cores} x {shape.Threads} is not {count} vCPUs");
        found.If(
            requirements.ThreadPolicy == CpuThreadPolicy.Isolate && shape.Threads > 1,
            Field,
            $"isolate leaves siblings idle, so no guest core has {shape.Threads} threads: "
                + "ask for 1, prefer or require");
        if (isWrong || requirements.ThreadPolicy != CpuThreadPolicy.Require || shape.Threads == 1)
        {
            return;
        }

        found.If(
            !requirements.CpuPinningRules.IsEmpty,
            Field,
            "under require, siblings are given by pinning rules or by guest cores of several threads, not by both");
        foreach (var core in requirements.GuestCores)
        {
            var isSplit = requirements.NumaNodes.Any(node =>
                node.VirtualCpus.Overlaps(core) && !core.IsSubsetOf(node.VirtualCpus));
            found.If(
                isSplit,
                Field,
                $"vCPUs {core} are of one guest core and of two guest NUMA nodes, and require wants siblings for them");
        }
    }

    private static void CheckPinning(ComputeRequirements requirements, Violations found)
    {
        var rules = requirements.CpuPinningRules;
        if (rules.IsEmpty || requirements.VirtualCpuCount is < 1 or > MaxVirtualCpus)
        {
            return;
        }

        var pinned = requirements.PinnedVirtualCpus;
        var seen = new HashSet<int>();
        for (var index = 0; index < Math.Min(rules.Length, MaxVirtualCpus + 1); index++)
        {
            var (virtualCpu, hostCpus) = rules[index];
            var at = string.Create(CultureInfo.InvariantCulture, $"cpu_pinning_rules[{index}]");
            found.If(!pinned.Contains(virtualCpu), at, $"vCPU {virtualCpu} is no dedicated vCPU; those are {pinned}");
            found.If(!seen.Add(virtualCpu), at, $"vCPU {virtualCpu} has a rule already");
            found.If(hostCpus.IsEmpty, at, "names no host CPU");
        }
    }

    private static void CheckMemory(ComputeRequirements requirements, Violations found)
    {
        found.If(
            requirements.Memory <= MemorySize.Zero || requirements.Memory > MaxMemory,
            "virtual_mem_size",
            $"must be more than 0 and at most {MaxMemory}");
        found.If(
            requirements.LocalStorage < MemorySize.Zero || requirements.LocalStorage > MaxMemory,
            "size_of_storage",
            $"must be 0 to {MaxMemory}");
        var exact = requirements.PageSize.Exact.Bytes;
        found.If(
            requirements.PageSize.Kind == PageSizeKind.Exact && (exact < 4096 || (exact & (exact - 1)) != 0),
            "page_size",
            $"{exact} bytes is not a power of two of 4096 or more");
    }

    private static void CheckNumaNodes(ComputeRequirements requirements, Violations found)
    {
        var nodes = requirements.NumaNodes;
        if (nodes.IsEmpty || requirements.VirtualCpuCount is < 1 or > MaxVirtualCpus)
        {
            return;
        }

        found.If(
            nodes.Length > ComputeRequirements.MaxNumaNodes,
            "numa_nodes",
            $"{nodes.Length} guest NUMA nodes; at most {ComputeRequirements.MaxNumaNodes}");
        var seen = CpuSet.Empty;
        var memory = MemorySize.Zero;
        for (var index = 0; index < nodes.Length; index++)
        {
            var node = nodes[index];
            var at = string.Create(CultureInfo.InvariantCulture, $"numa_nodes[{index}]");
            found.If(node.Id != index, $"{at}.id", $"ids run 0, 1, 2 ...; found {node.Id}");
            var bounded = node.Memory > MemorySize.Zero && node.Memory <= MaxMemory;
            found.If(!bounded, $"{at}.memory", $"must be more than 0 and at most {MaxMemory}");
            found.If(node.VirtualCpus.IsEmpty, $"{at}.virtual_cpus", "a guest NUMA node needs a vCPU");
            found.If(node.VirtualCpus.Overlaps(seen), $"{at}.virtual_cpus", "a vCPU is in two guest NUMA nodes");
            seen = seen.Union(node.VirtualCpus);
            memory += bounded ? node.Memory : MemorySize.Zero;
        }

        found.If(
            !seen.Equals(CpuSet.Range(0, requirements.VirtualCpuCount)),
            "numa_nodes",
            $"the nodes have vCPUs {seen}, the compute has 0-{requirements.VirtualCpuCount - 1}");
        found.If(
            memory != requirements.Memory,
            "numa_nodes",
            $"the nodes have {memory} together, the compute has {requirements.Memory}");
    }

    private static void CheckVnics(ComputeRequirements requirements, Violations found)
    {
        var vnics = requirements.Vnics;
        found.If(vnics.Length > MaxVnics, "vnics", $"{vnics.Length} vNICs; at most {MaxVnics}");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var nodeCount = requirements.EffectiveNumaNodes.Length;
        for (var index = 0; index < vnics.Length; index++)
        {
            var vnic = vnics[index];
            var at = string.Create(CultureInfo.InvariantCulture, $"vnics[{index}]");
            found.If(vnic.Name.Length == 0 || !names.Add(vnic.Name), $"{at}.name", "must be given, and once only");
            found.If(
                vnic.GuaranteedIngress < Bandwidth.Zero || vnic.GuaranteedIngress > MaxGuarantee
                    || vnic.GuaranteedEgress < Bandwidth.Zero || vnic.GuaranteedEgress > MaxGuarantee,
                at,
                $"a guaranteed rate must be 0 to {MaxGuarantee}");
            found.If(
                vnic.PeakIngress < vnic.GuaranteedIngress || vnic.PeakEgress < vnic.GuaranteedEgress,
                at,
                "the peak rate is below the guaranteed rate");
            found.If(
                vnic.Kind == VnicKind.VhostUser && !requirements.PageSize.IsHuge,
                $"{at}.kind",
                "vhost-user shares the guest's memory with the vSwitch: ask for large pages or a huge page size");
            found.If(
                vnic.GuestNumaNode is { } node && (node < 0 || node >= Math.Max(1, nodeCount)),
                $"{at}.guest_numa_node",
                $"the compute has {Math.Max(1, nodeCount)} guest NUMA nodes");
        }
    }

    private sealed class Violations(string path)
    {
        public List<FieldViolation> List { get; } = [];

        public bool If(bool broken, string field, string message)
        {
            if (broken)
            {
                List.Add(new(path.Length == 0 ? field : $"{path}.{field}", message));
            }

            return broken;
        }
    }
}

using System.Globalization;
using Vim.Domain.Errors;
using Vim.Domain.Units;

namespace Vim.Domain.Topology;

/// <summary>What makes a <see cref="HostInventory"/> consistent. The ledger takes no other.</summary>
public static class HostInventoryRules
{
    /// <summary>The most NUMA nodes of a host.</summary>
    public const int MaxNumaNodes = 64;

    /// <summary>The most physical functions of a host.</summary>
    public const int MaxPhysicalFunctions = 64;

    /// <summary>The most virtual functions of one physical function.</summary>
    public const int MaxVirtualFunctions = 256;

    /// <summary>The most PCI devices for guests of a host.</summary>
    public const int MaxDevices = 1024;

    /// <summary>The longest name of a fault domain, in characters.</summary>
    public const int MaxFaultDomainLength = 255;

    /// <summary>The largest overcommit ratio.</summary>
    public const double MaxRatio = 1000;

    /// <summary>
    /// Every rule that the inventory breaks, with the path of the field; empty when it is consistent.
    /// </summary>
    public static IReadOnlyList<FieldViolation> Check(HostInventory inventory)
    {
        var found = new List<FieldViolation>();
        CheckCpus(inventory, found);
        CheckNodes(inventory, found);
        var addresses = new HashSet<PciAddress>();
        CheckFunctions(inventory, addresses, found);
        CheckDevices(inventory, addresses, found);
        If(found, inventory.LocalStorage < MemorySize.Zero, "local_storage", "must not be negative");
        If(
            found,
            inventory.FaultDomain.Length > MaxFaultDomainLength,
            "fault_domain",
            $"must have at most {MaxFaultDomainLength} characters");
        return found;
    }

    private static void CheckCpus(HostInventory inventory, List<FieldViolation> found)
    {
        var seen = new HashSet<int>();
        foreach (var cpu in inventory.Cpus)
        {
            If(found, cpu.Id is < 0 or > CpuSet.MaxId, "cpus", $"CPU id {cpu.Id} is not 0 to {CpuSet.MaxId}");
            If(found, !seen.Add(cpu.Id), "cpus", $"CPU {cpu.Id} is listed twice");
        }

        If(found, inventory.Cpus.IsEmpty, "cpus", "a host has at least one CPU");
        var all = CpuSet.Of(seen.Where(id => id is >= 0 and <= CpuSet.MaxId));
        OnlyKnown(found, inventory.ReservedCpus, all, "reserved_cpus");
        OnlyKnown(found, inventory.SharedCpus, all, "shared_cpus");
        If(
            found,
            inventory.SharedCpus.Overlaps(inventory.ReservedCpus),
            "shared_cpus",
            $"{inventory.SharedCpus.Intersect(inventory.ReservedCpus)} are reserved too");
        CheckRatio(found, inventory.SharedCpuRatio, "shared_cpu_ratio");
        CheckRatio(found, inventory.SmallPageRatio, "small_page_ratio");

        var placed = CpuSet.Empty;
        foreach (var node in inventory.NumaNodes)
        {
            OnlyKnown(found, node.Cpus, all, At(node, "cpus"));
            If(
                found,
                node.Cpus.Overlaps(placed),
                At(node, "cpus"),
                $"{node.Cpus.Intersect(placed)} are in another NUMA node too");
            placed = placed.Union(node.Cpus);
        }

        If(found, !all.IsSubsetOf(placed), "numa_nodes", $"CPUs {all.Except(placed)} are in no NUMA node");
    }

    private static void CheckNodes(HostInventory inventory, List<FieldViolation> found)
    {
        var nodes = inventory.NumaNodes;
        If(found, nodes.IsEmpty, "numa_nodes", "a host has at least one NUMA node");
        If(found, nodes.Length > MaxNumaNodes, "numa_nodes", $"{nodes.Length} NUMA nodes; at most {MaxNumaNodes}");
        var ids = new HashSet<int>();
        foreach (var node in nodes)
        {
            If(found, node.Id < 0, "numa_nodes", $"NUMA node id {node.Id} is negative");
            If(found, !ids.Add(node.Id), "numa_nodes", $"NUMA node {node.Id} is listed twice");
            If(found, node.Memory < MemorySize.Zero, At(node, "memory"), "must not be negative");
            If(found, node.ReservedMemory < MemorySize.Zero, At(node, "reserved_memory"), "must not be negative");
            If(
                found,
                !node.Distances.IsEmpty && node.Distances.Length != nodes.Length,
                At(node, "distances"),
                $"{node.Distances.Length} distances for {nodes.Length} NUMA nodes");
            CheckPools(node, found);
        }
    }

    private static void CheckPools(NumaNode node, List<FieldViolation> found)
    {
        var sizes = new HashSet<long>();
        var left = node.Memory.Bytes;
        foreach (var pool in node.HugePages)
        {
            var size = pool.Size.Bytes;
            var sound = size > PageSize.Small.Bytes && (size & (size - 1)) == 0;
            If(found, !sound, At(node, "huge_pages"), $"{size} bytes is not a huge page size");
            If(found, !sizes.Add(size), At(node, "huge_pages"), $"two pools of {pool.Size} pages");
            If(
                found,
                pool.Total < 0 || pool.Reserved < 0 || pool.Reserved > pool.Total,
                At(node, "huge_pages"),
                $"{pool.Reserved} of {pool.Total} pages of {pool.Size} cannot be reserved");
            var fits = sound && pool.Total >= 0 && pool.Total <= left / size;
            If(
                found,
                sound && !fits,
                At(node, "huge_pages"),
                $"{pool.Total} pages of {pool.Size} are more than the memory of the node ({node.Memory})");
            left -= fits ? pool.Total * size : 0;
        }
    }

    private static void CheckFunctions(
        HostInventory inventory, HashSet<PciAddress> addresses, List<FieldViolation> found)
    {
        var functions = inventory.PhysicalFunctions;
        If(
            found,
            functions.Length > MaxPhysicalFunctions,
            "physical_functions",
            $"{functions.Length} physical functions; at most {MaxPhysicalFunctions}");
        foreach (var function in functions)
        {
            var at = $"physical_functions[{function.Address}]";
            If(found, !addresses.Add(function.Address), at, "the PCI address is listed twice");
            If(
                found,
                function.VirtualFunctions.Length > MaxVirtualFunctions,
                $"{at}.virtual_functions",
                $"{function.VirtualFunctions.Length} virtual functions; at most {MaxVirtualFunctions}");
            foreach (var virtualFunction in function.VirtualFunctions)
            {
                If(
                    found,
                    !addresses.Add(virtualFunction),
                    $"{at}.virtual_functions",
                    $"the PCI address {virtualFunction} is listed twice");
            }

            If(
                found,
                function.ReservedBandwidth < Bandwidth.Zero || function.ReservedBandwidth > function.LinkSpeed,
                $"{at}.reserved_bandwidth",
                $"{function.ReservedBandwidth} is not 0 to the link speed {function.LinkSpeed}");
        }
    }

    private static void CheckDevices(
        HostInventory inventory, HashSet<PciAddress> addresses, List<FieldViolation> found)
    {
        If(
            found,
            inventory.Devices.Length > MaxDevices,
            "devices",
            $"{inventory.Devices.Length} devices; at most {MaxDevices}");
        foreach (var device in inventory.Devices)
        {
            If(found, !addresses.Add(device.Address), "devices", $"the PCI address {device.Address} is listed twice");
        }

        var parts = inventory.Devices
            .Where(device => device.Parent is not null)
            .Select(device => device.Address)
            .ToHashSet();
        foreach (var device in inventory.Devices.Where(device => device.Parent is { } parent && parts.Contains(parent)))
        {
            If(found, true, "devices", $"{device.Address} is a part of {device.Parent}, which is itself a part");
        }
    }

    private static void CheckRatio(List<FieldViolation> found, double ratio, string field) =>
        If(found, !(ratio >= 1 && ratio <= MaxRatio), field, $"{ratio} is not 1 to {MaxRatio}");

    private static void OnlyKnown(List<FieldViolation> found, CpuSet named, CpuSet all, string field) =>
        If(found, !named.IsSubsetOf(all), field, $"the host has no CPUs {named.Except(all)}");

    private static string At(NumaNode node, string field) =>
        string.Create(CultureInfo.InvariantCulture, $"numa_nodes[{node.Id}].{field}");

    private static void If(List<FieldViolation> found, bool broken, string field, string message)
    {
        if (broken)
        {
            found.Add(new(field, message));
        }
    }
}

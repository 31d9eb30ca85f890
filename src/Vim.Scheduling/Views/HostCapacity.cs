using System.Collections.Immutable;
using System.Numerics;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Views;

/// <summary>One host with what is free of it, at the moment it was asked for. Immutable.</summary>
public sealed record HostCapacity
{
    /// <summary>The host.</summary>
    public HostId Id => Inventory.Id;

    /// <summary>What it has.</summary>
    public required HostInventory Inventory { get; init; }

    /// <summary>Whether it takes placements.</summary>
    public required HostAvailability Availability { get; init; }

    /// <summary>The aggregates that its operator put it in.</summary>
    public required ImmutableSortedSet<string> Aggregates { get; init; }

    /// <summary>Computes with a claim on it.</summary>
    public required int ClaimCount { get; init; }

    /// <summary>Places of reservations on it that no compute has, or not wholly.</summary>
    public required int HeldCount { get; init; }

    /// <summary>By NUMA node id.</summary>
    public required ImmutableArray<NodeCapacity> Nodes { get; init; }

    /// <summary>In the inventory's order.</summary>
    public required ImmutableArray<FunctionCapacity> PhysicalFunctions { get; init; }

    /// <summary>
    /// Devices that a guest may take, in the inventory's order: not those whose whole, or of which a part, is taken.
    /// </summary>
    public required ImmutableArray<PciDevice> FreeDevices { get; init; }

    /// <summary>vCPUs that may float over the host's shared CPUs, the ratio counted in.</summary>
    public required int FloatingVirtualCpuCapacity { get; init; }

    /// <summary>vCPUs that may still float; negative while claims outgrow the inventory.</summary>
    public required int FreeFloatingVirtualCpus { get; init; }

    /// <summary>Small-page memory that guests may claim, the ratio counted in.</summary>
    public required MemorySize SmallPageCapacity { get; init; }

    /// <summary>Small-page memory still free over all nodes; negative while claims outgrow the inventory.</summary>
    public required MemorySize FreeSmallPageMemory { get; init; }

    /// <summary>Local storage still free; negative while claims outgrow the inventory.</summary>
    public required MemorySize FreeLocalStorage { get; init; }

    internal static HostCapacity Of(HostState host) => new()
    {
        Inventory = host.Inventory,
        Availability = host.Availability,
        Aggregates = host.Aggregates,
        ClaimCount = host.Claims.Count,
        HeldCount = host.Held.Count,
        Nodes = [.. Enumerable.Range(0, host.Nodes.Length).Select(index => NodeOf(host, index))],
        PhysicalFunctions = [.. Enumerable.Range(0, host.Functions.Length).Select(index => FunctionOf(host, index))],
        FreeDevices = [.. host.Inventory.Devices.Where((_, index) =>
            !host.DeviceClaimed[index] && host.TakeableDevices(host.Shape.Devices.KindOf[index]) > 0)],
        FloatingVirtualCpuCapacity = host.Shape.SharedCapacity,
        FreeFloatingVirtualCpus = host.FreeShared,
        SmallPageCapacity = new(host.Shape.SmallCapacity),
        FreeSmallPageMemory = new(host.FreeSmall),
        FreeLocalStorage = new(host.FreeStorage),
    };

    private static NodeCapacity NodeOf(HostState host, int index)
    {
        var shape = host.Shape.Nodes[index];
        var free = host.Nodes[index];
        var node = host.Inventory.NumaNodes.First(candidate => candidate.Id == shape.Id);
        return new()
        {
            Id = shape.Id,
            DedicatedCpus = node.Cpus.Intersect(host.Inventory.DedicatedCpus),
            FreeDedicatedCpus = node.Cpus.Intersect(CpuSet.FromWords(host.FreeCpus)),
            FreeWholeCores = free.WholeCores,
            FloatingVirtualCpuCapacity = shape.SharedCapacity,
            FreeFloatingVirtualCpus = free.Shared,
            SmallPageCapacity = new(shape.SmallCapacity),
            FreeSmallPageMemory = new(free.Small),
            HugePages = [.. Enumerable.Range(shape.FirstPool, shape.PoolCount).Select(pool => new PageCapacity(
                new(host.Shape.Pools[pool].PageBytes),
                host.Shape.Pools[pool].Capacity,
                host.PoolFree[pool]))],
        };
    }

    private static FunctionCapacity FunctionOf(HostState host, int index)
    {
        var shape = host.Shape.Functions[index];
        var free = host.Functions[index];
        var claimed = 0;
        for (var word = 0; word << 6 < shape.VirtualFunctionCount; word++)
        {
            claimed += BitOperations.PopCount(host.VfClaimed[shape.FirstVfWord + word]);
        }

        return new()
        {
            Address = host.Inventory.PhysicalFunctions[index].Address,
            PhysicalNetwork = host.Inventory.PhysicalFunctions[index].PhysicalNetwork,
            VirtualFunctionCapacity = shape.VirtualFunctionCount,
            FreeVirtualFunctions = free.Whole ? 0 : shape.VirtualFunctionCount - claimed,
            IsClaimedWhole = free.Whole,
            VnicCount = free.Uses,
            GuaranteeCapacity = new(shape.Capacity),
            FreeIngress = new(free.Ingress),
            FreeEgress = new(free.Egress),
        };
    }
}

/// <summary>One NUMA node with what is free of it.</summary>
public sealed record NodeCapacity
{
    /// <summary>NUMA node id.</summary>
    public required int Id { get; init; }

    /// <summary>CPUs for dedicated vCPUs.</summary>
    public required CpuSet DedicatedCpus { get; init; }

    /// <summary>Those of them that are free.</summary>
    public required CpuSet FreeDedicatedCpus { get; init; }

    /// <summary>Cores all of whose threads are dedicated CPUs and free.</summary>
    public required int FreeWholeCores { get; init; }

    /// <summary>vCPUs that may float here, the ratio counted in.</summary>
    public required int FloatingVirtualCpuCapacity { get; init; }

    /// <summary>vCPUs of guests with a topology that may still float here; the host's sum binds too.</summary>
    public required int FreeFloatingVirtualCpus { get; init; }

    /// <summary>Small-page memory that guests may claim here, the ratio counted in.</summary>
    public required MemorySize SmallPageCapacity { get; init; }

    /// <summary>Small-page memory that guests with a topology may still claim here; the host's sum binds too.</summary>
    public required MemorySize FreeSmallPageMemory { get; init; }

    /// <summary>Huge pages, the largest size first.</summary>
    public required ImmutableArray<PageCapacity> HugePages { get; init; }
}

/// <summary>Huge pages of one size on one NUMA node.</summary>
/// <param name="Size">Page size.</param>
/// <param name="Capacity">Pages for guests.</param>
/// <param name="Free">Pages still free; negative while claims outgrow the inventory.</param>
public readonly record struct PageCapacity(PageSize Size, long Capacity, long Free);

/// <summary>One physical function with what is free of it.</summary>
public sealed record FunctionCapacity
{
    /// <summary>PCI address.</summary>
    public required PciAddress Address { get; init; }

    /// <summary>Physical network; null where it is not wired for guests.</summary>
    public required string? PhysicalNetwork { get; init; }

    /// <summary>Enabled VFs.</summary>
    public required int VirtualFunctionCapacity { get; init; }

    /// <summary>VFs still free; none while the function is claimed whole.</summary>
    public required int FreeVirtualFunctions { get; init; }

    /// <summary>Whether a guest has the whole function.</summary>
    public required bool IsClaimedWhole { get; init; }

    /// <summary>vNICs booked on it, virtio with a guarantee among them.</summary>
    public required int VnicCount { get; init; }

    /// <summary>What may be guaranteed each way.</summary>
    public required Bandwidth GuaranteeCapacity { get; init; }

    /// <summary>What may still be guaranteed toward guests.</summary>
    public required Bandwidth FreeIngress { get; init; }

    /// <summary>What may still be guaranteed from guests.</summary>
    public required Bandwidth FreeEgress { get; init; }
}

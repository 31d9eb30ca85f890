using Google.Protobuf.WellKnownTypes;
using Vim.Codecs;
using Vim.Contracts.Admin.V1;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Engine.Views;
using Vim.Scheduling.Views;
using Proto = Vim.Contracts.Admin.V1;

namespace Vim.Server.Admin;

/// <summary>Hosts as operators see them.</summary>
internal static class HostMapping
{
    public static HostSummary Summary(HostView host, HostCapacity capacity) => new()
    {
        HostId = host.Id,
        ZoneId = host.State.Zone.Value,
        State = State(host.State.Availability),
        Model = capacity.Inventory.Model,
        Architecture = capacity.Inventory.Architecture,
        NumaNodeCount = capacity.Inventory.NumaNodes.Length,
        DedicatedCpuCount = capacity.Nodes.Sum(node => node.DedicatedCpus.Count),
        FreeDedicatedCpuCount = capacity.Nodes.Sum(node => node.FreeDedicatedCpus.Count),
        SharedCpuCount = capacity.Inventory.SharedCpus.Count,
        MemoryBytes = capacity.SmallPageCapacity.Bytes + Pages(capacity, page => page.Capacity),
        FreeMemoryBytes = capacity.FreeSmallPageMemory.Bytes + Pages(capacity, page => page.Free),
        VirtualFunctionCount = capacity.PhysicalFunctions.Sum(function => function.VirtualFunctionCapacity),
        FreeVirtualFunctionCount = capacity.PhysicalFunctions.Sum(function => function.FreeVirtualFunctions),
        ComputeCount = capacity.ClaimCount,
        Driver = host.State.Driver,
        StateSince = Timestamp.FromDateTimeOffset(host.State.ChangedAt),
        Aggregates = { host.State.Aggregates },
        ReservedPlaceCount = capacity.HeldCount,
    };

    public static GetHostResponse Detail(HostView host, HostCapacity capacity)
    {
        var response = new GetHostResponse
        {
            Summary = Summary(host, capacity),
            Inventory = capacity.Inventory.ToProto(),
        };
        response.NumaNodes.AddRange(capacity.Nodes.Select(Usage));
        response.PhysicalFunctions.AddRange(capacity.PhysicalFunctions.Select(
            (function, index) => Usage(function, capacity.Inventory.PhysicalFunctions[index])));
        return response;
    }

    private static long Pages(HostCapacity capacity, Func<PageCapacity, long> count) =>
        capacity.Nodes.Sum(node => node.HugePages.Sum(page => count(page) * page.Size.Bytes));

    private static NumaNodeUsage Usage(NodeCapacity node)
    {
        var usage = new NumaNodeUsage
        {
            NumaNode = node.Id,
            ClaimedCpus = node.DedicatedCpus.Except(node.FreeDedicatedCpus).ToProto(),
            ClaimedSmallPageBytes = node.SmallPageCapacity.Bytes - node.FreeSmallPageMemory.Bytes,
        };
        usage.HugePages.AddRange(node.HugePages.Select(page => new HugePageUsage
        {
            PageSizeBytes = page.Size.Bytes,
            TotalPageCount = page.Capacity,
            ClaimedPageCount = page.Capacity - page.Free,
        }));
        return usage;
    }

    private static PhysicalFunctionUsage Usage(FunctionCapacity function, PhysicalFunction inventory) => new()
    {
        PciAddress = function.Address.ToString(),
        Name = inventory.Name,
        PhysicalNetwork = function.PhysicalNetwork ?? "",
        VirtualFunctionCount = function.VirtualFunctionCapacity,
        ClaimedVirtualFunctionCount = function.IsClaimedWhole
            ? 0
            : function.VirtualFunctionCapacity - function.FreeVirtualFunctions,
        GuaranteeCapacityBitsPerSecond = function.GuaranteeCapacity.BitsPerSecond,
        ClaimedIngressBitsPerSecond = function.GuaranteeCapacity.BitsPerSecond - function.FreeIngress.BitsPerSecond,
        ClaimedEgressBitsPerSecond = function.GuaranteeCapacity.BitsPerSecond - function.FreeEgress.BitsPerSecond,
    };

    private static Proto.HostState State(HostAvailability availability) => availability switch
    {
        HostAvailability.Enabled => Proto.HostState.Enabled,
        HostAvailability.Maintenance => Proto.HostState.Maintenance,
        HostAvailability.Suspected => Proto.HostState.Suspected,
        HostAvailability.Failed => Proto.HostState.Failed,
        _ => Proto.HostState.Unspecified,
    };
}

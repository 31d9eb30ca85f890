using System.Collections.Immutable;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Tests.Generation;

/// <summary>Gives a host more of something, and takes nothing.</summary>
internal static class CapacityGrowth
{
    public static HostInventory Of(HostInventory host, CaseGenerator make) => make.Next(6) switch
    {
        0 => host with { LocalStorage = host.LocalStorage + MemorySize.FromGiB(10) },
        1 => host with { NumaNodes = [.. host.NumaNodes.Select(MorePages)] },
        2 => host with { PhysicalFunctions = [.. host.PhysicalFunctions.Select(MoreFunctions)] },
        3 => WithNode(host),
        4 => host with { ReservedCpus = CpuSet.Empty },
        _ => host with
        {
            Devices = host.Devices.Add(new(
                new(0, 65, (byte)host.Devices.Length, 0),
                0x8086,
                make.Pick<ushort>(0x0d5c, 0x37c8),
                host.NumaNodes[0].Id,
                make.Pick("gpu", "crypto"))),
        },
    };

    private static NumaNode MorePages(NumaNode node) => node with
    {
        Memory = node.Memory + MemorySize.FromGiB(2 + node.HugePages.Length),
        HugePages = [.. node.HugePages.Select(pool => pool with
        {
            Total = pool.Total + (MemorySize.FromGiB(1).Bytes / pool.Size.Bytes),
        })],
    };

    private static PhysicalFunction MoreFunctions(PhysicalFunction function) => function with
    {
        LinkSpeed = function.LinkSpeed + Bandwidth.FromGbps(5),
        VirtualFunctions = function.VirtualFunctions.Add(new(
            0,
            function.Address.Bus,
            31,
            (byte)(function.VirtualFunctions.Length % 8))),
    };

    /// <summary>One NUMA node more, on a socket of its own, with two cores of two threads.</summary>
    private static HostInventory WithNode(HostInventory host)
    {
        var first = host.Cpus.Max(cpu => cpu.Id) + 1;
        if (host.NumaNodes.Length > 4)
        {
            return host;
        }

        return host with
        {
            Cpus = host.Cpus.AddRange(Enumerable.Range(0, 4).Select(index =>
                new CpuThread(first + index, 100 + host.NumaNodes.Length, 0, index / 2))),
            NumaNodes = host.NumaNodes.Select(node => node with
            {
                Distances = node.Distances.IsEmpty ? [] : node.Distances.Add(31),
            }).Append(new()
            {
                Distances = [.. host.NumaNodes.Select(_ => 31).Append(10)],
                Id = host.NumaNodes.Max(node => node.Id) + 1,
                Cpus = CpuSet.Range(first, 4),
                Memory = MemorySize.FromGiB(8),
                HugePages = [new(PageSize.Huge1GiB, 4, 0)],
            }).ToImmutableArray(),
        };
    }
}

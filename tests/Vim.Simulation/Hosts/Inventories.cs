using Vim.Domain.Identity;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Hosts;

/// <summary>Small hosts, of different shapes: small enough that requests collide.</summary>
internal static class Inventories
{
    public static HostInventory Make(Chance chance, int number, int zones)
    {
        var nodes = 1 + chance.Next(2);
        var cpus = 4 * (1 + chance.Next(2));
        return new()
        {
            Id = new HostId($"h{number}"),
            Zone = new ZoneId($"z{1 + (number % zones)}"),
            BootId = "boot-1",
            Model = "simulated",
            Rack = $"rack-{number}",
            Architecture = "x86_64",
            Cpus =
            [
                .. Enumerable.Range(0, nodes * cpus).Select(cpu => new CpuThread(cpu, cpu / cpus, 0, cpu % cpus / 2)),
            ],
            NumaNodes = [.. Enumerable.Range(0, nodes).Select(node => Node(node, cpus, 8 + (8 * chance.Next(3))))],
            ReservedCpus = CpuSet.Of(0),
            SharedCpus = CpuSet.Of(1),
            SharedCpuRatio = 4,
            PhysicalFunctions = [.. Enumerable.Range(0, nodes).Select(Function)],
            LocalStorage = MemorySize.FromGiB(100),
        };
    }

    private static NumaNode Node(int id, int cpus, int memory) => new()
    {
        Id = id,
        Cpus = CpuSet.Range(id * cpus, cpus),
        Memory = MemorySize.FromGiB(memory),
        ReservedMemory = MemorySize.FromGiB(1),
        HugePages = [new(PageSize.Huge1GiB, 4, 0)],
    };

    private static PhysicalFunction Function(int node) => new()
    {
        Address = new PciAddress(0, (byte)(0x3b + node), 0, 0),
        Name = $"ens{node}f0",
        Nic = $"nic{node}",
        NumaNode = node,
        PhysicalNetwork = "physnet1",
        LinkSpeed = Bandwidth.FromGbps(10),
        VirtualFunctions =
        [
            .. Enumerable.Range(1, 4).Select(vf => new PciAddress(0, (byte)(0x3b + node), 1, (byte)vf)),
        ],
        CarriesVirtio = true,
    };
}

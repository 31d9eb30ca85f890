using Vim.Domain.Identity;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Engine.Tests.Support;

/// <summary>Hosts small enough to count on fingers.</summary>
public static class Inventories
{
    /// <summary>
    /// Two NUMA nodes of 8 CPUs (4 cores with 2 threads) and 32 GiB each; CPUs 0 and 8 are the host's, 1 and 9 shared;
    /// 8 huge pages of 1 GiB a node; one PF a node on <c>physnet1</c>, 10 Gbit/s, 4 VFs.
    /// </summary>
    public static HostInventory Small(string id, string zone = "z1", string bootId = "boot-1") => new()
    {
        Id = new HostId(id),
        Zone = new ZoneId(zone),
        BootId = bootId,
        Model = "test",
        Rack = $"rack-of-{id}",
        Architecture = "x86_64",
        Cpus = [.. Enumerable.Range(0, 16).Select(cpu => new CpuThread(cpu, cpu / 8, 0, cpu % 8 / 2))],
        NumaNodes =
        [
            Node(0, CpuSet.Range(0, 8)),
            Node(1, CpuSet.Range(8, 8)),
        ],
        ReservedCpus = CpuSet.Of(0, 8),
        SharedCpus = CpuSet.Of(1, 9),
        SharedCpuRatio = 4,
        PhysicalFunctions = [Function(0), Function(1)],
        LocalStorage = MemorySize.FromGiB(500),
    };

    private static NumaNode Node(int id, CpuSet cpus) => new()
    {
        Id = id,
        Cpus = cpus,
        Memory = MemorySize.FromGiB(32),
        ReservedMemory = MemorySize.FromGiB(2),
        HugePages = [new(PageSize.Huge1GiB, 8, 0)],
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

using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Northbound.OrVi.Tests.World;

/// <summary>
/// A host as the tests have them: 2 sockets with a NUMA node each; a node has 8 cores of 2 threads (the first core is
/// the host's own, the second is shared), 32 GiB with 16 pages of 1 GiB, and a 10 Gbit/s PF with 4 VFs on physnet1.
/// </summary>
internal static class TestHosts
{
    public const int DedicatedCpuCount = 24;

    public static HostInventory Of(string id, string zone) => new()
    {
        Id = new(id),
        Zone = new(zone),
        BootId = $"boot-{id}",
        Model = "test host",
        Rack = "rack-1",
        Architecture = "x86_64",
        Cpus = [.. Enumerable.Range(0, 32).Select(cpu => new CpuThread(cpu, cpu % 16 / 8, 0, cpu % 8))],
        NumaNodes = [NodeOf(0), NodeOf(1)],
        ReservedCpus = CpuSet.Parse("0,8,16,24"),
        SharedCpus = CpuSet.Parse("1,9,17,25"),
        SharedCpuRatio = 4,
        PhysicalFunctions = [FunctionOf(0), FunctionOf(1)],
        LocalStorage = MemorySize.FromGiB(500),
        Traits = ["HW_CPU_X86_AVX512F"],
    };

    private static NumaNode NodeOf(int id) => new()
    {
        Id = id,
        Cpus = CpuSet.Of(Enumerable.Range(id * 8, 8).Concat(Enumerable.Range(16 + (id * 8), 8))),
        Memory = MemorySize.FromGiB(32),
        ReservedMemory = MemorySize.FromGiB(2),
        HugePages = [new HugePagePool(PageSize.Huge1GiB, 16, 0)],
        Distances = id == 0 ? [10, 21] : [21, 10],
    };

    private static PhysicalFunction FunctionOf(int node)
    {
        var bus = (byte)(0x3b + (node * 0x40));
        return new()
        {
            Address = new(0, bus, 0, 0),
            Name = $"ens{node + 1}f0",
            Nic = $"nic{node}",
            NumaNode = node,
            PhysicalNetwork = "physnet1",
            LinkSpeed = Bandwidth.FromGbps(10),
            VirtualFunctions = [.. Enumerable.Range(2, 4).Select(vf => new PciAddress(0, bus, (byte)vf, 0))],
            CarriesVirtio = true,
        };
    }
}

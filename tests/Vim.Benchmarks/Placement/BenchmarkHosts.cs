using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Placement;

/// <summary>Hosts and requests that a packet core has.</summary>
internal static class BenchmarkHosts
{
    public static readonly ZoneId Zone = new("zone-1");
    private static readonly ComputeRequirements[] Flavours = [Router(), Firewall(), Gateway(), Control()];

    /// <summary>2 NUMA nodes of 20 cores of 2 threads, 180 GiB in 1 GiB pages each, 2 ports of 25 Gbit/s with 16 VFs each.</summary>
    public static HostInventory DualSocket(string id) => new()
    {
        Id = new(id),
        Zone = Zone,
        BootId = "boot",
        Architecture = "x86_64",
        Rack = id[..^1],
        Cpus = [.. Enumerable.Range(0, 80).Select(cpu => new CpuThread(cpu, cpu % 2, 0, cpu % 40 / 2))],
        NumaNodes = [.. Enumerable.Range(0, 2).Select(node => new NumaNode
        {
            Id = node,
            Cpus = CpuSet.Of(Enumerable.Range(0, 40).Select(index => (index * 2) + node)),
            Memory = MemorySize.FromGiB(192),
            ReservedMemory = MemorySize.FromGiB(4),
            HugePages = [new(PageSize.Huge1GiB, 160, 0)],
        })],
        ReservedCpus = CpuSet.Parse("0-1,40-41"),
        SharedCpus = CpuSet.Parse("2-5,42-45"),
        SharedCpuRatio = 4,
        PhysicalFunctions = [.. Enumerable.Range(0, 4).Select(index => new PhysicalFunction
        {
            Address = new(0, (byte)(0x3b + index), 0, 0),
            Name = $"ens{index}f0",
            Nic = $"nic{index / 2}",
            NumaNode = index / 2,
            PhysicalNetwork = index % 2 == 0 ? "left" : "right",
            LinkSpeed = Bandwidth.FromGbps(25),
            VirtualFunctions = [.. Enumerable.Range(1, 16).Select(vf => new PciAddress(0, (byte)(0x3b + index), (byte)vf, 0))],
            CarriesVirtio = true,
        })],
        LocalStorage = MemorySize.FromGiB(2000),
    };

    public static PlacementRequest Request(int index) => new()
    {
        Compute = new($"compute-{index}"),
        Requirements = Flavours[index % Flavours.Length],
    };

    /// <summary>A forwarding plane: sibling pairs, two VFs with a rate, all on one node.</summary>
    private static ComputeRequirements Router() => Pinned(12, 16, CpuThreadPolicy.Require) with
    {
        Vnics = [Vf("left", 2), Vf("right", 2)],
    };

    private static ComputeRequirements Firewall() => Pinned(6, 12, CpuThreadPolicy.Prefer) with
    {
        Vnics = [Vf("left", 1)],
        EmulatorThreads = EmulatorThreadPolicy.Isolate,
    };

    /// <summary>Two uneven guest NUMA nodes, a VF on each.</summary>
    private static ComputeRequirements Gateway() => Pinned(10, 20, CpuThreadPolicy.Prefer) with
    {
        NumaNodes =
        [
            new(0, CpuSet.Range(0, 6), MemorySize.FromGiB(12)),
            new(1, CpuSet.Range(6, 4), MemorySize.FromGiB(8)),
        ],
        Vnics = [Vf("left", 1) with { GuestNumaNode = 0 }, Vf("right", 1) with { GuestNumaNode = 1 }],
    };

    private static ComputeRequirements Control() => new()
    {
        VirtualCpuCount = 2,
        Memory = MemorySize.FromGiB(2),
        LocalStorage = MemorySize.FromGiB(10),
    };

    private static ComputeRequirements Pinned(int vcpus, int gigabytes, CpuThreadPolicy policy) => new()
    {
        VirtualCpuCount = vcpus,
        Memory = MemorySize.FromGiB(gigabytes),
        CpuPolicy = CpuPolicy.Dedicated,
        ThreadPolicy = policy,
        PageSize = PageSizeRequest.Of(PageSize.Huge1GiB),
    };

    private static VnicRequirement Vf(string network, int gigabits) => new()
    {
        Name = network,
        Kind = VnicKind.SriovVf,
        PhysicalNetwork = network,
        GuaranteedIngress = Bandwidth.FromGbps(gigabits),
        GuaranteedEgress = Bandwidth.FromGbps(gigabits),
    };
}

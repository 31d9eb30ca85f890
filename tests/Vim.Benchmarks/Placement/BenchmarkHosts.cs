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

    private static readonly HostInventory[] Models = [Model(2, 20), Model(2, 20), Model(4, 16), Model(8, 16)];

    /// <summary>
    /// 2 NUMA nodes of 20 cores of 2 threads, 160 pages of 1 GiB each, 2 ports of 25 Gbit/s with 16 VFs on each.
    /// </summary>
    public static HostInventory DualSocket(string id) => Models[0] with { Id = new(id), Rack = id[..^1] };

    /// <summary>Half of the hosts have 2 NUMA nodes, a quarter 4, a quarter 8 (256 CPUs).</summary>
    public static HostInventory Mixed(int index)
    {
        var id = $"host-{index:d6}";
        return Models[index % Models.Length] with { Id = new(id), Rack = id[..^1] };
    }

    private static HostInventory Model(int nodes, int cores) => new()
    {
        Id = new("model"),
        Zone = Zone,
        BootId = "boot",
        Architecture = "x86_64",
        Cpus = [.. Enumerable.Range(0, nodes * cores * 2).Select(cpu =>
            new CpuThread(cpu, cpu % nodes * 2 / nodes, 0, cpu % (nodes * cores)))],
        NumaNodes = [.. Enumerable.Range(0, nodes).Select(node => new NumaNode
        {
            Id = node,
            Cpus = CpuSet.Of(Enumerable.Range(0, cores * 2).Select(index => (index * nodes) + node)),
            Memory = MemorySize.FromGiB(192),
            ReservedMemory = MemorySize.FromGiB(4),
            HugePages = [new(PageSize.Huge1GiB, 160, 0)],
        })],
        ReservedCpus = CpuSet.Of(FirstCores(nodes, cores, 0, nodes)),
        SharedCpus = CpuSet.Of(FirstCores(nodes, cores, nodes, nodes * 3)),
        SharedCpuRatio = 4,
        PhysicalFunctions = [.. Enumerable.Range(0, nodes * 2).Select(index => new PhysicalFunction
        {
            Address = new(0, (byte)(0x3b + index), 0, 0),
            Name = $"ens{index}f0",
            Nic = $"nic{index / 2}",
            NumaNode = index / 2,
            PhysicalNetwork = index % 2 == 0 ? "left" : "right",
            LinkSpeed = Bandwidth.FromGbps(25),
            VirtualFunctions =
            [
                .. Enumerable.Range(1, 16).Select(vf => new PciAddress(0, (byte)(0x3b + index), (byte)vf, 0)),
            ],
            CarriesVirtio = true,
        })],
        LocalStorage = MemorySize.FromGiB(2000),
    };

    /// <summary>Both threads of the cores from one number to another, dealt to the nodes in turn.</summary>
    private static IEnumerable<int> FirstCores(int nodes, int cores, int from, int to) =>
        Enumerable.Range(from, to - from).SelectMany(core => new[] { core, core + (nodes * cores) });

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

using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Examples;

/// <summary>Servers of the shapes that operators have, and requests in few words.</summary>
internal static class Servers
{
    /// <summary>
    /// Two sockets of 20 cores of 2 threads, one NUMA node each, CPUs dealt to the nodes in turn and siblings 40 apart,
    /// as on a Dell R740xd: node 0 has the even CPUs. First core of each node reserved; 90 pages of 1 GiB on each; a
    /// 25 Gbit/s port with 8 VFs on each node.
    /// </summary>
    public static HostInventory R740xd(string id = "r740xd") => new()
    {
        Id = new(id),
        Zone = CaseGenerator.Zone,
        BootId = "boot",
        Architecture = "x86_64",
        Rack = $"rack-{id}",
        Cpus = [.. Enumerable.Range(0, 80).Select(cpu => new CpuThread(cpu, cpu % 2, 0, cpu % 40 / 2))],
        NumaNodes =
        [
            .. Enumerable.Range(0, 2)
                .Select(node => Node(node, Enumerable.Range(0, 40).Select(i => (i * 2) + node), 96, 90)),
        ],
        ReservedCpus = CpuSet.Parse("0-1,40-41"),
        SharedCpus = CpuSet.Empty,
        PhysicalFunctions = [Port(0, 0, 8), Port(1, 1, 8)],
        LocalStorage = MemorySize.FromGiB(800),
    };

    /// <summary>Two sockets, each cut into two NUMA nodes of 10 cores of 2 threads (sub-NUMA clustering).</summary>
    public static HostInventory SubNumaClusters(string id = "snc") => Even(id, nodes: 4, nodesPerSocket: 2, cores: 10);

    /// <summary>Two sockets of four NUMA nodes of 8 cores of 2 threads.</summary>
    public static HostInventory EightNodes(string id = "eight") => Even(id, nodes: 8, nodesPerSocket: 4, cores: 8);

    /// <summary>Nodes 0 and 8 with CPUs of 4 threads, 252 to 255 with memory only, as on a POWER9 with GPUs.</summary>
    public static HostInventory SparseIds(string id = "sparse") => new()
    {
        Id = new(id),
        Zone = CaseGenerator.Zone,
        BootId = "boot",
        Architecture = "ppc64le",
        Cpus = [.. Enumerable.Range(0, 32).Select(cpu => new CpuThread(cpu, cpu / 16 * 8, 0, cpu / 4))],
        NumaNodes =
        [
            Node(0, Enumerable.Range(0, 16), 32, 8),
            Node(8, Enumerable.Range(16, 16), 32, 8),
            .. Enumerable.Range(252, 4).Select(node => Node(node, [], 16, 12)),
        ],
        ReservedCpus = CpuSet.Empty,
        SharedCpus = CpuSet.Parse("12-15"),
        SharedCpuRatio = 4,
        PhysicalFunctions = [Port(0, 8, 4)],
    };

    /// <summary>A host of like NUMA nodes of 2-thread cores, 20 GiB and 16 pages of 1 GiB each, without NICs.</summary>
    public static HostInventory Even(string id, int nodes, int nodesPerSocket, int cores) => new()
    {
        Id = new(id),
        Zone = CaseGenerator.Zone,
        BootId = "boot",
        Architecture = "x86_64",
        Cpus = [.. Enumerable.Range(0, nodes * cores * 2).Select(cpu =>
            new CpuThread(cpu, cpu / (nodesPerSocket * cores * 2), 0, cpu / 2))],
        NumaNodes = [.. Enumerable.Range(0, nodes).Select(node =>
            Node(node, Enumerable.Range(node * cores * 2, cores * 2), 20, 16))],
        ReservedCpus = CpuSet.Empty,
        SharedCpus = CpuSet.Empty,
    };

    public static NumaNode Node(int id, IEnumerable<int> cpus, int gigabytes, int pages) => new()
    {
        Id = id,
        Cpus = CpuSet.Of(cpus),
        Memory = MemorySize.FromGiB(gigabytes),
        HugePages = [new(PageSize.Huge1GiB, pages, 0)],
    };

    public static PhysicalFunction Port(int index, int? node, int virtualFunctions) => new()
    {
        Address = new(0, (byte)(0x3b + index), 0, 0),
        Name = $"ens{index}f0",
        Nic = $"nic{index}",
        NumaNode = node,
        PhysicalNetwork = "physnet",
        LinkSpeed = Bandwidth.FromGbps(25),
        ReservedBandwidth = Bandwidth.FromGbps(5),
        VirtualFunctions = [.. Enumerable.Range(1, virtualFunctions).Select(vf =>
            new PciAddress(0, (byte)(0x3b + index), (byte)vf, 0))],
        CarriesVirtio = true,
        AllowsPassthrough = true,
    };

    public static ZoneLedger Zone(params HostInventory[] hosts)
    {
        var ledger = new ZoneLedger(CaseGenerator.Zone);
        foreach (var host in hosts)
        {
            ledger.PutHost(host, HostAvailability.Enabled);
        }

        return ledger;
    }

    /// <summary>Dedicated vCPUs and 1 GiB pages.</summary>
    public static ComputeRequirements Pinned(
        int vcpus, int gigabytes, CpuThreadPolicy policy = CpuThreadPolicy.Prefer) => new()
        {
            VirtualCpuCount = vcpus,
            Memory = MemorySize.FromGiB(gigabytes),
            CpuPolicy = CpuPolicy.Dedicated,
            ThreadPolicy = policy,
            PageSize = PageSizeRequest.Of(PageSize.Huge1GiB),
        };

    public static ComputeRequirements OnNodes(
        this ComputeRequirements wanted, params (int Vcpus, int Gigabytes)[] nodes)
    {
        var first = 0;
        return wanted with
        {
            NumaNodes = [.. nodes.Select((node, index) => new GuestNumaNode(
                index,
                CpuSet.Range((first += node.Vcpus) - node.Vcpus, node.Vcpus),
                MemorySize.FromGiB(node.Gigabytes)))],
        };
    }

    public static ComputeRequirements WithVnics(this ComputeRequirements wanted, params VnicRequirement[] vnics) =>
        wanted with { Vnics = [.. vnics] };

    public static VnicRequirement Vnic(string name, VnicKind kind, int gigabits = 0) => new()
    {
        Name = name,
        Kind = kind,
        PhysicalNetwork = "physnet",
        GuaranteedIngress = Bandwidth.FromGbps(gigabits),
        GuaranteedEgress = Bandwidth.FromGbps(gigabits),
    };

    public static PlacementRequest For(string compute, ComputeRequirements requirements)
    {
        Assert.Empty(ComputeRequirementsRules.Check(requirements));
        return new() { Compute = new(compute), Requirements = requirements };
    }
}

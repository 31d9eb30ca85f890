using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Domain.Tests.Topology;

public sealed class HostInventoryRulesTests
{
    [Fact]
    public void A_consistent_inventory_breaks_no_rule() => Assert.Empty(HostInventoryRules.Check(Host()));

    [Fact]
    public void CPUs_are_told_apart_and_in_one_node_each()
    {
        Broken(Host() with { Cpus = [] }, "cpus");
        Broken(Host() with { Cpus = [.. Host().Cpus, new(0, 0, 0, 0)] }, "cpus");
        Broken(Host() with { Cpus = [.. Host().Cpus, new(9, 0, 0, 9)] }, "numa_nodes");
        Broken(WithNode(node => node with { Cpus = CpuSet.Parse("0-2") }), "numa_nodes[1].cpus");
        Broken(WithNode(node => node with { Cpus = CpuSet.Parse("2-4") }), "numa_nodes[1].cpus");
        Broken(Host() with { ReservedCpus = CpuSet.Parse("7") }, "reserved_cpus");
        Broken(Host() with { SharedCpus = CpuSet.Parse("0") }, "shared_cpus");
        Broken(Host() with { SharedCpuRatio = 0.5 }, "shared_cpu_ratio");
        Broken(Host() with { SmallPageRatio = double.NaN }, "small_page_ratio");
        Broken(Host() with { SmallPageRatio = double.PositiveInfinity }, "small_page_ratio");
    }

    [Fact]
    public void Nodes_have_ids_and_no_more_pages_than_memory()
    {
        Broken(Host() with { NumaNodes = [] }, "numa_nodes");
        Broken(WithNode(node => node with { Id = 0 }), "numa_nodes");
        Broken(WithNode(node => node with { Id = -1 }), "numa_nodes");
        Broken(WithNode(node => node with { Distances = [10] }), "numa_nodes[1].distances");
        Broken(WithNode(node => node with { Memory = new(-1), HugePages = [] }), "numa_nodes[1].memory");
        Broken(WithNode(node => node with { ReservedMemory = new(-1) }), "numa_nodes[1].reserved_memory");
        Broken(WithPool(new HugePagePool(PageSize.Huge1GiB, 3, 0)), "numa_nodes[1].huge_pages");
        Broken(WithPool(new HugePagePool(PageSize.Huge1GiB, long.MaxValue, 0)), "numa_nodes[1].huge_pages");
        Broken(WithPool(new HugePagePool(PageSize.Huge1GiB, 1, 2)), "numa_nodes[1].huge_pages");
        Broken(
            WithPool(new HugePagePool(PageSize.Huge1GiB, 1, 0), new(PageSize.Huge1GiB, 1, 0)),
            "numa_nodes[1].huge_pages");
        Broken(WithPool(new HugePagePool(PageSize.Small, 1, 0)), "numa_nodes[1].huge_pages");
        Broken(WithPool(new HugePagePool(new(3 << 20), 1, 0)), "numa_nodes[1].huge_pages");
        Broken(WithPool(new HugePagePool(new(0), 1, 0)), "numa_nodes[1].huge_pages");
    }

    [Fact]
    public void PCI_addresses_are_given_once_and_rates_fit_the_link()
    {
        Broken(WithFunctions(Function(0), Function(0)), "physical_functions[0000:01:00.0]");
        Broken(
            WithFunctions(Function(0) with { VirtualFunctions = [new(0, 1, 0, 0)] }),
            "physical_functions[0000:01:00.0].virtual_functions");
        Broken(
            WithFunctions(Function(0) with { ReservedBandwidth = Bandwidth.FromGbps(11) }),
            "physical_functions[0000:01:00.0].reserved_bandwidth");
        Broken(
            WithFunctions(Function(0)) with { Devices = [new(new(0, 1, 0, 0), 1, 1, null, null)] },
            "devices");
        Broken(WithFunctions([.. Enumerable.Range(0, 65).Select(Function)]), "physical_functions");
        Broken(Host() with { LocalStorage = new(-1) }, "local_storage");
    }

    private static void Broken(HostInventory host, string field) =>
        Assert.Contains(HostInventoryRules.Check(host), violation => violation.Field == field);

    private static HostInventory Host() => new()
    {
        Id = new("host"),
        Zone = new("zone"),
        BootId = "boot",
        Architecture = "x86_64",
        Cpus = [.. Enumerable.Range(0, 4).Select(cpu => new CpuThread(cpu, cpu / 2, 0, cpu))],
        NumaNodes =
        [
            new() { Id = 0, Cpus = CpuSet.Parse("0-1"), Memory = MemorySize.FromGiB(2) },
            new()
            {
                Id = 1,
                Cpus = CpuSet.Parse("2-3"),
                Memory = MemorySize.FromGiB(2),
                HugePages = [new(PageSize.Huge1GiB, 1, 1), new(PageSize.Huge2MiB, 512, 0)],
                Distances = [20, 10],
            },
        ],
        ReservedCpus = CpuSet.Parse("0"),
        SharedCpus = CpuSet.Parse("1"),
        PhysicalFunctions = [Function(0), Function(1)],
        Devices = [new(new(0, 2, 0, 0), 1, 1, 7, "gpu")],
    };

    private static HostInventory WithNode(Func<NumaNode, NumaNode> change) =>
        Host() with { NumaNodes = [Host().NumaNodes[0], change(Host().NumaNodes[1])] };

    private static HostInventory WithPool(params HugePagePool[] pools) =>
        WithNode(node => node with { HugePages = [.. pools] });

    private static HostInventory WithFunctions(params PhysicalFunction[] functions) =>
        Host() with { PhysicalFunctions = [.. functions] };

    private static PhysicalFunction Function(int index) => new()
    {
        Address = new(0, (byte)(1 + (index * 2)), 0, 0),
        Name = $"ens{index}",
        Nic = $"nic{index}",
        NumaNode = 1,
        PhysicalNetwork = null,
        LinkSpeed = Bandwidth.FromGbps(10),
        VirtualFunctions = [new(0, (byte)(1 + (index * 2)), 1, 0)],
    };
}

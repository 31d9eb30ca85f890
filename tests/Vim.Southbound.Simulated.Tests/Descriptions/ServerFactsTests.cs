using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Tests.Support;

namespace Vim.Southbound.Simulated.Tests.Descriptions;

/// <summary>
/// The numbers stand here as they were read from the machines' /sys, not as the descriptions give them.
/// </summary>
public sealed class ServerFactsTests
{
    [Theory]
    [InlineData("dell-r740xd-2x-gold-6230", 80, 40, 2, 2, 6, 96)]
    [InlineData("dell-r750-2x-gold-6330", 112, 56, 2, 2, 10, 256)]
    [InlineData("xeon-2s-snc2-80-threads", 80, 40, 2, 4, 5, 128)]
    [InlineData("xeon-2s-snc2-pmem-112-threads", 112, 56, 2, 8, 5, 128)]
    [InlineData("xeon-2s-snc2-pmem-sparse-112-threads", 112, 56, 2, 6, 5, 128)]
    [InlineData("xeon-2s-l5640-i350-vfs", 24, 12, 2, 2, 6, 8)]
    [InlineData("dell-c6145-4x-opteron-6276", 64, 32, 4, 8, 5, 64)]
    [InlineData("dell-r910-4x-e7-4870", 40, 40, 4, 4, 6, 64)]
    [InlineData("dell-dcs8000z-2x-e5-2680", 16, 16, 2, 2, 3, 15)]
    [InlineData("intel-16s-xeon-7400-96-cores", 96, 96, 16, 4, 5, 64)]
    public void A_server_has_its_counts(
        string name,
        int cpus,
        int cores,
        int sockets,
        int nodes,
        int functions,
        int virtualFunctions)
    {
        var host = Inventory(name);
        Assert.Equal(cpus, host.Cpus.Length);
        Assert.Equal(CpuSet.Range(0, cpus), CpuSet.Of(host.Cpus.Select(cpu => cpu.Id)));
        Assert.Equal(cores, host.Cpus.Select(cpu => (cpu.SocketId, cpu.DieId, cpu.CoreId)).Distinct().Count());
        Assert.Equal(sockets, host.Cpus.Select(cpu => cpu.SocketId).Distinct().Count());
        Assert.Equal(nodes, host.NumaNodes.Length);
        Assert.Equal(functions, host.PhysicalFunctions.Length);
        Assert.Equal(virtualFunctions, host.PhysicalFunctions.Sum(function => function.VirtualFunctions.Length));
        Assert.Equal("x86_64", host.Architecture);
    }

    [Theory]
    [InlineData("dell-r740xd-2x-gold-6230", 0, 97557100, "10 21")]
    [InlineData("dell-r740xd-2x-gold-6230", 1, 99076588, "21 10")]
    [InlineData("dell-r750-2x-gold-6330", 0, 131484584, "10 20")]
    [InlineData("dell-r750-2x-gold-6330", 1, 132057708, "20 10")]
    [InlineData("xeon-2s-snc2-80-threads", 0, 48005604, "10 11 21 21")]
    [InlineData("xeon-2s-snc2-80-threads", 3, 49539172, "21 21 11 10")]
    [InlineData("xeon-2s-snc2-pmem-112-threads", 2, 33022780, "11 21 10 21 28 17 28 28")]
    [InlineData("xeon-2s-snc2-pmem-112-threads", 6, 130023424, "28 17 28 28 28 28 10 28")]
    [InlineData("xeon-2s-snc2-pmem-sparse-112-threads", 7, 130023424, "28 28 28 17 28 10")]
    [InlineData("xeon-2s-l5640-i350-vfs", 0, 32980312, "10 20")]
    [InlineData("dell-c6145-4x-opteron-6276", 5, 8388608, "22 22 16 16 16 10 22 16")]
    [InlineData("dell-c6145-4x-opteron-6276", 7, 16760832, "22 16 16 22 22 16 16 10")]
    [InlineData("dell-r910-4x-e7-4870", 0, 134204252, "10 20 20 20")]
    [InlineData("dell-dcs8000z-2x-e5-2680", 1, 16777216, "21 10")]
    [InlineData("intel-16s-xeon-7400-96-cores", 0, 132101504, "10 26 26 26")]
    public void A_node_has_its_memory_and_distances(string name, int id, long kibibytes, string distances)
    {
        var node = Inventory(name).NumaNodes.Single(node => node.Id == id);
        Assert.Equal(MemorySize.FromKiB(kibibytes), node.Memory);
        Assert.Equal(distances, string.Join(' ', node.Distances));
    }

    [Theory]
    [InlineData("dell-r740xd-2x-gold-6230", 46, 0, 0, 0, 3, "6,46")]
    [InlineData("dell-r740xd-2x-gold-6230", 39, 1, 1, 0, 26, "39,79")]
    [InlineData("dell-r750-2x-gold-6330", 2, 0, 0, 0, 14, "2,58")]
    [InlineData("dell-r750-2x-gold-6330", 111, 1, 1, 0, 27, "55,111")]
    [InlineData("xeon-2s-snc2-80-threads", 47, 1, 0, 0, 10, "7,47")]
    [InlineData("xeon-2s-snc2-80-threads", 76, 2, 1, 0, 25, "36,76")]
    [InlineData("xeon-2s-snc2-pmem-112-threads", 98, 2, 0, 0, 30, "42,98")]
    [InlineData("xeon-2s-l5640-i350-vfs", 11, 1, 0, 0, 10, "11,23")]
    [InlineData("dell-c6145-4x-opteron-6276", 9, 1, 0, 1, 0, "8-9")]
    [InlineData("dell-r910-4x-e7-4870", 39, 3, 3, 0, 25, "39")]
    [InlineData("dell-dcs8000z-2x-e5-2680", 8, 1, 1, 0, 0, "8")]
    [InlineData("intel-16s-xeon-7400-96-cores", 0, 0, 1, 0, 0, "0")]
    [InlineData("intel-16s-xeon-7400-96-cores", 95, 3, 15, 0, 5, "95")]
    public void A_CPU_has_its_place(string name, int id, int node, int socket, int die, int core, string siblings)
    {
        var host = Inventory(name);
        Assert.Equal(new CpuThread(id, socket, die, core), host.Cpus.Single(cpu => cpu.Id == id));
        Assert.True(host.NumaNodes.Single(numa => numa.Id == node).Cpus.Contains(id));
        Assert.Equal(siblings, SiblingsOf(host, id).ToString());
    }

    [Fact]
    public void Node_ids_of_the_sparse_server_have_gaps()
    {
        var host = Inventory("xeon-2s-snc2-pmem-sparse-112-threads");
        Assert.Equal([0, 1, 2, 3, 5, 7], host.NumaNodes.Select(node => node.Id));
        Assert.All(host.NumaNodes.Where(node => node.Id > 3), node => Assert.True(node.Cpus.IsEmpty));
    }

    [Theory]
    [InlineData("xeon-2s-l5640-i350-vfs", "0000:05:00.0", 0, "0000:05:10.0 0000:05:10.4 0000:05:11.0 0000:05:11.4")]
    [InlineData("xeon-2s-l5640-i350-vfs", "0000:05:00.1", 1, "0000:05:10.1 0000:05:10.5 0000:05:11.1 0000:05:11.5")]
    [InlineData("xeon-2s-l5640-i350-vfs", "0000:01:00.0", null, "")]
    public void A_function_has_its_node_and_virtual_functions(string name, string address, int? node, string expected)
    {
        var function = Inventory(name).PhysicalFunctions.Single(own => own.Address.ToString() == address);
        Assert.Equal(node, function.NumaNode);
        Assert.Equal(expected, string.Join(' ', function.VirtualFunctions));
    }

    [Fact]
    public void The_R740xd_has_its_interfaces_and_their_setup()
    {
        var host = Inventory("dell-r740xd-2x-gold-6230");
        var data = host.PhysicalFunctions.Single(function => function.Name == "ens7f1");
        Assert.Equal("0000:86:00.1", data.Address.ToString());
        Assert.Equal((0x8086, 0x158b), (data.VendorId, data.DeviceId));
        Assert.Equal((1, "physnet-data", "leaf-b"), (data.NumaNode, data.PhysicalNetwork, data.Switch));
        Assert.Equal(Bandwidth.FromGbps(24), data.GuaranteeCapacity);
        Assert.Equal("0000:86:0a.0", data.VirtualFunctions[0].ToString());
        Assert.Equal("0000:86:0d.7", data.VirtualFunctions[^1].ToString());
        Assert.True(data.AllowsPassthrough && !data.CarriesVirtio);
        Assert.True(host.PhysicalFunctions.Single(function => function.PhysicalNetwork == "mgmt").CarriesVirtio);
        Assert.Equal(80 - 16, host.DedicatedCpus.Count);
        Assert.Equal(new HugePagePool(PageSize.Huge1GiB, 72, 0), host.NumaNodes[0].HugePages[1]);
        Assert.Equal(new HugePagePool(PageSize.Huge2MiB, 2048, 512), host.NumaNodes[0].HugePages[0]);
    }

    [Fact]
    public void An_interface_without_a_name_gets_the_kernels_path_name() => Assert.Contains(
        Inventory("xeon-2s-l5640-i350-vfs").PhysicalFunctions,
        function => function.Name == "enp5s0f1" && function.Address.ToString() == "0000:05:00.1");

    [Fact]
    public void Devices_have_the_operators_alias()
    {
        var devices = Inventory("dell-r750-2x-gold-6330").Devices;
        Assert.Equal(4, devices.Length);
        Assert.All(devices, device =>
            Assert.Equal("0b60 1 nvme-local", $"{device.DeviceId:x4} {device.NumaNode} {device.Alias}"));
    }

    [Theory]
    [MemberData(nameof(SchemaTests.Files), MemberType = typeof(SchemaTests))]
    public void Housekeeping_and_shared_CPUs_are_whole_cores_and_every_node_keeps_small_pages(string name)
    {
        var host = Inventory(name);
        foreach (var set in new[] { host.ReservedCpus, host.SharedCpus })
        {
            Assert.False(set.IsEmpty);
            Assert.All(set, cpu => Assert.True(SiblingsOf(host, cpu).IsSubsetOf(set), $"CPU {cpu} of {set}"));
        }

        Assert.All(host.NumaNodes, node => Assert.True(
            node.HugePages.Aggregate(
                node.Memory - node.ReservedMemory, (left, pool) => left - pool.Size.Times(pool.Total))
                > MemorySize.FromGiB(1)));
    }

    [Fact]
    public void Hosts_of_one_kind_differ_in_identity_and_share_the_rest()
    {
        var first = Samples.R740.ToInventory(Samples.Identity("h1"));
        var second = Samples.R740.ToInventory(
            new(new("h2"), new("zone-b"), "rack-9", "boot-2") { FaultDomain = "feed-b" });
        Assert.Equal(
            ("h2", "zone-b", "rack-9", "feed-b", "boot-2"),
            (second.Id.Value, second.Zone.Value, second.Rack, second.FaultDomain, second.BootId));
        Assert.True(first.Cpus == second.Cpus);
        Assert.True(first.NumaNodes == second.NumaNodes);
    }

    [Theory]
    [MemberData(nameof(SchemaTests.Files), MemberType = typeof(SchemaTests))]
    public void Every_inventory_keeps_the_rules_of_the_domain(string name) =>
        Assert.Empty(HostInventoryRules.Check(Inventory(name)));

    private static CpuSet SiblingsOf(HostInventory host, int id)
    {
        var own = host.Cpus.Single(cpu => cpu.Id == id);
        return CpuSet.Of(host.Cpus.Where(cpu => cpu with { Id = id } == own).Select(cpu => cpu.Id));
    }

    private static HostInventory Inventory(string name) =>
        HostDescriptionParser.Load(RepositoryFiles.Host(name)).ToInventory(Samples.Identity());
}

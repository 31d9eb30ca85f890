using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Domain.Tests.Epa;

public sealed class ComputeRequirementsRulesTests
{
    [Fact]
    public void Sound_requirements_break_no_rule()
    {
        Assert.Empty(ComputeRequirementsRules.Check(Plain()));
        Assert.Empty(ComputeRequirementsRules.Check(Full()));
    }

    [Fact]
    public void CPU_policies_go_with_what_they_are_about()
    {
        Broken(Plain() with { VirtualCpuCount = 0 }, "num_virtual_cpu");
        Broken(Plain() with { VirtualCpuCount = 1025 }, "num_virtual_cpu");
        Broken(Plain() with { DedicatedVirtualCpus = CpuSet.Parse("0") }, "dedicated_virtual_cpus");
        Broken(Full() with { DedicatedVirtualCpus = CpuSet.Empty }, "dedicated_virtual_cpus");
        Broken(Full() with { DedicatedVirtualCpus = CpuSet.Parse("0-3") }, "dedicated_virtual_cpus");
        Broken(Full() with { DedicatedVirtualCpus = CpuSet.Parse("0,4") }, "dedicated_virtual_cpus");
        Broken(Plain() with { ThreadPolicy = CpuThreadPolicy.Isolate }, "cpu_thread_policy");
        Broken(Plain() with { EmulatorThreads = EmulatorThreadPolicy.Isolate }, "emulator_thread_policy");
        Broken(Full() with { RealTimeVirtualCpus = CpuSet.Parse("3") }, "real_time_virtual_cpus");
        Broken(
            Full() with
            {
                CpuPolicy = CpuPolicy.Dedicated,
                DedicatedVirtualCpus = CpuSet.Empty,
                RealTimeVirtualCpus = CpuSet.Parse("0-3"),
                EmulatorThreads = EmulatorThreadPolicy.Default,
            },
            "real_time_virtual_cpus");
        Broken(Plain() with { GuestCpuTopology = new(1, 3, 1) }, "guest_cpu_topology");
        var pinned = Plain() with
        {
            CpuPolicy = CpuPolicy.Dedicated,
            GuestCpuTopology = new(1, Plain().VirtualCpuCount / 2, 2),
        };
        Assert.Empty(ComputeRequirementsRules.Check(pinned));
        Broken(pinned with { ThreadPolicy = CpuThreadPolicy.Isolate }, "guest_cpu_topology");
    }

    [Fact]
    public void Memory_and_pages_are_within_bounds()
    {
        Broken(Plain() with { Memory = MemorySize.Zero }, "virtual_mem_size");
        Broken(Plain() with { Memory = new(long.MaxValue) }, "virtual_mem_size");
        Broken(Plain() with { LocalStorage = new(-1) }, "size_of_storage");
        Broken(Plain() with { LocalStorage = new(long.MaxValue) }, "size_of_storage");
        Broken(Plain() with { PageSize = PageSizeRequest.Of(new(3 << 20)) }, "page_size");
        Broken(Plain() with { PageSize = PageSizeRequest.Of(new(1024)) }, "page_size");
    }

    [Fact]
    public void Guest_NUMA_nodes_share_out_all_vCPUs_and_all_memory()
    {
        Broken(WithNodes(new GuestNumaNode(0, CpuSet.Parse("0-3"), MemorySize.FromGiB(3))), "numa_nodes");
        Broken(WithNodes(new GuestNumaNode(0, CpuSet.Parse("0-2"), MemorySize.FromGiB(4))), "numa_nodes");
        Broken(WithNodes(new GuestNumaNode(1, CpuSet.Parse("0-3"), MemorySize.FromGiB(4))), "numa_nodes[0].id");
        var half = MemorySize.FromGiB(2);
        Broken(
            WithNodes(new GuestNumaNode(0, CpuSet.Parse("0-3"), half), new(1, CpuSet.Parse("3"), half)),
            "numa_nodes[1].virtual_cpus");
        Broken(
            WithNodes(new GuestNumaNode(0, CpuSet.Parse("0-3"), half), new(1, CpuSet.Empty, half)),
            "numa_nodes[1].virtual_cpus");
        Broken(
            WithNodes(
                new GuestNumaNode(0, CpuSet.Parse("0-1"), new(0)),
                new(1, CpuSet.Parse("2-3"), MemorySize.FromGiB(4))),
            "numa_nodes[0].memory");
        Broken(
            WithNodes(
                new GuestNumaNode(0, CpuSet.Parse("0-1"), new(long.MaxValue)),
                new(1, CpuSet.Parse("2-3"), new(long.MaxValue))),
            "numa_nodes[0].memory");
        Broken(
            Plain() with
            {
                VirtualCpuCount = 9,
                Memory = MemorySize.FromGiB(9),
                NumaNodes = [.. Enumerable.Range(0, 9).Select(node =>
                    new GuestNumaNode(node, CpuSet.Of(node), MemorySize.FromGiB(1)))],
            },
            "numa_nodes");
    }

    [Fact]
    public void Vnics_and_devices_are_named_and_bounded()
    {
        Broken(WithVnics(Vnic("a"), Vnic("a")), "vnics[1].name");
        Broken(WithVnics(Vnic("")), "vnics[0].name");
        Broken(WithVnics(Vnic("a") with { GuaranteedIngress = new(-1) }), "vnics[0]");
        Broken(WithVnics(Vnic("a") with { GuaranteedEgress = new(long.MaxValue) }), "vnics[0]");
        Broken(WithVnics(Vnic("a") with { GuaranteedEgress = new(2), PeakEgress = new(1) }), "vnics[0]");
        Broken(WithVnics(Vnic("a") with { GuestNumaNode = 1 }), "vnics[0].guest_numa_node");
        Broken(WithVnics(Vnic("a") with { GuestNumaNode = -1 }), "vnics[0].guest_numa_node");
        Broken(WithVnics([.. Enumerable.Range(0, 65).Select(index => Vnic($"e{index}"))]), "vnics");
        Broken(Plain() with { Devices = [new("gpu", 1, 1, 1)] }, "devices[0]");
        Broken(Plain() with { Devices = [new(null, 1, null, 1)] }, "devices[0]");
        Broken(Plain() with { Devices = [new("gpu", null, null, 0)] }, "devices[0].count");
        Broken(
            Plain() with { Devices = [.. Enumerable.Repeat(new DeviceRequirement("gpu", null, null, 1), 17)] },
            "devices");
    }

    [Fact]
    public void Every_bad_field_is_told_at_once_below_the_path_given()
    {
        var found = ComputeRequirementsRules.Check(
            Plain() with { VirtualCpuCount = 0, Memory = MemorySize.Zero, LocalStorage = new(-1) },
            "flavour");
        Assert.Equal(
            ["flavour.num_virtual_cpu", "flavour.size_of_storage", "flavour.virtual_mem_size"],
            found.Select(violation => violation.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Pinning_or_pages_imply_one_guest_NUMA_node()
    {
        Assert.Empty(Plain().EffectiveNumaNodes);
        Assert.Single((Plain() with { CpuPolicy = CpuPolicy.Dedicated }).EffectiveNumaNodes);
        Assert.Single((Plain() with { PageSize = PageSizeRequest.Any }).EffectiveNumaNodes);
        Assert.Equal(2, Full().EffectiveNumaNodes.Length);
        Assert.Equal(CpuSet.Parse("0-1"), Full().PinnedVirtualCpus);
    }

    private static void Broken(ComputeRequirements requirements, string field) =>
        Assert.Contains(ComputeRequirementsRules.Check(requirements), violation => violation.Field == field);

    private static ComputeRequirements Plain() => new() { VirtualCpuCount = 4, Memory = MemorySize.FromGiB(4) };

    private static ComputeRequirements Full() => Plain() with
    {
        CpuPolicy = CpuPolicy.Mixed,
        DedicatedVirtualCpus = CpuSet.Parse("0-1"),
        ThreadPolicy = CpuThreadPolicy.Require,
        EmulatorThreads = EmulatorThreadPolicy.Isolate,
        RealTimeVirtualCpus = CpuSet.Parse("0-1"),
        PageSize = PageSizeRequest.Of(PageSize.Huge1GiB),
        GuestCpuTopology = new(1, 2, 2),
        NumaNodes =
        [
            new(0, CpuSet.Parse("0-2"), MemorySize.FromGiB(3)),
            new(1, CpuSet.Parse("3"), MemorySize.FromGiB(1)),
        ],
        Vnics = [Vnic("a") with { GuestNumaNode = 1, PeakIngress = Bandwidth.FromGbps(1) }, Vnic("b")],
        Devices = [new("gpu", null, null, 2), new(null, 0x10de, 0x1eb8, 1)],
    };

    private static ComputeRequirements WithNodes(params GuestNumaNode[] nodes) =>
        Plain() with { NumaNodes = [.. nodes] };

    private static ComputeRequirements WithVnics(params VnicRequirement[] vnics) => Plain() with { Vnics = [.. vnics] };

    private static VnicRequirement Vnic(string name) => new() { Name = name, Kind = VnicKind.SriovVf };
}

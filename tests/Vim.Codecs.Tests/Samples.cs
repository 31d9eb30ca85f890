using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Codecs.Tests;

/// <summary>Values with every field in use; they need not make sense together.</summary>
internal static class Samples
{
    private static readonly PciAddress Pf = PciAddress.Parse("0001:3b:1f.7");
    private static readonly PciAddress Vf = PciAddress.Parse("ffff:ff:00.1");

    public static HostInventory Inventory { get; } = new()
    {
        Id = new("h1"),
        Zone = new("z1"),
        BootId = "b1",
        Model = "model",
        Rack = "rack",
        FaultDomain = "feed-a",
        Architecture = "x86_64",
        Cpus = [new(0, 1, 2, 3), new(4095, 4, 5, 6)],
        NumaNodes =
        [
            new()
            {
                Id = 7,
                Cpus = CpuSet.Of(0, 4095),
                Memory = MemorySize.FromGiB(8),
                ReservedMemory = MemorySize.FromMiB(1),
                HugePages = [new(PageSize.Huge1GiB, 4, 1)],
                Distances = [10, 21],
            },
        ],
        ReservedCpus = CpuSet.Of(0),
        SharedCpus = CpuSet.Of(1, 64),
        SharedCpuRatio = 4.5,
        SmallPageRatio = 1.5,
        PhysicalFunctions =
        [
            new()
            {
                Address = Pf,
                Name = "ens1f0",
                Nic = "nic",
                NumaNode = 3,
                PhysicalNetwork = "physnet",
                Switch = "leaf",
                VendorId = 0x8086,
                DeviceId = 0x158b,
                LinkSpeed = Bandwidth.FromGbps(25),
                ReservedBandwidth = Bandwidth.FromMbps(5),
                VirtualFunctions = [Vf],
                CarriesVirtio = true,
                AllowsPassthrough = true,
                OffersVhostUser = true,
                OffersVdpa = true,
            },
        ],
        Devices = [new(Pf, 1, 2, 3, "gpu") { Parent = Vf }],
        LocalStorage = MemorySize.FromGiB(100),
        Traits = ["A", "B"],
    };

    public static ComputeRequirements Requirements { get; } = new()
    {
        VirtualCpuCount = 4,
        Memory = MemorySize.FromGiB(4),
        LocalStorage = MemorySize.FromGiB(10),
        Architecture = "x86_64",
        CpuPolicy = CpuPolicy.Mixed,
        DedicatedVirtualCpus = CpuSet.Of(0, 1),
        ThreadPolicy = CpuThreadPolicy.Require,
        EmulatorThreads = EmulatorThreadPolicy.Isolate,
        PageSize = PageSizeRequest.Of(PageSize.Huge2MiB),
        NumaNodes = [new(0, CpuSet.Of(0, 2), MemorySize.FromGiB(1)), new(1, CpuSet.Of(1, 3), MemorySize.FromGiB(3))],
        Vnics =
        [
            new()
            {
                Name = "v",
                Kind = VnicKind.Macvtap,
                VirtualLink = new("l"),
                Port = new("p"),
                PhysicalNetwork = "physnet",
                GuaranteedIngress = Bandwidth.FromMbps(1),
                GuaranteedEgress = Bandwidth.FromMbps(2),
                PeakIngress = Bandwidth.FromMbps(3),
                PeakEgress = Bandwidth.FromMbps(4),
                NumaPolicy = PciNumaPolicy.Socket,
                GuestNumaNode = 1,
                DistinctPfGroup = "g",
                DistinctNicGroup = "n",
                DistinctSwitchGroup = "s",
                MacAddress = "52:54:00:00:00:01",
            },
        ],
        Devices = [new("gpu", 0x10de, 0xffff, 2) { NumaPolicy = PciNumaPolicy.Preferred, Spread = DeviceSpread.Apart }],
        PciNumaPolicy = PciNumaPolicy.Required,
        GuestCpuTopology = new(1, 2, 2),
        RealTimeVirtualCpus = CpuSet.Of(1),
        RequiredTraits = ["R"],
        ForbiddenTraits = ["F"],
        CpuPinningRules = [new(0, CpuSet.Of(5, 6))],
    };

    public static HostPlacement Placement { get; } = new()
    {
        Host = new("h1"),
        Nodes = [new(0, 7, PageSize.Huge1GiB, 3, 2)],
        Pins = [new(0, 5), new(1, 4095)],
        FloatingVirtualCpuCount = 2,
        FloatingCpus = CpuSet.Of(1),
        EmulatorCpus = CpuSet.Of(2),
        EmulatorIsolated = true,
        IdleSiblings = CpuSet.Of(3),
        FloatingMemory = MemorySize.FromMiB(5),
        LocalStorage = MemorySize.FromGiB(6),
        Vnics =
        [
            new()
            {
                Name = "v",
                Kind = VnicKind.SriovVf,
                PhysicalFunction = Pf,
                VirtualFunction = Vf,
                GuaranteedIngress = Bandwidth.FromMbps(1),
                GuaranteedEgress = Bandwidth.FromMbps(2),
                PeakIngress = Bandwidth.FromMbps(3),
                PeakEgress = Bandwidth.FromMbps(4),
            },
        ],
        Devices = [Vf],
    };

    public static GuestSpec Spec { get; } = new()
    {
        Compute = new("c1"),
        Incarnation = 2,
        Name = "name",
        Image = new("i1"),
        UserData = "data",
        Requirements = Requirements,
        Placement = Placement,
    };

    public static GuestObservation Observation { get; } = new()
    {
        Compute = new("c1"),
        Incarnation = 2,
        PowerState = GuestPowerState.Paused,
        Pins = Placement.Pins,
        Nodes = Placement.Nodes,
        Message = "message",
    };

    public static Infeasible Infeasible { get; } =
        new(3, [new(Dimension.HugePages, 12, 9, "pages of 1 GiB", 3, 2, 1, "1 GiB")], "fits with 2 guest NUMA nodes");
}

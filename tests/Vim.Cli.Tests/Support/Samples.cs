using Google.Protobuf.WellKnownTypes;
using Nfv.OrVi.V1;
using Vim.Contracts.Admin.V1;
using Model = Vim.Contracts.Model.V1;

namespace Vim.Cli.Tests.Support;

/// <summary>A small host with two NUMA nodes of eight cores and what three computes have of it.</summary>
internal static class Samples
{
    private const long Gibibyte = 1L << 30;
    private const long Gigabit = 1_000_000_000;

    public static IReadOnlyList<VirtualCompute> Computes() => [Dataplane(), ControlPlane(), Isolated()];

    public static Infeasible NoRoom() => new()
    {
        HostCount = 12,
        Hint = "with 8 pages of 1 GiB less it would fit on host-3",
        Shortfalls =
        {
            new DimensionShortfall
            {
                Dimension = Dimension.HugePages, Wanted = 96, Available = 88, Unit = "pages", Detail = "1 GiB",
                HostsFailed = 12, HostsFailedFirst = 9, HostsFailedOnly = 4,
            },
            new DimensionShortfall
            {
                Dimension = Dimension.DedicatedCpus, Wanted = 64, Available = 52, Unit = "CPUs",
                HostsFailed = 8, HostsFailedFirst = 3,
            },
        },
    };

    public static GetHostResponse Host() => new()
    {
        Summary = new HostSummary
        {
            HostId = "host-1",
            ZoneId = "zone-a",
            State = HostState.Enabled,
            Model = "A server",
            Architecture = "x86_64",
            NumaNodeCount = 2,
            MemoryBytes = 128 * Gibibyte,
            Driver = "simulated",
            ComputeCount = 3,
        },
        Inventory = Inventory(),
        NumaNodes =
        {
            Usage(0, Mask(8, 9, 10, 11, 40, 41, 42, 43), hugeTaken: 8, smallTaken: 0),
            Usage(1, Mask(24, 25, 56, 57), hugeTaken: 4, smallTaken: 2 * Gibibyte),
        },
        PhysicalFunctions =
        {
            new PhysicalFunctionUsage
            {
                PciAddress = "0000:3b:00.0", Name = "ens1f0", PhysicalNetwork = "physnet-data",
                VirtualFunctionCount = 8,
                ClaimedVirtualFunctionCount = 2, GuaranteeCapacityBitsPerSecond = 24 * Gigabit,
                ClaimedIngressBitsPerSecond = 5 * Gigabit, ClaimedEgressBitsPerSecond = 20 * Gigabit,
            },
        },
    };

    private static VirtualCompute Dataplane()
    {
        var compute = Compute("fw-1", 8, 8 * Gibibyte);
        compute.Epa = new EpaRequirements
        {
            CpuPolicy = CpuPolicy.Dedicated,
            CpuThreadPolicy = CpuThreadPolicy.Require,
        };
        compute.EffectivePlacement = new EffectivePlacement
        {
            HostId = "host-1",
            ZoneId = "zone-a",
            LocalStorageBytes = 6 * Gibibyte,
            Nodes = { new GuestNodePlacement { GuestNode = 0, HostNode = 0, PageSizeBytes = Gibibyte, PageCount = 8 } },
            Pins = { Pins((0, 8), (1, 40), (2, 9), (3, 41), (4, 10), (5, 42), (6, 11), (7, 43)) },
            Vnics =
            {
                new VnicPlacement
                {
                    Name = "mgmt",
                    TypeVirtualNic = TypeVirtualNic.Virtio,
                    PhysicalFunction = "0000:01:00.0",
                },
                Function("left", "0000:3b:02.0", 2 * Gigabit, 10 * Gigabit),
                Function("right", "0000:3b:02.3", 3 * Gigabit, 10 * Gigabit),
            },
        };
        compute.VirtualNetworkInterface.Add(new VirtualNetworkInterface
        {
            Name = "mgmt",
            TypeVirtualNic = TypeVirtualNic.Virtio,
            NetworkId = "firewall-mgmt-x7k2qa",
            MacAddress = "52:54:00:12:34:56",
            IpAddress = { "10.10.1.5" },
        });
        return compute;
    }

    private static VirtualCompute ControlPlane()
    {
        var compute = Compute("cp", 2, 2 * Gibibyte);
        compute.EffectivePlacement = new EffectivePlacement
        {
            HostId = "host-1",
            ZoneId = "zone-a",
            FloatingVirtualCpuCount = 2,
            FloatingCpus = "4-7,36-39",
            FloatingMemoryBytes = 2 * Gibibyte,
        };
        return compute;
    }

    private static VirtualCompute Isolated()
    {
        var compute = Compute("iso", 2, 4 * Gibibyte);
        compute.Epa = new EpaRequirements
        {
            CpuPolicy = CpuPolicy.Dedicated,
            CpuThreadPolicy = CpuThreadPolicy.Isolate,
            NumaNodes =
            {
                new GuestNumaNode { Id = 0, VirtualCpus = "0", MemoryBytes = Gibibyte },
                new GuestNumaNode { Id = 1, VirtualCpus = "1", MemoryBytes = 3 * Gibibyte },
            },
        };
        compute.EffectivePlacement = new EffectivePlacement
        {
            HostId = "host-1",
            ZoneId = "zone-a",
            IdleSiblings = "56-57",
            EmulatorCpus = "0,32",
            Nodes =
            {
                new GuestNodePlacement { GuestNode = 0, HostNode = 1, PageSizeBytes = Gibibyte, PageCount = 1 },
                new GuestNodePlacement { GuestNode = 1, HostNode = 1, PageSizeBytes = Gibibyte, PageCount = 3 },
            },
            Pins = { Pins((0, 24), (1, 25)) },
        };
        return compute;
    }

    private static VirtualCompute Compute(string name, int virtualCpuCount, long memory) => new()
    {
        ComputeId = $"id-of-{name}",
        ComputeName = name,
        FlavourId = $"flavour-{name}",
        ZoneId = "zone-a",
        HostId = "host-1",
        RunningState = ComputeRunningState.Running,
        Incarnation = 1,
        ResourceGroupId = "tenant-1",
        VirtualCpu = new VirtualCpu { NumVirtualCpu = virtualCpuCount },
        VirtualMemory = new VirtualMemory { VirtualMemSize = new DataSize { Bytes = memory } },
        CreatedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
        Metadata = { new Nfv.OrVi.V1.KeyValuePair { Key = "deployment", Value = "firewall" } },
    };

    private static VnicPlacement Function(string name, string address, long ingress, long egress) => new()
    {
        Name = name,
        TypeVirtualNic = TypeVirtualNic.SriovVf,
        PhysicalFunction = "0000:3b:00.0",
        VirtualFunction = address,
        GuaranteedIngressBitsPerSecond = ingress,
        GuaranteedEgressBitsPerSecond = egress,
    };

    private static IEnumerable<VirtualCpuPin> Pins(params (int Guest, int Host)[] pins) =>
        pins.Select(pin => new VirtualCpuPin { VirtualCpu = pin.Guest, HostCpu = pin.Host });

    private static NumaNodeUsage Usage(int node, Model.CpuSet claimed, long hugeTaken, long smallTaken) => new()
    {
        NumaNode = node,
        ClaimedCpus = claimed,
        ClaimedSmallPageBytes = smallTaken,
        HugePages =
        {
            new HugePageUsage { PageSizeBytes = Gibibyte, TotalPageCount = 40, ClaimedPageCount = hugeTaken },
        },
    };

    private static Model.HostInventory Inventory()
    {
        var inventory = new Model.HostInventory
        {
            HostId = "host-1",
            ZoneId = "zone-a",
            Rack = "r1",
            FaultDomain = "feed-a",
            Architecture = "x86_64",
            ReservedCpus = Mask(0, 1, 32, 33, 16, 17, 48, 49),
            SharedCpus = Mask(4, 5, 6, 7, 36, 37, 38, 39),
            NumaNodes = { Node(0, 0), Node(1, 16) },
            PhysicalFunctions =
            {
                new Model.PhysicalFunction
                {
                    PciAddress = Pci(0x01, 0, 0), Name = "eno1", Nic = "i350", NumaNode = 0, PhysicalNetwork = "mgmt",
                    LinkSpeedBitsPerSecond = Gigabit, CarriesVirtio = true,
                },
                new Model.PhysicalFunction
                {
                    PciAddress = Pci(0x3b, 0, 0), Name = "ens1f0", Nic = "xxv710", NumaNode = 0,
                    PhysicalNetwork = "physnet-data", LinkSpeedBitsPerSecond = 25 * Gigabit,
                    VirtualFunctionPciAddresses = { Enumerable.Range(0, 8).Select(function => Pci(0x3b, 2, function)) },
                },
            },
        };
        for (var cpu = 0; cpu < 64; cpu++)
        {
            inventory.Cpus.Add(new Model.CpuThread { Id = cpu, SocketId = cpu % 32 / 16, CoreId = cpu % 32 });
        }

        return inventory;
    }

    private static Model.NumaNode Node(int id, int first) => new()
    {
        Id = id,
        Cpus = Mask([.. Enumerable.Range(first, 16), .. Enumerable.Range(first + 32, 16)]),
        MemoryBytes = 64 * Gibibyte,
        ReservedMemoryBytes = 4 * Gibibyte,
        HugePages = { new Model.HugePagePool { PageSizeBytes = Gibibyte, TotalPageCount = 40 } },
    };

    private static uint Pci(uint bus, uint device, int function) => (bus << 8) | (device << 3) | (uint)function;

    private static Model.CpuSet Mask(params int[] cpus)
    {
        var mask = new Model.CpuSet { Words = { 0 } };
        foreach (var cpu in cpus)
        {
            mask.Words[0] |= 1UL << cpu;
        }

        return mask;
    }
}

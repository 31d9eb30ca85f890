using Nfv.OrVi.V1;
using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc;
using Epa = Vim.Domain.Epa;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Northbound.OrVi.Tests.Validation;

public sealed class FlavourReaderTests
{
    private const long GiB = 1L << 30;

    [Fact]
    public void Reads_everything_that_a_vnf_can_ask()
    {
        var requirements = ReadSound(Router());

        Assert.Equal(10, requirements.VirtualCpuCount);
        Assert.Equal(MemorySize.FromGiB(24), requirements.Memory);
        Assert.Equal(MemorySize.FromGiB(40), requirements.LocalStorage);
        Assert.Equal("x86_64", requirements.Architecture);
        Assert.Equal(Epa.CpuPolicy.Mixed, requirements.CpuPolicy);
        Assert.Equal(CpuSet.Parse("1-9"), requirements.DedicatedVirtualCpus);
        Assert.Equal(Epa.CpuThreadPolicy.Require, requirements.ThreadPolicy);
        Assert.Equal(Epa.EmulatorThreadPolicy.Isolate, requirements.EmulatorThreads);
        Assert.Equal(CpuSet.Parse("2-3"), requirements.RealTimeVirtualCpus);
        Assert.Equal(PageSizeRequest.Of(PageSize.Huge1GiB), requirements.PageSize);
        Assert.Equal(
            [(0, "0-5", 16L), (1, "6-9", 8L)],
            requirements.NumaNodes.Select(node => (node.Id, node.VirtualCpus.ToString(), node.Memory.Bytes / GiB)));
        Assert.Equal(new Epa.GuestCpuTopology(1, 5, 2), requirements.GuestCpuTopology);
        Assert.Equal(Epa.PciNumaPolicy.Required, requirements.PciNumaPolicy);
        Assert.Equal(
            [new("gpu", null, null, 1), new(null, 0x8086, 0x37c8, 2) { Spread = Epa.DeviceSpread.Apart }],
            requirements.Devices);
        Assert.Equal(["HW_CPU_X86_AVX512F"], requirements.RequiredTraits);
        Assert.Equal(["CUSTOM_OLD"], requirements.ForbiddenTraits);
        var vnic = requirements.Vnics[0];
        Assert.Equal("fabric0", vnic.Name);
        Assert.Equal(VnicKind.SriovVf, vnic.Kind);
        Assert.Equal("net-a", vnic.VirtualLink?.Value);
        Assert.Equal("physnet1", vnic.PhysicalNetwork);
        Assert.Equal(Bandwidth.FromGbps(8), vnic.GuaranteedIngress);
        Assert.Equal(Bandwidth.FromGbps(4), vnic.GuaranteedEgress);
        Assert.Equal(Bandwidth.FromGbps(10), vnic.PeakIngress);
        Assert.Equal(Bandwidth.FromGbps(9), vnic.PeakEgress);
        Assert.Equal(Epa.PciNumaPolicy.Socket, vnic.NumaPolicy);
        Assert.Equal(1, vnic.GuestNumaNode);
        Assert.Equal(
            ("pair", "cards", "leaves"),
            (vnic.DistinctPfGroup, vnic.DistinctNicGroup, vnic.DistinctSwitchGroup));
        Assert.Equal("vnic1", requirements.Vnics[1].Name);
        Assert.Equal(Bandwidth.FromMbps(100), requirements.Vnics[1].GuaranteedIngress);
        Assert.Equal(Bandwidth.FromMbps(100), requirements.Vnics[1].GuaranteedEgress);
    }

    [Fact]
    public void What_was_read_is_told_as_it_was_asked()
    {
        var flavour = Router();
        var told = EpaMapping.ToProto(ReadSound(flavour));
        Assert.Equal(flavour.Epa, told);
    }

    [Fact]
    public void Names_every_bad_field_at_once()
    {
        var flavour = Router();
        flavour.VirtualCpu.CpuClock = new() { Hertz = 1 };
        flavour.VirtualMemory.VirtualMemSize.Bytes = -5;
        flavour.AccelerationCapability.Add(new AcceleratorCapability { AcceleratorType = "crypto" });
        flavour.StorageAttributes[0].TypeOfStorage = "object";
        flavour.Epa.DedicatedVirtualCpus = "1-x";
        flavour.Epa.CpuThreadPolicy = (Nfv.OrVi.V1.CpuThreadPolicy)77;
        flavour.Epa.NumaNodes[1].MemoryBytes = 0;
        flavour.Epa.Devices[1].VendorId = 70_000;
        flavour.VirtualNetworkInterface[0].TypeVirtualNic = TypeVirtualNic.Unspecified;
        flavour.VirtualNetworkInterface[0].Epa.GuestNumaNode = 7;
        flavour.VirtualNetworkInterface[1].Epa = new() { GuaranteedIngressBitsPerSecond = 5 };

        string[] expected =
        [
            "flavour.acceleration_capability",
            "flavour.epa.cpu_thread_policy",
            "flavour.epa.dedicated_virtual_cpus",
            "flavour.epa.devices[1].vendor_id",
            "flavour.epa.numa_nodes[1].memory_bytes",
            "flavour.storage_attributes[0].type_of_storage",
            "flavour.virtual_cpu.cpu_clock",
            "flavour.virtual_memory.virtual_mem_size",
            "flavour.virtual_network_interface[0].epa.guest_numa_node",
            "flavour.virtual_network_interface[0].type_virtual_nic",
            "flavour.virtual_network_interface[1].epa.guaranteed_ingress_bits_per_second",
        ];
        Assert.Subset(BadFields(flavour).ToHashSet(), expected.ToHashSet());
    }

    [Fact]
    public void Every_path_of_the_domains_rules_is_a_field_of_the_message()
    {
        var flavour = new VirtualComputeFlavour
        {
            VirtualCpu = new() { NumVirtualCpu = 4 },
            VirtualMemory = new() { VirtualMemSize = new() { Bytes = 0 } },
            Epa = new()
            {
                DedicatedVirtualCpus = "0",
                CpuThreadPolicy = Nfv.OrVi.V1.CpuThreadPolicy.Isolate,
                EmulatorThreadPolicy = Nfv.OrVi.V1.EmulatorThreadPolicy.Isolate,
                RealTimeVirtualCpus = "1",
                GuestCpuTopology = new() { SocketCount = 3, CoreCount = 1, ThreadCount = 1 },
                PageSize = Nfv.OrVi.V1.PageSizeKind.Exact,
                PageSizeBytes = 5000,
                NumaNodes = { new Nfv.OrVi.V1.GuestNumaNode { Id = 4, VirtualCpus = "" } },
                Devices = { new Nfv.OrVi.V1.DeviceRequirement() },
            },
            VirtualNetworkInterface =
            {
                new VirtualNetworkInterfaceData { Name = "a", TypeVirtualNic = TypeVirtualNic.Virtio },
                new VirtualNetworkInterfaceData
                {
                    Name = "a",
                    TypeVirtualNic = TypeVirtualNic.Virtio,
                    Epa = new() { GuestNumaNode = 9 },
                },
            },
        };
        var fields = BadFields(flavour);
        Assert.InRange(fields.Count, 12, 40);
        Assert.All(fields, field => FieldPaths.RequireInMessage(VirtualComputeFlavour.Descriptor, field, "flavour"));
    }

    [Fact]
    public void Pinning_by_the_standards_own_attribute_is_dedicated()
    {
        var flavour = Plain();
        flavour.VirtualCpu.VirtualCpuPinning = new() { CpuPinningPolicy = CpuPinningPolicy.Dynamic };
        Assert.Equal(Epa.CpuPolicy.Dedicated, ReadSound(flavour).CpuPolicy);
        flavour.Epa = new() { CpuPolicy = Nfv.OrVi.V1.CpuPolicy.Shared };
        Assert.Equal(["flavour.epa.cpu_policy"], BadFields(flavour));
    }

    [Fact]
    public void Static_pinning_is_by_rules_of_vCPUs_and_host_CPUs()
    {
        var flavour = Plain();
        var pinning = new VirtualCpuPinningData { CpuPinningPolicy = CpuPinningPolicy.Static };
        flavour.VirtualCpu.VirtualCpuPinning = pinning;
        const string Rules = "flavour.virtual_cpu.virtual_cpu_pinning.cpu_pinning_rules";
        Assert.Equal([Rules], BadFields(flavour));
        pinning.CpuPinningRules.Add(new KeyValuePair { Key = "2", Value = "7" });
        pinning.CpuPinningRules.Add(new KeyValuePair { Key = "0-1", Value = "4-5,44" });
        Assert.Equal(
            ["0: 4-5,44", "1: 4-5,44", "2: 7"],
            ReadSound(flavour).CpuPinningRules.Select(rule => $"{rule.VirtualCpu}: {rule.HostCpus}"));
        pinning.CpuPinningRules.Add(new KeyValuePair { Key = "x", Value = "" });
        Assert.Equal([$"{Rules}[2].key", $"{Rules}[2].value"], BadFields(flavour).Order());
        pinning.CpuPinningRules.RemoveAt(2);
        pinning.CpuPinningRules.Add(new KeyValuePair { Key = "9", Value = "1" });
        Assert.Equal([Rules], BadFields(flavour));
        pinning.CpuPinningRules.RemoveAt(2);
        pinning.CpuPinningPolicy = CpuPinningPolicy.Dynamic;
        Assert.Equal([Rules], BadFields(flavour));
    }

    [Fact]
    public void Numa_enabled_is_one_guest_numa_node()
    {
        var flavour = Plain();
        flavour.VirtualMemory.NumaEnabled = true;
        var node = Assert.Single(ReadSound(flavour).NumaNodes);
        Assert.Equal(("0-3", 4L), (node.VirtualCpus.ToString(), node.Memory.Bytes / GiB));
    }

    [Fact]
    public void Huge_input_is_refused_without_being_worked_through()
    {
        var flavour = Plain();
        flavour.VirtualMemory.VirtualMemSize.Bytes = long.MaxValue;
        flavour.Epa = new() { DedicatedVirtualCpus = string.Join(',', Enumerable.Repeat("0-4095", 10_000)) };
        flavour.Epa.NumaNodes.AddRange(Enumerable.Repeat(
            new Nfv.OrVi.V1.GuestNumaNode { VirtualCpus = "0", MemoryBytes = long.MaxValue }, 100_000));
        flavour.Epa.Devices.AddRange(Enumerable.Repeat(new Nfv.OrVi.V1.DeviceRequirement(), 100_000));
        flavour.StorageAttributes.AddRange(Enumerable.Repeat(
            new VirtualStorageData { SizeOfStorage = new() { Bytes = long.MaxValue } }, 100_000));
        flavour.VirtualNetworkInterface.AddRange(Enumerable.Repeat(new VirtualNetworkInterfaceData(), 100_000));
        Assert.InRange(BadFields(flavour).Count, 5, Violations.MaxTold);
    }

    private static ComputeRequirements ReadSound(VirtualComputeFlavour flavour)
    {
        var violations = new Violations();
        var requirements = new FlavourReader("flavour", violations).Read(flavour);
        violations.ThrowIfAny();
        return requirements;
    }

    private static List<string> BadFields(VirtualComputeFlavour flavour)
    {
        var violations = new Violations();
        new FlavourReader("flavour", violations).Read(flavour);
        var error = Assert.Throws<RpcException>(violations.ThrowIfAny);
        Assert.Equal(RpcStatusCode.InvalidArgument, error.Code);
        var detail = error.Status.Details!.Details.Single(any => any.Is(Google.Rpc.BadRequest.Descriptor));
        return [.. detail.Unpack<Google.Rpc.BadRequest>().FieldViolations.Select(violation => violation.Field)];
    }

    private static VirtualComputeFlavour Plain() => new()
    {
        VirtualCpu = new() { NumVirtualCpu = 4 },
        VirtualMemory = new() { VirtualMemSize = new() { Bytes = 4 * GiB } },
    };

    private static VirtualComputeFlavour Router() => new()
    {
        VirtualCpu = new() { NumVirtualCpu = 10, CpuArchitecture = "x86_64" },
        VirtualMemory = new() { VirtualMemSize = new() { Bytes = 24 * GiB } },
        StorageAttributes =
        {
            new VirtualStorageData { TypeOfStorage = "local", SizeOfStorage = new() { Bytes = 40 * GiB } },
        },
        Epa = new()
        {
            CpuPolicy = Nfv.OrVi.V1.CpuPolicy.Mixed,
            DedicatedVirtualCpus = "1-9",
            CpuThreadPolicy = Nfv.OrVi.V1.CpuThreadPolicy.Require,
            EmulatorThreadPolicy = Nfv.OrVi.V1.EmulatorThreadPolicy.Isolate,
            RealTimeVirtualCpus = "2-3",
            PageSize = Nfv.OrVi.V1.PageSizeKind.Exact,
            PageSizeBytes = GiB,
            NumaNodes =
            {
                new Nfv.OrVi.V1.GuestNumaNode { Id = 0, VirtualCpus = "0-5", MemoryBytes = 16 * GiB },
                new Nfv.OrVi.V1.GuestNumaNode { Id = 1, VirtualCpus = "6-9", MemoryBytes = 8 * GiB },
            },
            GuestCpuTopology = new() { SocketCount = 1, CoreCount = 5, ThreadCount = 2 },
            PciNumaPolicy = Nfv.OrVi.V1.PciNumaPolicy.Required,
            Devices =
            {
                new Nfv.OrVi.V1.DeviceRequirement { Alias = "gpu", Count = 1 },
                new Nfv.OrVi.V1.DeviceRequirement
                {
                    VendorId = 0x8086,
                    DeviceId = 0x37c8,
                    Count = 2,
                    Spread = Nfv.OrVi.V1.DeviceSpread.Apart,
                },
            },
            RequiredTraits = { "HW_CPU_X86_AVX512F" },
            ForbiddenTraits = { "CUSTOM_OLD" },
        },
        VirtualNetworkInterface =
        {
            new VirtualNetworkInterfaceData
            {
                Name = "fabric0",
                TypeVirtualNic = TypeVirtualNic.SriovVf,
                NetworkId = "net-a",
                Epa = new()
                {
                    PhysicalNetwork = "physnet1",
                    GuaranteedIngressBitsPerSecond = 8_000_000_000,
                    GuaranteedEgressBitsPerSecond = 4_000_000_000,
                    PeakIngressBitsPerSecond = 10_000_000_000,
                    PeakEgressBitsPerSecond = 9_000_000_000,
                    NumaPolicy = Nfv.OrVi.V1.PciNumaPolicy.Socket,
                    GuestNumaNode = 1,
                    DistinctPfGroup = "pair",
                    DistinctNicGroup = "cards",
                    DistinctSwitchGroup = "leaves",
                },
            },
            new VirtualNetworkInterfaceData
            {
                TypeVirtualNic = TypeVirtualNic.Virtio,
                Bandwidth = new() { BitsPerSecond = 100_000_000 },
            },
        },
    };
}

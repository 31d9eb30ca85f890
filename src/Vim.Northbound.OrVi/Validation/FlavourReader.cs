using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Nfv.OrVi.V1;
using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Northbound.OrVi.Mapping;
using Epa = Vim.Domain.Epa;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>
/// A VirtualComputeFlavour as <see cref="ComputeRequirements"/>. What IFA 005 says by an attribute of its own and the
/// EPA part says too must agree; what this VIM cannot honour is refused.
/// </summary>
internal sealed class FlavourReader(string path, Violations violations)
{
    // Far above any host, and far below where sums of a few of them would overflow.
    private const long MaxBytes = 1L << 50;
    private const int MaxCpuListLength = 1024;
    private const int MaxDevices = 64;

    /// <summary>
    /// The requirements; meaningless where anything was noted. Every rule of the domain is checked as well, each under
    /// the path of the field that breaks it.
    /// </summary>
    public ComputeRequirements Read(VirtualComputeFlavour flavour)
    {
        var epa = flavour.Epa ?? new EpaRequirements();
        var cpu = flavour.VirtualCpu ?? new VirtualCpuData();
        var memory = Size("virtual_memory.virtual_mem_size", flavour.VirtualMemory?.VirtualMemSize?.Bytes ?? 0);
        CheckUnsupported(flavour, cpu);
        var requirements = new ComputeRequirements
        {
            VirtualCpuCount = cpu.NumVirtualCpu,
            Memory = memory,
            LocalStorage = StorageOf(flavour.StorageAttributes),
            Architecture = cpu.HasCpuArchitecture ? Named("virtual_cpu.cpu_architecture", cpu.CpuArchitecture) : null,
            CpuPolicy = CpuPolicyOf(cpu, epa),
            DedicatedVirtualCpus = Cpus("epa.dedicated_virtual_cpus", epa.DedicatedVirtualCpus),
            ThreadPolicy = EpaMapping.FromProto(Known("epa.cpu_thread_policy", epa.CpuThreadPolicy)),
            EmulatorThreads = EpaMapping.FromProto(Known("epa.emulator_thread_policy", epa.EmulatorThreadPolicy)),
            PageSize = PageSizeOf(epa),
            NumaNodes = NodesOf(flavour, cpu, epa, memory),
            // One more than allowed is enough for the rules to refuse it.
            Vnics = [.. flavour.VirtualNetworkInterface.Take(ComputeRequirementsRules.MaxVnics + 1).Select(VnicOf)],
            Devices = DevicesOf(epa),
            PciNumaPolicy =
                EpaMapping.FromProto(Known("epa.pci_numa_policy", epa.PciNumaPolicy)) ?? Epa.PciNumaPolicy.Legacy,
            GuestCpuTopology = epa.GuestCpuTopology is { } shape
                ? new(shape.SocketCount, shape.CoreCount, shape.ThreadCount)
                : null,
            RealTimeVirtualCpus = Cpus("epa.real_time_virtual_cpus", epa.RealTimeVirtualCpus),
            RequiredTraits = Traits("epa.required_traits", epa.RequiredTraits),
            ForbiddenTraits = Traits("epa.forbidden_traits", epa.ForbiddenTraits),
        };
        violations.AddRange(ComputeRequirementsRules.Check(requirements)
            .Select(violation => violation with { Field = RequirementPaths.Of(path, violation.Field) }));
        return requirements;
    }

    private void CheckUnsupported(VirtualComputeFlavour flavour, VirtualCpuData cpu)
    {
        violations.NotSupported(flavour.AccelerationCapability.Count > 0, $"{path}.acceleration_capability");
        violations.NotSupported(cpu.CpuClock is not null, $"{path}.virtual_cpu.cpu_clock");
        violations.NotSupported(
            cpu.HasVirtualCpuOversubscriptionPolicy, $"{path}.virtual_cpu.virtual_cpu_oversubscription_policy");
        violations.NotSupported(cpu.HasPowerStateReqs, $"{path}.virtual_cpu.power_state_reqs");
        violations.NotSupported(
            flavour.VirtualMemory?.HasVirtualMemOversubscriptionPolicy == true,
            $"{path}.virtual_memory.virtual_mem_oversubscription_policy");
        if (cpu.VirtualCpuPinning is { } pinning)
        {
            violations.If(
                pinning.CpuPinningPolicy == CpuPinningPolicy.Static || pinning.CpuPinningRules.Count > 0,
                $"{path}.virtual_cpu.virtual_cpu_pinning",
                "this VIM chooses the CPUs: use DYNAMIC without rules");
        }
    }

    // IFA 005 names pinning or none; the EPA part says how. Silence of either leaves it to the other.
    private Epa.CpuPolicy CpuPolicyOf(VirtualCpuData cpu, EpaRequirements epa)
    {
        var policy = Known("epa.cpu_policy", epa.CpuPolicy);
        var pinned = cpu.VirtualCpuPinning is not null;
        violations.If(
            pinned && policy == Nfv.OrVi.V1.CpuPolicy.Shared,
            $"{path}.epa.cpu_policy",
            "SHARED contradicts virtual_cpu.virtual_cpu_pinning");
        return policy switch
        {
            Nfv.OrVi.V1.CpuPolicy.Unspecified => pinned ? Epa.CpuPolicy.Dedicated : Epa.CpuPolicy.Shared,
            _ => (Epa.CpuPolicy)((int)policy - 1),
        };
    }

    private PageSizeRequest PageSizeOf(EpaRequirements epa)
    {
        violations.If(
            Known("epa.page_size", epa.PageSize) != Nfv.OrVi.V1.PageSizeKind.Exact && epa.PageSizeBytes != 0,
            $"{path}.epa.page_size_bytes",
            "is for EXACT only");
        Size("epa.page_size_bytes", epa.PageSizeBytes);
        return EpaMapping.PageSizeOf(epa);
    }

    // numaEnabled asks for memory near the CPUs: one guest NUMA node where no more are described.
    private ImmutableArray<Epa.GuestNumaNode> NodesOf(
        VirtualComputeFlavour flavour, VirtualCpuData cpu, EpaRequirements epa, MemorySize memory)
    {
        var enabled = flavour.VirtualMemory is { HasNumaEnabled: true } data ? data.NumaEnabled : (bool?)null;
        violations.If(
            enabled == false && epa.NumaNodes.Count > 0,
            $"{path}.virtual_memory.numa_enabled",
            "false contradicts epa.numa_nodes");
        if (epa.NumaNodes.Count == 0 && enabled == true
            && cpu.NumVirtualCpu is > 0 and <= ComputeRequirementsRules.MaxVirtualCpus)
        {
            return [new(0, CpuSet.Range(0, cpu.NumVirtualCpu), memory)];
        }

        return
        [
            .. epa.NumaNodes.Take(ComputeRequirements.MaxNumaNodes + 1).Select((node, index) => new Epa.GuestNumaNode(
                node.Id,
                Cpus($"epa.numa_nodes[{index}].virtual_cpus", node.VirtualCpus),
                Size($"epa.numa_nodes[{index}].memory_bytes", node.MemoryBytes))),
        ];
    }

    private VnicRequirement VnicOf(VirtualNetworkInterfaceData data, int index) =>
        new VnicReader($"{path}.virtual_network_interface[{index}]", violations).Read(data, index);

    private ImmutableArray<Epa.DeviceRequirement> DevicesOf(EpaRequirements epa)
    {
        violations.If(epa.Devices.Count > MaxDevices, $"{path}.epa.devices", $"at most {MaxDevices} demands");
        return [.. epa.Devices.Take(MaxDevices).Select(DeviceOf)];
    }

    private Epa.DeviceRequirement DeviceOf(Nfv.OrVi.V1.DeviceRequirement device, int index)
    {
        var at = $"{path}.epa.devices[{index}]";
        violations.If(device.VendorId > ushort.MaxValue, $"{at}.vendor_id", "is no PCI vendor id (0 to 65535)");
        violations.If(device.DeviceId > ushort.MaxValue, $"{at}.device_id", "is no PCI device id (0 to 65535)");
        return new(
            device.HasAlias ? violations.Text($"{at}.alias", device.Alias) : null,
            device.HasVendorId ? (ushort)device.VendorId : null,
            device.HasDeviceId ? (ushort)device.DeviceId : null,
            device.Count)
        {
            NumaPolicy = EpaMapping.FromProto(Known($"epa.devices[{index}].numa_policy", device.NumaPolicy)),
        };
    }

    private MemorySize StorageOf(RepeatedField<VirtualStorageData> disks)
    {
        violations.If(
            disks.Count > Violations.MaxPairs, $"{path}.storage_attributes", $"at most {Violations.MaxPairs} disks");
        long total = 0;
        for (var index = 0; index < Math.Min(disks.Count, Violations.MaxPairs); index++)
        {
            var at = $"{path}.storage_attributes[{index}]";
            var bytes = Size($"storage_attributes[{index}].size_of_storage", disks[index].SizeOfStorage?.Bytes ?? 0).Bytes;
            violations.If(bytes <= 0, $"{at}.size_of_storage", "must be more than 0");
            violations.If(
                disks[index].TypeOfStorage is not ("" or "local"),
                $"{at}.type_of_storage",
                $"\"{disks[index].TypeOfStorage}\" is not supported here; a flavour's disks are \"local\"");
            violations.NotSupported(disks[index].RdmaEnabled, $"{at}.rdma_enabled");
            total += bytes;
        }

        return new(total);
    }

    private CpuSet Cpus(string field, string text)
    {
        var set = CpuSet.Empty;
        if (violations.If(text.Length > MaxCpuListLength, $"{path}.{field}", $"at most {MaxCpuListLength} characters"))
        {
            return set;
        }

        violations.If(
            !CpuSet.TryParse(text, out set), $"{path}.{field}", $"\"{text}\" is no CPU list such as 0-3,8");
        return set;
    }

    private ImmutableSortedSet<string> Traits(string field, RepeatedField<string> traits)
    {
        violations.If(traits.Count > Violations.MaxPairs, $"{path}.{field}", $"at most {Violations.MaxPairs} traits");
        for (var index = 0; index < traits.Count; index++)
        {
            violations.Id($"{path}.{field}[{index}]", traits[index]);
        }

        return [.. traits];
    }

    private MemorySize Size(string field, long bytes)
    {
        var sound = bytes is >= 0 and <= MaxBytes;
        violations.If(!sound, $"{path}.{field}", $"{bytes} is not 0 to {MaxBytes} bytes");
        return new(sound ? bytes : 0);
    }

    private string Named(string field, string value) => violations.Id($"{path}.{field}", value);

    private T Known<T>(string field, T value)
        where T : struct, Enum
    {
        if (Enum.IsDefined(value))
        {
            return value;
        }

        violations.Add($"{path}.{field}", $"{value} is no value of {typeof(T).Name}");
        return default;
    }
}

using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Nfv.OrVi.V1;
using Vim.Domain.Epa;
using Vim.Domain.Epa.Metadata;
using Vim.Domain.Topology;
using Vim.Northbound.OrVi.Mapping;
using Epa = Vim.Domain.Epa;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>The EPA part of a flavour as its client typed it: what is unspecified stays so.</summary>
internal sealed class EpaReader(string path, Violations violations)
{
    private const int MaxCpuListLength = 1024;
    private const int MaxDevices = 64;

    /// <summary>The parts; meaningless where anything was noted.</summary>
    public EpaParts Read(EpaRequirements epa) => new()
    {
        CpuPolicy = Known("cpu_policy", epa.CpuPolicy) is var policy && policy == Nfv.OrVi.V1.CpuPolicy.Unspecified
            ? null
            : (Epa.CpuPolicy)((int)policy - 1),
        DedicatedVirtualCpus = CpusOrNull("dedicated_virtual_cpus", epa.DedicatedVirtualCpus),
        ThreadPolicy = EpaMapping.FromProto(Known("cpu_thread_policy", epa.CpuThreadPolicy)),
        EmulatorThreads = EpaMapping.FromProto(Known("emulator_thread_policy", epa.EmulatorThreadPolicy)),
        PageSize = PageSizeOf(epa),
        NumaNodes =
        [
            .. epa.NumaNodes.Take(ComputeRequirements.MaxNumaNodes + 1).Select((node, index) => new Epa.GuestNumaNode(
                node.Id,
                Cpus($"numa_nodes[{index}].virtual_cpus", node.VirtualCpus),
                violations.Size($"{path}.numa_nodes[{index}].memory_bytes", node.MemoryBytes))),
        ],
        Devices = DevicesOf(epa),
        PciNumaPolicy = EpaMapping.FromProto(Known("pci_numa_policy", epa.PciNumaPolicy)),
        GuestCpuTopology = epa.GuestCpuTopology is { } shape
            ? new(shape.SocketCount, shape.CoreCount, shape.ThreadCount)
            : null,
        RealTimeVirtualCpus = CpusOrNull("real_time_virtual_cpus", epa.RealTimeVirtualCpus),
        RequiredTraits = Traits("required_traits", epa.RequiredTraits),
        ForbiddenTraits = Traits("forbidden_traits", epa.ForbiddenTraits),
    };

    private PageSizeRequest? PageSizeOf(EpaRequirements epa)
    {
        violations.If(
            Known("page_size", epa.PageSize) != Nfv.OrVi.V1.PageSizeKind.Exact && epa.PageSizeBytes != 0,
            $"{path}.page_size_bytes",
            "is for EXACT only");
        violations.Size($"{path}.page_size_bytes", epa.PageSizeBytes);
        return EpaMapping.PageSizeOf(epa);
    }

    private ImmutableArray<Epa.DeviceRequirement> DevicesOf(EpaRequirements epa)
    {
        violations.If(epa.Devices.Count > MaxDevices, $"{path}.devices", $"at most {MaxDevices} demands");
        return [.. epa.Devices.Take(MaxDevices).Select(DeviceOf)];
    }

    private Epa.DeviceRequirement DeviceOf(Nfv.OrVi.V1.DeviceRequirement device, int index)
    {
        var at = $"{path}.devices[{index}]";
        violations.If(device.VendorId > ushort.MaxValue, $"{at}.vendor_id", "is no PCI vendor id (0 to 65535)");
        violations.If(device.DeviceId > ushort.MaxValue, $"{at}.device_id", "is no PCI device id (0 to 65535)");
        return new(
            device.HasAlias ? violations.Text($"{at}.alias", device.Alias) : null,
            device.HasVendorId ? (ushort)device.VendorId : null,
            device.HasDeviceId ? (ushort)device.DeviceId : null,
            device.Count)
        {
            NumaPolicy = EpaMapping.FromProto(Known($"devices[{index}].numa_policy", device.NumaPolicy)),
            Spread = EpaMapping.FromProto(Known($"devices[{index}].spread", device.Spread)),
        };
    }

    private CpuSet? CpusOrNull(string field, string text) => text.Length == 0 ? null : Cpus(field, text);

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

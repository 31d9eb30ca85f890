using System.Globalization;
using Nfv.OrVi.V1;
using Vim.Cli.Output;
using Vim.Descriptors.Model;
using GuestCpuTopology = Nfv.OrVi.V1.GuestCpuTopology;

namespace Vim.Cli.Deployment;

/// <summary>CPU, memory, NUMA, device and storage demands as a flavour with EPA requirements.</summary>
internal static class FlavourMapper
{
    private const long Gibibyte = 1L << 30;
    private const long Mebibyte = 1L << 20;
    private const string LocalDisk = "local";

    public static VirtualComputeFlavour Map(Flavour flavour, DemandLog log)
    {
        var where = $"flavour {flavour.Name}";
        foreach (var (name, amount) in flavour.Resources)
        {
            log.Needs(asked: true, where, $"{amount} of resource class {name}");
        }

        foreach (var (name, value) in flavour.Quotas)
        {
            log.Wishes(asked: true, where, $"limit {name} of {value}");
        }

        foreach (var volume in flavour.Storage.Volumes)
        {
            log.Needs(asked: true, where, $"volume {volume.Name} of {volume.SizeGibibytes} GiB");
        }

        var mapped = new VirtualComputeFlavour
        {
            VirtualCpu = new VirtualCpuData { NumVirtualCpu = flavour.Cpu.VcpuCount },
            VirtualMemory = new VirtualMemoryData
            {
                VirtualMemSize = new DataSize { Bytes = flavour.Memory.SizeMebibytes * Mebibyte },
            },
            Epa = MapEpa(flavour, where, log),
        };
        if (flavour.Cpu.Architecture is { } architecture)
        {
            mapped.VirtualCpu.CpuArchitecture = architecture;
        }

        if (flavour.Cpu.PinningRules.Count > 0)
        {
            mapped.VirtualCpu.VirtualCpuPinning = MapPinning(flavour.Cpu.PinningRules);
        }

        if (flavour.NumaNodes.Count > 0)
        {
            mapped.VirtualMemory.NumaEnabled = true;
        }

        AddDisk(mapped, flavour.Storage.RootDiskGibibytes * Gibibyte);
        AddDisk(mapped, flavour.Storage.EphemeralGibibytes * Gibibyte);
        AddDisk(mapped, flavour.Storage.SwapMebibytes * Mebibyte);
        return mapped;
    }

    private static void AddDisk(VirtualComputeFlavour flavour, long bytes)
    {
        if (bytes > 0)
        {
            flavour.StorageAttributes.Add(new VirtualStorageData
            {
                TypeOfStorage = LocalDisk,
                SizeOfStorage = new DataSize { Bytes = bytes },
            });
        }
    }

    private static VirtualCpuPinningData MapPinning(IReadOnlyList<CpuPinningRule> rules)
    {
        var pinning = new VirtualCpuPinningData { CpuPinningPolicy = CpuPinningPolicy.Static };
        pinning.CpuPinningRules.AddRange(rules.Select(rule =>
            new Nfv.OrVi.V1.KeyValuePair { Key = List(rule.VcpuIds), Value = List(rule.HostCpuIds) }));
        return pinning;
    }

    private static EpaRequirements MapEpa(Flavour flavour, string where, DemandLog log)
    {
        var epa = new EpaRequirements
        {
            CpuPolicy = MapPolicy(flavour.Cpu.Policy),
            DedicatedVirtualCpus = List(flavour.Cpu.DedicatedVcpus),
            CpuThreadPolicy = MapThreads(flavour.Cpu.ThreadPolicy),
            EmulatorThreadPolicy = MapEmulator(flavour.Cpu.EmulatorThreadsPolicy),
            RealTimeVirtualCpus = List(flavour.Cpu.RealTimeVcpus),
            PageSize = MapPageSize(flavour.Memory.PageSize.Kind),
            PageSizeBytes = flavour.Memory.PageSize.Kibibytes * 1024,
            PciNumaPolicy = VnicMapper.MapNuma(flavour.PciNumaAffinity),
        };
        epa.NumaNodes.AddRange(flavour.NumaNodes.Select(node => new Nfv.OrVi.V1.GuestNumaNode
        {
            Id = node.Index,
            VirtualCpus = List(node.VcpuIds),
            MemoryBytes = node.MemoryMebibytes * Mebibyte,
        }));
        epa.Devices.AddRange(flavour.PciDevices.Select(device => MapDevice(device, where, log)));
        epa.RequiredTraits.AddRange(flavour.Traits.Where(trait => !trait.Forbidden).Select(trait => trait.Name));
        epa.ForbiddenTraits.AddRange(flavour.Traits.Where(trait => trait.Forbidden).Select(trait => trait.Name));
        if (flavour.Cpu.Topology is { } topology)
        {
            var resolved = TopologyResolver.Resolve(topology, flavour.Cpu.VcpuCount);
            log.Needs(resolved is null, where, $"a CPU topology of {flavour.Cpu.VcpuCount} vCPUs within {topology}");
            epa.GuestCpuTopology = resolved ?? new GuestCpuTopology();
        }

        return epa;
    }

    private static DeviceRequirement MapDevice(PciDeviceDemand device, string where, DemandLog log)
    {
        var name = device.Alias ?? $"{device.VendorId}:{device.DeviceId}";
        log.Needs(
            device.GuestNumaNode is not null, where, $"PCI device {name} near guest NUMA node {device.GuestNumaNode}");
        var mapped = new DeviceRequirement { Count = device.Count, Spread = MapSpread(device.Spread) };
        if (device.Alias is { } alias)
        {
            mapped.Alias = alias;
        }

        if (device.VendorId is { } vendor)
        {
            mapped.VendorId = Hexadecimal(vendor);
        }

        if (device.DeviceId is { } id)
        {
            mapped.DeviceId = Hexadecimal(id);
        }

        return mapped;
    }

    private static DeviceSpread MapSpread(PciDeviceSpread? spread) => spread switch
    {
        null => DeviceSpread.Unspecified,
        PciDeviceSpread.Together => DeviceSpread.Together,
        PciDeviceSpread.Apart => DeviceSpread.Apart,
        _ => throw new InvalidOperationException($"Unknown device spread {spread}."),
    };

    private static uint Hexadecimal(string digits) =>
        uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string List(IReadOnlyList<int> cpus) => cpus.Count == 0 ? "" : CpuList.Format(cpus);

    private static Nfv.OrVi.V1.CpuPolicy MapPolicy(Descriptors.Model.CpuPolicy policy) => policy switch
    {
        Descriptors.Model.CpuPolicy.Shared => Nfv.OrVi.V1.CpuPolicy.Shared,
        Descriptors.Model.CpuPolicy.Dedicated => Nfv.OrVi.V1.CpuPolicy.Dedicated,
        Descriptors.Model.CpuPolicy.Mixed => Nfv.OrVi.V1.CpuPolicy.Mixed,
        _ => throw new InvalidOperationException($"Unknown CPU policy {policy}."),
    };

    private static Nfv.OrVi.V1.CpuThreadPolicy MapThreads(Descriptors.Model.CpuThreadPolicy? policy) => policy switch
    {
        null => Nfv.OrVi.V1.CpuThreadPolicy.Unspecified,
        Descriptors.Model.CpuThreadPolicy.Prefer => Nfv.OrVi.V1.CpuThreadPolicy.Prefer,
        Descriptors.Model.CpuThreadPolicy.Isolate => Nfv.OrVi.V1.CpuThreadPolicy.Isolate,
        Descriptors.Model.CpuThreadPolicy.Require => Nfv.OrVi.V1.CpuThreadPolicy.Require,
        _ => throw new InvalidOperationException($"Unknown CPU thread policy {policy}."),
    };

    private static EmulatorThreadPolicy MapEmulator(EmulatorThreadsPolicy? policy) => policy switch
    {
        null => EmulatorThreadPolicy.Unspecified,
        EmulatorThreadsPolicy.Share => EmulatorThreadPolicy.Share,
        EmulatorThreadsPolicy.Isolate => EmulatorThreadPolicy.Isolate,
        _ => throw new InvalidOperationException($"Unknown emulator threads policy {policy}."),
    };

    private static Nfv.OrVi.V1.PageSizeKind MapPageSize(Descriptors.Model.PageSizeKind kind) => kind switch
    {
        Descriptors.Model.PageSizeKind.Unspecified => Nfv.OrVi.V1.PageSizeKind.Unspecified,
        Descriptors.Model.PageSizeKind.Small => Nfv.OrVi.V1.PageSizeKind.Small,
        Descriptors.Model.PageSizeKind.Large => Nfv.OrVi.V1.PageSizeKind.Large,
        Descriptors.Model.PageSizeKind.Any => Nfv.OrVi.V1.PageSizeKind.Any,
        Descriptors.Model.PageSizeKind.Exact => Nfv.OrVi.V1.PageSizeKind.Exact,
        _ => throw new InvalidOperationException($"Unknown page size rule {kind}."),
    };
}

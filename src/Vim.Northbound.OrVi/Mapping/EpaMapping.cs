using System.Globalization;
using Vim.Domain.Epa;
using Vim.Domain.Units;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>
/// EPA words of the API and of the domain. Enum values of the API are those of the domain plus one, UNSPECIFIED first;
/// a test holds the two together.
/// </summary>
internal static class EpaMapping
{
    public static Proto.TypeVirtualNic ToProto(VnicKind kind) => (Proto.TypeVirtualNic)((int)kind + 1);

    public static VnicKind FromProto(Proto.TypeVirtualNic kind) => (VnicKind)((int)kind - 1);

    public static CpuThreadPolicy? FromProto(Proto.CpuThreadPolicy policy) =>
        policy == Proto.CpuThreadPolicy.Unspecified ? null : (CpuThreadPolicy)((int)policy - 1);

    public static EmulatorThreadPolicy? FromProto(Proto.EmulatorThreadPolicy policy) =>
        policy == Proto.EmulatorThreadPolicy.Unspecified ? null : (EmulatorThreadPolicy)((int)policy - 1);

    public static PciNumaPolicy? FromProto(Proto.PciNumaPolicy policy) =>
        policy == Proto.PciNumaPolicy.Unspecified ? null : (PciNumaPolicy)((int)policy - 1);

    public static DeviceSpread FromProto(Proto.DeviceSpread spread) =>
        spread == Proto.DeviceSpread.Unspecified ? DeviceSpread.Any : (DeviceSpread)((int)spread - 1);

    public static PageSizeRequest? PageSizeOf(Proto.EpaRequirements epa) => epa.PageSize switch
    {
        Proto.PageSizeKind.Unspecified => null,
        Proto.PageSizeKind.Large => PageSizeRequest.Large,
        Proto.PageSizeKind.Any => PageSizeRequest.Any,
        Proto.PageSizeKind.Exact => PageSizeRequest.Of(new PageSize(epa.PageSizeBytes)),
        _ => PageSizeRequest.Small,
    };

    /// <summary>STATIC where the client gave rules; DYNAMIC where this VIM chooses all CPUs.</summary>
    public static Proto.CpuPinningPolicy PinningPolicyOf(ComputeRequirements requirements) =>
        requirements.CpuPinningRules.IsEmpty ? Proto.CpuPinningPolicy.Dynamic : Proto.CpuPinningPolicy.Static;

    /// <summary>The client's rules, one for each vCPU.</summary>
    public static IEnumerable<Proto.KeyValuePair> PinningRulesOf(ComputeRequirements requirements) =>
        requirements.CpuPinningRules.Select(rule => new Proto.KeyValuePair
        {
            Key = rule.VirtualCpu.ToString(CultureInfo.InvariantCulture),
            Value = rule.HostCpus.ToString(),
        });

    /// <summary>What the domain holds of a compute's EPA, as the API says it.</summary>
    public static Proto.EpaRequirements ToProto(ComputeRequirements requirements)
    {
        var result = new Proto.EpaRequirements
        {
            CpuPolicy = (Proto.CpuPolicy)((int)requirements.CpuPolicy + 1),
            DedicatedVirtualCpus = requirements.DedicatedVirtualCpus.ToString(),
            CpuThreadPolicy = (Proto.CpuThreadPolicy)((int)requirements.ThreadPolicy + 1),
            EmulatorThreadPolicy = (Proto.EmulatorThreadPolicy)((int)requirements.EmulatorThreads + 1),
            RealTimeVirtualCpus = requirements.RealTimeVirtualCpus.ToString(),
            PageSize = (Proto.PageSizeKind)((int)requirements.PageSize.Kind + 1),
            PageSizeBytes = requirements.PageSize.Exact.Bytes,
            PciNumaPolicy = (Proto.PciNumaPolicy)((int)requirements.PciNumaPolicy + 1),
        };
        result.NumaNodes.AddRange(requirements.NumaNodes.Select(ToProto));
        result.Devices.AddRange(requirements.Devices.Select(ToProto));
        result.RequiredTraits.AddRange(requirements.RequiredTraits);
        result.ForbiddenTraits.AddRange(requirements.ForbiddenTraits);
        if (requirements.GuestCpuTopology is { } shape)
        {
            result.GuestCpuTopology = new()
            {
                SocketCount = shape.Sockets,
                CoreCount = shape.Cores,
                ThreadCount = shape.Threads,
            };
        }

        return result;
    }

    public static Proto.VnicEpa ToProto(VnicRequirement vnic)
    {
        var result = new Proto.VnicEpa
        {
            GuaranteedIngressBitsPerSecond = vnic.GuaranteedIngress.BitsPerSecond,
            GuaranteedEgressBitsPerSecond = vnic.GuaranteedEgress.BitsPerSecond,
            NumaPolicy = vnic.NumaPolicy is { } policy ? (Proto.PciNumaPolicy)((int)policy + 1) : default,
        };
        if (vnic.PhysicalNetwork is { } network)
        {
            result.PhysicalNetwork = network;
        }

        if (vnic.PeakIngress is { } ingress)
        {
            result.PeakIngressBitsPerSecond = ingress.BitsPerSecond;
        }

        if (vnic.PeakEgress is { } egress)
        {
            result.PeakEgressBitsPerSecond = egress.BitsPerSecond;
        }

        if (vnic.GuestNumaNode is { } node)
        {
            result.GuestNumaNode = node;
        }

        if (vnic.DistinctPfGroup is { } group)
        {
            result.DistinctPfGroup = group;
        }

        if (vnic.DistinctNicGroup is { } nics)
        {
            result.DistinctNicGroup = nics;
        }

        if (vnic.DistinctSwitchGroup is { } switches)
        {
            result.DistinctSwitchGroup = switches;
        }

        return result;
    }

    private static Proto.GuestNumaNode ToProto(GuestNumaNode node) => new()
    {
        Id = node.Id,
        VirtualCpus = node.VirtualCpus.ToString(),
        MemoryBytes = node.Memory.Bytes,
    };

    private static Proto.DeviceRequirement ToProto(DeviceRequirement device)
    {
        var result = new Proto.DeviceRequirement
        {
            Count = device.Count,
            NumaPolicy = device.NumaPolicy is { } policy ? (Proto.PciNumaPolicy)((int)policy + 1) : default,
            Spread = device.Spread == DeviceSpread.Any ? default : (Proto.DeviceSpread)((int)device.Spread + 1),
        };
        if (device.Alias is { } alias)
        {
            result.Alias = alias;
        }

        if (device.VendorId is { } vendor)
        {
            result.VendorId = vendor;
        }

        if (device.DeviceId is { } id)
        {
            result.DeviceId = id;
        }

        return result;
    }
}

using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Units;
using Proto = Vim.Contracts.Model.V1;

namespace Vim.Codecs;

/// <summary>Compute requirements to and from <c>vim.model.v1</c>.</summary>
public static class RequirementsCodec
{
    /// <summary>To the wire.</summary>
    public static Proto.ComputeRequirements ToProto(this ComputeRequirements requirements)
    {
        var message = new Proto.ComputeRequirements
        {
            VirtualCpuCount = requirements.VirtualCpuCount,
            MemoryBytes = requirements.Memory.Bytes,
            LocalStorageBytes = requirements.LocalStorage.Bytes,
            CpuPolicy = requirements.CpuPolicy.ToProto(),
            ThreadPolicy = requirements.ThreadPolicy.ToProto(),
            EmulatorThreads = requirements.EmulatorThreads.ToProto(),
            PageSize = new Proto.PageSizeRequest
            {
                Kind = requirements.PageSize.Kind.ToProto(),
                ExactBytes = requirements.PageSize.Exact.Bytes,
            },
            PciNumaPolicy = requirements.PciNumaPolicy.ToProto(),
        };
        if (requirements.Architecture is { } architecture)
        {
            message.Architecture = architecture;
        }

        if (!requirements.DedicatedVirtualCpus.IsEmpty)
        {
            message.DedicatedVirtualCpus = requirements.DedicatedVirtualCpus.ToProto();
        }

        if (!requirements.RealTimeVirtualCpus.IsEmpty)
        {
            message.RealTimeVirtualCpus = requirements.RealTimeVirtualCpus.ToProto();
        }

        if (requirements.GuestCpuTopology is { } shape)
        {
            message.GuestCpuTopology = new Proto.GuestCpuTopology
            {
                SocketCount = shape.Sockets,
                CoreCount = shape.Cores,
                ThreadCount = shape.Threads,
            };
        }

        AddLists(message, requirements);
        return message;
    }

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">A part cannot be what it says.</exception>
    public static ComputeRequirements ToDomain(this Proto.ComputeRequirements message) => new()
    {
        VirtualCpuCount = message.VirtualCpuCount,
        Memory = new MemorySize(message.MemoryBytes),
        LocalStorage = new MemorySize(message.LocalStorageBytes),
        Architecture = message.HasArchitecture ? message.Architecture : null,
        CpuPolicy = message.CpuPolicy.ToDomain(),
        DedicatedVirtualCpus = message.DedicatedVirtualCpus.ToDomain(),
        ThreadPolicy = message.ThreadPolicy.ToDomain(),
        EmulatorThreads = message.EmulatorThreads.ToDomain(),
        PageSize = new PageSizeRequest(
            (message.PageSize ?? throw new FormatException("requirements without page size")).Kind.ToDomain(),
            new PageSize(message.PageSize.ExactBytes)),
        NumaNodes = [.. message.NumaNodes.Select(node => new GuestNumaNode(
            node.Id, node.VirtualCpus.ToDomain(), new MemorySize(node.MemoryBytes)))],
        Vnics = [.. message.Vnics.Select(ToDomain)],
        Devices = [.. message.Devices.Select(device => new DeviceRequirement(
            device.HasAlias ? device.Alias : null,
            device.HasVendorId ? TopologyCodec.Id16(device.VendorId) : null,
            device.HasDeviceId ? TopologyCodec.Id16(device.DeviceId) : null,
            device.Count)
        {
            NumaPolicy = device.NumaPolicy == Proto.PciNumaPolicy.Unspecified ? null : device.NumaPolicy.ToDomain(),
            Spread = device.Spread == Proto.DeviceSpread.Unspecified ? DeviceSpread.Any : device.Spread.ToDomain(),
        })],
        PciNumaPolicy = message.PciNumaPolicy.ToDomain(),
        GuestCpuTopology = message.GuestCpuTopology is { } shape
            ? new GuestCpuTopology(shape.SocketCount, shape.CoreCount, shape.ThreadCount)
            : null,
        RealTimeVirtualCpus = message.RealTimeVirtualCpus.ToDomain(),
        RequiredTraits = [.. message.RequiredTraits],
        ForbiddenTraits = [.. message.ForbiddenTraits],
        CpuPinningRules = [.. message.CpuPinningRules.Select(rule =>
            new CpuPinningRule(rule.VirtualCpu, rule.HostCpus.ToDomain()))],
    };

    private static void AddLists(Proto.ComputeRequirements message, ComputeRequirements requirements)
    {
        foreach (var node in requirements.NumaNodes)
        {
            message.NumaNodes.Add(new Proto.GuestNumaNode
            {
                Id = node.Id,
                VirtualCpus = node.VirtualCpus.ToProto(),
                MemoryBytes = node.Memory.Bytes,
            });
        }

        foreach (var vnic in requirements.Vnics)
        {
            message.Vnics.Add(ToProto(vnic));
        }

        foreach (var device in requirements.Devices)
        {
            message.Devices.Add(ToProto(device));
        }

        message.RequiredTraits.AddRange(requirements.RequiredTraits);
        message.ForbiddenTraits.AddRange(requirements.ForbiddenTraits);
        message.CpuPinningRules.AddRange(requirements.CpuPinningRules.Select(rule =>
            new Proto.CpuPinningRule { VirtualCpu = rule.VirtualCpu, HostCpus = rule.HostCpus.ToProto() }));
    }

    private static Proto.DeviceRequirement ToProto(DeviceRequirement device)
    {
        var message = new Proto.DeviceRequirement
        {
            Count = device.Count,
            NumaPolicy = device.NumaPolicy?.ToProto() ?? Proto.PciNumaPolicy.Unspecified,
            Spread = device.Spread == DeviceSpread.Any ? Proto.DeviceSpread.Unspecified : device.Spread.ToProto(),
        };
        if (device.Alias is { } alias)
        {
            message.Alias = alias;
        }

        if (device.VendorId is { } vendor)
        {
            message.VendorId = vendor;
        }

        if (device.DeviceId is { } id)
        {
            message.DeviceId = id;
        }

        return message;
    }

    private static Proto.VnicRequirement ToProto(VnicRequirement vnic)
    {
        var message = new Proto.VnicRequirement
        {
            Name = vnic.Name,
            Kind = vnic.Kind.ToProto(),
            GuaranteedIngressBitsPerSecond = vnic.GuaranteedIngress.BitsPerSecond,
            GuaranteedEgressBitsPerSecond = vnic.GuaranteedEgress.BitsPerSecond,
            NumaPolicy = vnic.NumaPolicy?.ToProto() ?? Proto.PciNumaPolicy.Unspecified,
        };
        if (vnic.VirtualLink is { } link)
        {
            message.VirtualLinkId = link.Value;
        }

        if (vnic.Port is { } port)
        {
            message.PortId = port.Value;
        }

        if (vnic.PhysicalNetwork is { } network)
        {
            message.PhysicalNetwork = network;
        }

        if (vnic.PeakIngress is { } ingress)
        {
            message.PeakIngressBitsPerSecond = ingress.BitsPerSecond;
        }

        if (vnic.PeakEgress is { } egress)
        {
            message.PeakEgressBitsPerSecond = egress.BitsPerSecond;
        }

        if (vnic.GuestNumaNode is { } node)
        {
            message.GuestNumaNode = node;
        }

        if (vnic.DistinctPfGroup is { } group)
        {
            message.DistinctPfGroup = group;
        }

        if (vnic.DistinctNicGroup is { } nics)
        {
            message.DistinctNicGroup = nics;
        }

        if (vnic.DistinctSwitchGroup is { } switches)
        {
            message.DistinctSwitchGroup = switches;
        }

        if (vnic.MacAddress is { } mac)
        {
            message.MacAddress = mac;
        }

        return message;
    }

    private static VnicRequirement ToDomain(Proto.VnicRequirement message) => new()
    {
        Name = message.Name,
        Kind = message.Kind.ToDomain(),
        VirtualLink = message.HasVirtualLinkId ? new VirtualLinkId(message.VirtualLinkId) : null,
        Port = message.HasPortId ? new PortId(message.PortId) : null,
        PhysicalNetwork = message.HasPhysicalNetwork ? message.PhysicalNetwork : null,
        GuaranteedIngress = new Bandwidth(message.GuaranteedIngressBitsPerSecond),
        GuaranteedEgress = new Bandwidth(message.GuaranteedEgressBitsPerSecond),
        PeakIngress = message.HasPeakIngressBitsPerSecond ? new Bandwidth(message.PeakIngressBitsPerSecond) : null,
        PeakEgress = message.HasPeakEgressBitsPerSecond ? new Bandwidth(message.PeakEgressBitsPerSecond) : null,
        NumaPolicy = message.NumaPolicy == Proto.PciNumaPolicy.Unspecified ? null : message.NumaPolicy.ToDomain(),
        GuestNumaNode = message.HasGuestNumaNode ? message.GuestNumaNode : null,
        DistinctPfGroup = message.HasDistinctPfGroup ? message.DistinctPfGroup : null,
        DistinctNicGroup = message.HasDistinctNicGroup ? message.DistinctNicGroup : null,
        DistinctSwitchGroup = message.HasDistinctSwitchGroup ? message.DistinctSwitchGroup : null,
        MacAddress = message.HasMacAddress ? message.MacAddress : null,
    };
}

using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Proto = Vim.Contracts.Model.V1;

namespace Vim.Codecs;

/// <summary>Placements and refusals to and from <c>vim.model.v1</c>.</summary>
public static class PlacementCodec
{
    /// <summary>To the wire.</summary>
    public static Proto.HostPlacement ToProto(this HostPlacement placement)
    {
        var message = new Proto.HostPlacement
        {
            HostId = placement.Host.Value,
            FloatingVirtualCpuCount = placement.FloatingVirtualCpuCount,
            EmulatorIsolated = placement.EmulatorIsolated,
            FloatingMemoryBytes = placement.FloatingMemory.Bytes,
            LocalStorageBytes = placement.LocalStorage.Bytes,
            FloatingCpus = placement.FloatingCpus.IsEmpty ? null : placement.FloatingCpus.ToProto(),
            EmulatorCpus = placement.EmulatorCpus.IsEmpty ? null : placement.EmulatorCpus.ToProto(),
            IdleSiblings = placement.IdleSiblings.IsEmpty ? null : placement.IdleSiblings.ToProto(),
        };
        foreach (var node in placement.Nodes)
        {
            message.Nodes.Add(node.ToProto());
        }

        foreach (var pin in placement.Pins)
        {
            message.Pins.Add(pin.ToProto());
        }

        foreach (var vnic in placement.Vnics)
        {
            message.Vnics.Add(ToProto(vnic));
        }

        foreach (var device in placement.Devices)
        {
            message.DevicePciAddresses.Add(device.Packed);
        }

        return message;
    }

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">A part cannot be what it says.</exception>
    public static HostPlacement ToDomain(this Proto.HostPlacement message) => new()
    {
        Host = new HostId(message.HostId),
        Nodes = [.. message.Nodes.Select(ToDomain)],
        Pins = [.. message.Pins.Select(ToDomain)],
        FloatingVirtualCpuCount = message.FloatingVirtualCpuCount,
        FloatingCpus = message.FloatingCpus.ToDomain(),
        EmulatorCpus = message.EmulatorCpus.ToDomain(),
        EmulatorIsolated = message.EmulatorIsolated,
        IdleSiblings = message.IdleSiblings.ToDomain(),
        FloatingMemory = new MemorySize(message.FloatingMemoryBytes),
        LocalStorage = new MemorySize(message.LocalStorageBytes),
        Vnics = [.. message.Vnics.Select(ToDomain)],
        Devices = [.. message.DevicePciAddresses.Select(PciAddress.FromPacked)],
    };

    /// <summary>To the wire.</summary>
    public static Proto.ReservedPlace ToProto(this ReservedPlace place) =>
        new() { ReservationId = place.Reservation.Value, Number = place.Number };

    /// <summary>From the wire.</summary>
    public static ReservedPlace ToDomain(this Proto.ReservedPlace message) =>
        new(new ReservationId(message.ReservationId), message.Number);

    /// <summary>To the wire.</summary>
    public static Proto.GuestNodePlacement ToProto(this GuestNodePlacement node) => new()
    {
        GuestNode = node.GuestNode,
        HostNode = node.HostNode,
        PageSizeBytes = node.PageSize.Bytes,
        PageCount = node.PageCount,
        FloatingVirtualCpuCount = node.FloatingVirtualCpuCount,
    };

    /// <summary>From the wire.</summary>
    public static GuestNodePlacement ToDomain(this Proto.GuestNodePlacement message) => new(
        message.GuestNode,
        message.HostNode,
        new PageSize(message.PageSizeBytes),
        message.PageCount,
        message.FloatingVirtualCpuCount);

    /// <summary>To the wire.</summary>
    public static Proto.VirtualCpuPin ToProto(this VirtualCpuPin pin) =>
        new() { VirtualCpu = pin.VirtualCpu, HostCpu = pin.HostCpu };

    /// <summary>From the wire.</summary>
    public static VirtualCpuPin ToDomain(this Proto.VirtualCpuPin message) => new(message.VirtualCpu, message.HostCpu);

    /// <summary>To the wire.</summary>
    public static Proto.GroupMembership ToProto(this GroupMembership group) => new()
    {
        GroupId = group.Group.Value,
        Type = group.Type.ToProto(),
        Scope = group.Scope.ToProto(),
        Soft = group.IsSoft,
        MaxMemberCount = group.MaxPerScope > 1 ? group.MaxPerScope : 0,
    };

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">A part cannot be what it says.</exception>
    public static GroupMembership ToDomain(this Proto.GroupMembership message) =>
        new(new AffinityGroupId(message.GroupId), message.Type.ToDomain(), message.Scope.ToDomain())
        {
            IsSoft = message.Soft,
            MaxPerScope = Math.Max(1, message.MaxMemberCount),
        };

    /// <summary>To the wire.</summary>
    public static Proto.Infeasible ToProto(this Infeasible infeasible)
    {
        var message = new Proto.Infeasible { HostCount = infeasible.HostCount, Hint = infeasible.Hint };
        message.Shortfalls.AddRange(infeasible.Shortfalls.Select(shortfall => new Proto.DimensionShortfall
        {
            Dimension = shortfall.Dimension.ToProto(),
            Wanted = shortfall.Wanted,
            Available = shortfall.Available,
            Unit = shortfall.Unit,
            HostsFailed = shortfall.HostsFailed,
            HostsFailedFirst = shortfall.HostsFailedFirst,
            HostsFailedOnly = shortfall.HostsFailedOnly,
            Detail = shortfall.Detail,
        }));
        return message;
    }

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">A part cannot be what it says.</exception>
    public static Infeasible ToDomain(this Proto.Infeasible message) => new(
        message.HostCount,
        [.. message.Shortfalls.Select(shortfall => new DimensionShortfall(
            shortfall.Dimension.ToDomain(),
            shortfall.Wanted,
            shortfall.Available,
            shortfall.Unit,
            shortfall.HostsFailed,
            shortfall.HostsFailedFirst,
            shortfall.HostsFailedOnly,
            shortfall.Detail))],
        message.Hint);

    private static Proto.VnicPlacement ToProto(VnicPlacement vnic)
    {
        var message = new Proto.VnicPlacement
        {
            Name = vnic.Name,
            Kind = vnic.Kind.ToProto(),
            GuaranteedIngressBitsPerSecond = vnic.GuaranteedIngress.BitsPerSecond,
            GuaranteedEgressBitsPerSecond = vnic.GuaranteedEgress.BitsPerSecond,
        };
        if (vnic.PhysicalFunction is { } physical)
        {
            message.PhysicalFunctionPciAddress = physical.Packed;
        }

        if (vnic.VirtualFunction is { } function)
        {
            message.VirtualFunctionPciAddress = function.Packed;
        }

        if (vnic.PeakIngress is { } ingress)
        {
            message.PeakIngressBitsPerSecond = ingress.BitsPerSecond;
        }

        if (vnic.PeakEgress is { } egress)
        {
            message.PeakEgressBitsPerSecond = egress.BitsPerSecond;
        }

        return message;
    }

    private static VnicPlacement ToDomain(Proto.VnicPlacement message) => new()
    {
        Name = message.Name,
        Kind = message.Kind.ToDomain(),
        PhysicalFunction = message.HasPhysicalFunctionPciAddress
            ? PciAddress.FromPacked(message.PhysicalFunctionPciAddress)
            : null,
        VirtualFunction = message.HasVirtualFunctionPciAddress
            ? PciAddress.FromPacked(message.VirtualFunctionPciAddress)
            : null,
        GuaranteedIngress = new Bandwidth(message.GuaranteedIngressBitsPerSecond),
        GuaranteedEgress = new Bandwidth(message.GuaranteedEgressBitsPerSecond),
        PeakIngress = message.HasPeakIngressBitsPerSecond ? new Bandwidth(message.PeakIngressBitsPerSecond) : null,
        PeakEgress = message.HasPeakEgressBitsPerSecond ? new Bandwidth(message.PeakEgressBitsPerSecond) : null,
    };
}

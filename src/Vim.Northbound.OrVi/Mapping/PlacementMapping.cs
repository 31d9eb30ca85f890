using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>Placements and refusals, from the domain to the API.</summary>
internal static class PlacementMapping
{
    public static Proto.EffectivePlacement ToProto(HostPlacement placement, ZoneId zone)
    {
        var result = new Proto.EffectivePlacement
        {
            HostId = placement.Host.Value,
            ZoneId = zone.Value,
            FloatingVirtualCpuCount = placement.FloatingVirtualCpuCount,
            FloatingCpus = placement.FloatingCpus.ToString(),
            EmulatorCpus = placement.EmulatorCpus.ToString(),
            EmulatorIsolated = placement.EmulatorIsolated,
            IdleSiblings = placement.IdleSiblings.ToString(),
            FloatingMemoryBytes = placement.FloatingMemory.Bytes,
            LocalStorageBytes = placement.LocalStorage.Bytes,
        };
        result.Nodes.AddRange(placement.Nodes.Select(ToProto));
        result.Pins.AddRange(placement.Pins.Select(ToProto));
        result.Vnics.AddRange(placement.Vnics.Select(ToProto));
        result.DevicePciAddresses.AddRange(placement.Devices.Select(address => address.ToString()));
        return result;
    }

    /// <summary>The same, with what of reservations was taken or broken for it.</summary>
    public static Proto.EffectivePlacement ToProto(
        HostPlacement placement, ZoneId zone, ReservedPlace? takes, IEnumerable<ReservedPlace> breaks)
    {
        var result = ToProto(placement, zone);
        result.ReservedPlace = takes is { } place ? ToProto(place) : null;
        result.BrokenPlaces.AddRange(breaks.Select(ToProto));
        return result;
    }

    public static Proto.ReservedPlace ToProto(ReservedPlace place) =>
        new() { ReservationId = place.Reservation.Value, Number = place.Number };

    public static Proto.VirtualCpuPin ToProto(VirtualCpuPin pin) =>
        new() { VirtualCpu = pin.VirtualCpu, HostCpu = pin.HostCpu };

    public static Proto.Infeasible ToProto(Infeasible infeasible)
    {
        var result = new Proto.Infeasible { HostCount = infeasible.HostCount, Hint = infeasible.Hint };
        result.Shortfalls.AddRange(infeasible.Shortfalls.Select(ToProto));
        return result;
    }

    public static Proto.DimensionShortfall ToProto(DimensionShortfall shortfall) => new()
    {
        Dimension = (Proto.Dimension)((int)shortfall.Dimension + 1),
        Wanted = shortfall.Wanted,
        Available = shortfall.Available,
        Unit = shortfall.Unit,
        HostsFailed = shortfall.HostsFailed,
        HostsFailedFirst = shortfall.HostsFailedFirst,
        HostsFailedOnly = shortfall.HostsFailedOnly,
        Detail = shortfall.Detail,
    };

    private static Proto.GuestNodePlacement ToProto(GuestNodePlacement node) => new()
    {
        GuestNode = node.GuestNode,
        HostNode = node.HostNode,
        PageSizeBytes = node.PageSize.Bytes,
        PageCount = node.PageCount,
        FloatingVirtualCpuCount = node.FloatingVirtualCpuCount,
    };

    private static Proto.VnicPlacement ToProto(VnicPlacement vnic)
    {
        var result = new Proto.VnicPlacement
        {
            Name = vnic.Name,
            TypeVirtualNic = EpaMapping.ToProto(vnic.Kind),
            GuaranteedIngressBitsPerSecond = vnic.GuaranteedIngress.BitsPerSecond,
            GuaranteedEgressBitsPerSecond = vnic.GuaranteedEgress.BitsPerSecond,
        };
        if (vnic.PhysicalFunction is { } physical)
        {
            result.PhysicalFunction = physical.ToString();
        }

        if (vnic.VirtualFunction is { } function)
        {
            result.VirtualFunction = function.ToString();
        }

        if (vnic.PeakIngress is { } ingress)
        {
            result.PeakIngressBitsPerSecond = ingress.BitsPerSecond;
        }

        if (vnic.PeakEgress is { } egress)
        {
            result.PeakEgressBitsPerSecond = egress.BitsPerSecond;
        }

        return result;
    }
}

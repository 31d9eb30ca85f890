using Vim.Codecs;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Zones;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>Encodings of the events of hosts, zone schedulers and the zone directory.</summary>
internal static class ZoneEventCodec
{
    public static IEnumerable<EventType> Types =>
    [
        EventType.Of<HostRegistered, Proto.HostRegistered>(
            Proto.HostRegistered.Parser,
            e => new()
            {
                ZoneId = e.Zone.Value,
                BootId = e.BootId,
                Driver = e.Driver,
                InventoryDigest = e.InventoryDigest.ToProto(),
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(new(m.ZoneId), m.BootId, m.Driver, m.InventoryDigest.ToDomain(), m.AtUtcTicks.ToTime())),
        EventType.Of<HostAvailabilityChanged, Proto.HostAvailabilityChanged>(
            Proto.HostAvailabilityChanged.Parser,
            e => new()
            {
                Lease = SharedCodec.Up<HostLease, Proto.HostLease>(e.Lease),
                InMaintenance = e.InMaintenance,
                Reason = e.Reason,
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(
                SharedCodec.Down<Proto.HostLease, HostLease>(m.Lease),
                m.InMaintenance,
                m.Reason,
                m.AtUtcTicks.ToTime())),
        EventType.Of<HostRemoved, Proto.HostRemoved>(
            Proto.HostRemoved.Parser, e => new() { AtUtcTicks = e.At.ToTicks() }, m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<ZoneAdded, Proto.ZoneAdded>(
            Proto.ZoneAdded.Parser,
            e => new() { ZoneId = e.Zone.Value, AtUtcTicks = e.At.ToTicks() },
            m => new(new(m.ZoneId), m.AtUtcTicks.ToTime())),
        EventType.Of<HostPut, Proto.HostPut>(
            Proto.HostPut.Parser, e => new() { Inventory = e.Inventory.ToProto() }, m => new(m.Inventory.ToDomain())),
        EventType.Of<HostAvailabilitySet, Proto.HostAvailabilitySet>(
            Proto.HostAvailabilitySet.Parser,
            e => new()
            {
                HostId = e.Host.Value,
                Availability = SharedCodec.Up<HostAvailability, Proto.HostAvailability>(e.Availability),
            },
            m => new(new(m.HostId), SharedCodec.Down<Proto.HostAvailability, HostAvailability>(m.Availability))),
        EventType.Of<HostDropped, Proto.HostDropped>(
            Proto.HostDropped.Parser, e => new() { HostId = e.Host.Value }, m => new(new(m.HostId))),
        EventType.Of<ClaimGranted, Proto.ClaimGranted>(Proto.ClaimGranted.Parser, ToProto, ToDomain),
        EventType.Of<ClaimReleased, Proto.ClaimReleased>(
            Proto.ClaimReleased.Parser,
            e => new() { ComputeId = e.Compute.Value, AtUtcTicks = e.At.ToTicks() },
            m => new(new(m.ComputeId), m.AtUtcTicks.ToTime())),
        EventType.Of<LinkGrantReturned, Proto.LinkGrantReturned>(
            Proto.LinkGrantReturned.Parser,
            e => new() { VirtualLinkId = e.Link.Value, Grant = e.Grant, AtUtcTicks = e.At.ToTicks() },
            m => new(new(m.VirtualLinkId), m.Grant, m.AtUtcTicks.ToTime())),
        EventType.Of<EndedForgotten, Proto.EndedForgotten>(
            Proto.EndedForgotten.Parser, e => new() { Count = e.Count }, m => new(m.Count)),
    ];

    private static Proto.ClaimGranted ToProto(ClaimGranted granted)
    {
        var message = new Proto.ClaimGranted
        {
            ComputeId = granted.Compute.Value,
            Placement = granted.Placement.ToProto(),
        };
        foreach (var group in granted.Groups)
        {
            message.GroupIds.Add(group.Value);
        }

        foreach (var use in granted.Links)
        {
            message.Links.Add(new Proto.LinkUse { VirtualLinkId = use.Link.Value, Grant = use.Grant });
        }

        return message;
    }

    private static ClaimGranted ToDomain(Proto.ClaimGranted message) => new(
        new(message.ComputeId),
        message.Placement.ToDomain(),
        message.GroupIds.Count == 0 ? [] : [.. message.GroupIds.Select(id => new AffinityGroupId(id))],
        message.Links.Count == 0
            ? []
            : [.. message.Links.Select(use => new LinkUse(new(use.VirtualLinkId), use.Grant))]);
}

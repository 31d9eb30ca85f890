using System.Collections.Immutable;
using Vim.Codecs;
using Vim.Domain.Hosts;
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
                Inventory = e.Inventory.ToProto(),
                Driver = e.Driver,
                InventoryDigest = e.InventoryDigest.ToProto(),
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(m.Inventory.ToDomain(), m.Driver, m.InventoryDigest.ToDomain(), m.AtUtcTicks.ToTime())),
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
        EventType.Of<HostAggregatesChanged, Proto.HostAggregatesChanged>(
            Proto.HostAggregatesChanged.Parser,
            e => new() { Aggregates = { e.Aggregates }, AtUtcTicks = e.At.ToTicks() },
            m => new(m.Aggregates.ToImmutableSortedSet(StringComparer.Ordinal), m.AtUtcTicks.ToTime())),
        EventType.Of<HostRemoved, Proto.HostRemoved>(
            Proto.HostRemoved.Parser, e => new() { AtUtcTicks = e.At.ToTicks() }, m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<ZoneAdded, Proto.ZoneAdded>(
            Proto.ZoneAdded.Parser,
            e => new() { ZoneId = e.Zone.Value, AtUtcTicks = e.At.ToTicks() },
            m => new(new(m.ZoneId), m.AtUtcTicks.ToTime())),
        EventType.Of<LinkGrantReturned, Proto.LinkGrantReturned>(
            Proto.LinkGrantReturned.Parser,
            e => new() { VirtualLinkId = e.Link.Value, Grant = e.Grant, AtUtcTicks = e.At.ToTicks() },
            m => new(new(m.VirtualLinkId), m.Grant, m.AtUtcTicks.ToTime())),
        EventType.Of<IncarnationFloorRaised, Proto.IncarnationFloorRaised>(
            Proto.IncarnationFloorRaised.Parser,
            e => new() { Incarnation = e.Incarnation },
            m => new(m.Incarnation)),
    ];
}

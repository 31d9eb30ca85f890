using Vim.Codecs;
using Vim.Domain.Identity;
using Vim.Domain.Reservations;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>Encodings of a reservation's events.</summary>
internal static class ReservationEventCodec
{
    public static IEnumerable<EventType> Types =>
    [
        EventType.Of<ReservationCreated, Proto.ReservationCreated>(
            Proto.ReservationCreated.Parser, ToProto, ToDomain),
        EventType.Of<ReservationPlaceLost, Proto.ReservationPlaceLost>(
            Proto.ReservationPlaceLost.Parser,
            ToProto,
            m => new(m.Number, m.HasComputeId ? new ComputeId(m.ComputeId) : null, m.AtUtcTicks.ToTime())),
        EventType.Of<ReservationPlaceMended, Proto.ReservationPlaceMended>(
            Proto.ReservationPlaceMended.Parser,
            e => new() { Number = e.Number, Placement = e.Placement.ToProto(), AtUtcTicks = e.At.ToTicks() },
            m => new(m.Number, m.Placement.ToDomain(), m.AtUtcTicks.ToTime())),
        EventType.Of<ReservationDeleted, Proto.ReservationDeleted>(
            Proto.ReservationDeleted.Parser,
            e => new() { AtUtcTicks = e.At.ToTicks() },
            m => new(m.AtUtcTicks.ToTime())),
    ];

    private static Proto.ReservationCreated ToProto(ReservationCreated created) => new()
    {
        Name = created.Name,
        ZoneId = created.Zone.Value,
        OwnerId = created.Owner.Value,
        FlavourId = created.Flavour.Value,
        Priority = created.Priority,
        Container = ComputeEventCodec.ToProto(created.Container),
        Places = { created.Places.Select(place => place.ToProto()) },
        Digest = created.Digest.ToProto(),
        AtUtcTicks = created.At.ToTicks(),
    };

    private static ReservationCreated ToDomain(Proto.ReservationCreated message) => new()
    {
        Name = message.Name,
        Zone = new(message.ZoneId),
        Owner = new(message.OwnerId),
        Flavour = new(message.FlavourId),
        Priority = message.Priority,
        Container = ComputeEventCodec.ToDomain(message.Container),
        Places = [.. message.Places.Select(place => place.ToDomain())],
        Digest = message.Digest.ToDomain(),
        At = message.AtUtcTicks.ToTime(),
    };

    private static Proto.ReservationPlaceLost ToProto(ReservationPlaceLost lost)
    {
        var message = new Proto.ReservationPlaceLost { Number = lost.Number, AtUtcTicks = lost.At.ToTicks() };
        if (lost.To is { } compute)
        {
            message.ComputeId = compute.Value;
        }

        return message;
    }
}

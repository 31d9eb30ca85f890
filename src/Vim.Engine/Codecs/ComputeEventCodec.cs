using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Vim.Codecs;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Model = Vim.Contracts.Model.V1;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>Encodings of a compute's events.</summary>
internal static class ComputeEventCodec
{
    public static IEnumerable<EventType> Types =>
    [
        EventType.Of<ComputeRequested, Proto.ComputeRequested>(Proto.ComputeRequested.Parser, ToProto, ToDomain),
        EventType.Of<ComputeRestored, Proto.ComputeRestored>(
            Proto.ComputeRestored.Parser, ComputeStateCodec.ToProto, ComputeStateCodec.ToDomain),
        EventType.Of<ComputePlaced, Proto.ComputePlaced>(
            Proto.ComputePlaced.Parser,
            e => new()
            {
                Placement = e.Placement.ToProto(),
                Takes = e.Takes?.ToProto(),
                Breaks = { e.Breaks.Select(place => place.ToProto()) },
            },
            m => new(m.Placement.ToDomain())
            {
                Takes = m.Takes?.ToDomain(),
                Breaks = Places(m.Breaks),
            }),
        EventType.Of<ComputeStarted, Proto.ComputeStarted>(
            Proto.ComputeStarted.Parser,
            e => new() { AtUtcTicks = e.At.ToTicks() },
            m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeOperationRequested, Proto.ComputeOperationRequested>(
            Proto.ComputeOperationRequested.Parser,
            e => new()
            {
                Number = e.Number,
                Operation = e.Operation.ToProto(),
                Key = e.Key.ToProto(),
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(m.Number, m.Operation.ToDomain(), m.Key.ToDomain(), m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeOperated, Proto.ComputeOperated>(
            Proto.ComputeOperated.Parser,
            e => new() { Number = e.Number, PowerState = e.PowerState.ToProto(), AtUtcTicks = e.At.ToTicks() },
            m => new(m.Number, m.PowerState.ToDomain(), m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeOperationFailed, Proto.ComputeOperationFailed>(
            Proto.ComputeOperationFailed.Parser,
            e => new() { Number = e.Number, Failure = e.Failure.ToProto() },
            m => new(m.Number, m.Failure.ToDomain())),
        EventType.Of<ComputeUpdated, Proto.ComputeUpdated>(
            Proto.ComputeUpdated.Parser,
            e =>
            {
                var message = new Proto.ComputeUpdated { Metadata = e.Metadata.ToProto() };
                if (e.Name is { } name)
                {
                    message.Name = name;
                }

                return message;
            },
            m => new(m.HasName ? m.Name : null, m.Metadata.ToDomain())),
        EventType.Of<ComputePowerChanged, Proto.ComputePowerChanged>(
            Proto.ComputePowerChanged.Parser,
            e => new() { PowerState = e.PowerState.ToProto(), Message = e.Message, AtUtcTicks = e.At.ToTicks() },
            m => new(m.PowerState.ToDomain(), m.Message, m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeRestarting, Proto.ComputeRestarting>(
            Proto.ComputeRestarting.Parser,
            e => new() { Number = e.Number, BootId = e.BootId, AtUtcTicks = e.At.ToTicks() },
            m => new(m.Number, m.BootId, m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeUndefined, Proto.ComputeUndefined>(Proto.ComputeUndefined.Parser, _ => new(), _ => new()),
        EventType.Of<ComputeFailed, Proto.ComputeFailed>(
            Proto.ComputeFailed.Parser,
            e => new() { Failure = e.Failure.ToProto(), GuestGone = e.GuestGone, AtUtcTicks = e.At.ToTicks() },
            m => new(m.Failure.ToDomain(), m.GuestGone, m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeGuestRemoved, Proto.ComputeGuestRemoved>(
            Proto.ComputeGuestRemoved.Parser, _ => new(), _ => new()),
        EventType.Of<ComputeTerminationRequested, Proto.ComputeTerminationRequested>(
            Proto.ComputeTerminationRequested.Parser,
            e => new() { AtUtcTicks = e.At.ToTicks() },
            m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeTerminated, Proto.ComputeTerminated>(
            Proto.ComputeTerminated.Parser,
            e => new() { AtUtcTicks = e.At.ToTicks() },
            m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<ComputeForgotten, Proto.ComputeForgotten>(Proto.ComputeForgotten.Parser, _ => new(), _ => new()),
    ];

    internal static Proto.ComputeRequested ToProto(ComputeRequested requested)
    {
        var message = new Proto.ComputeRequested
        {
            Incarnation = requested.Incarnation,
            Request = ToProto(requested.Request),
            ZoneId = requested.Zone.Value,
            ResourceGroupId = requested.ResourceGroup.Value,
            Principal = requested.Principal,
            Name = requested.Name,
            UserData = requested.UserData,
            Digest = requested.Digest.ToProto(),
            AtUtcTicks = requested.At.ToTicks(),
        };
        if (requested.Flavour is { } flavour)
        {
            message.FlavourId = flavour.Value;
        }

        if (requested.Image is { } image)
        {
            message.ImageId = image.Value;
        }

        requested.Metadata.AddTo(message.Metadata);
        return message;
    }

    internal static ComputeRequested ToDomain(Proto.ComputeRequested message) => new()
    {
        Incarnation = message.Incarnation,
        Request = ToDomain(message.Request),
        Zone = new(message.ZoneId),
        ResourceGroup = new(message.ResourceGroupId),
        Principal = message.Principal,
        Name = message.Name,
        Flavour = message.HasFlavourId ? new FlavourId(message.FlavourId) : null,
        Image = message.HasImageId ? new ImageId(message.ImageId) : null,
        UserData = message.UserData,
        Metadata = message.Metadata.ToDomain(),
        Digest = message.Digest.ToDomain(),
        At = message.AtUtcTicks.ToTime(),
    };

    public static Model.PlacementRequest ToProto(PlacementRequest request)
    {
        var message = new Model.PlacementRequest
        {
            ComputeId = request.Compute.Value,
            Requirements = request.Requirements.ToProto(),
            ReservationId = request.Reservation?.Value ?? "",
            Priority = request.Priority,
        };
        foreach (var group in request.Groups)
        {
            message.Groups.Add(group.ToProto());
        }

        foreach (var host in request.OnlyHosts)
        {
            message.OnlyHostIds.Add(host.Value);
        }

        foreach (var host in request.NotHosts)
        {
            message.NotHostIds.Add(host.Value);
        }

        message.InAggregates.AddRange(request.InAggregates);
        message.NotInAggregates.AddRange(request.NotInAggregates);
        foreach (var other in request.Resources)
        {
            message.Resources.Add(new Model.ResourceAffinity
            {
                ComputeId = other.Compute.Value,
                Type = other.Type.ToProto(),
                Scope = other.Scope.ToProto(),
            });
        }

        return message;
    }

    public static PlacementRequest ToDomain(Model.PlacementRequest message) => new()
    {
        Compute = new(message.ComputeId),
        Requirements = message.Requirements.ToDomain(),
        Groups = message.Groups.Count == 0 ? [] : [.. message.Groups.Select(group => group.ToDomain())],
        OnlyHosts = Hosts(message.OnlyHostIds),
        NotHosts = Hosts(message.NotHostIds),
        InAggregates = message.InAggregates.Count == 0 ? [] : [.. message.InAggregates],
        NotInAggregates = message.NotInAggregates.Count == 0 ? [] : [.. message.NotInAggregates],
        Reservation = message.ReservationId.Length == 0 ? null : new ReservationId(message.ReservationId),
        Priority = message.Priority,
        Resources = message.Resources.Count == 0
            ? []
            : [.. message.Resources.Select(other => new ResourceAffinity(
                new(other.ComputeId), other.Type.ToDomain(), other.Scope.ToDomain()))],
    };

    public static ImmutableArray<ReservedPlace> Places(RepeatedField<Model.ReservedPlace> places) =>
        places.Count == 0 ? [] : [.. places.Select(place => place.ToDomain())];

    private static ImmutableArray<HostId> Hosts(RepeatedField<string> ids) =>
        ids.Count == 0 ? [] : [.. ids.Select(id => new HostId(id))];
}

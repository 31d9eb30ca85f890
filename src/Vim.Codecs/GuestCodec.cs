using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Proto = Vim.Contracts.Model.V1;

namespace Vim.Codecs;

/// <summary>Guests to and from <c>vim.model.v1</c>.</summary>
public static class GuestCodec
{
    /// <summary>To the wire.</summary>
    public static Proto.GuestSpec ToProto(this GuestSpec spec)
    {
        var message = new Proto.GuestSpec
        {
            ComputeId = spec.Compute.Value,
            Incarnation = spec.Incarnation,
            Name = spec.Name,
            UserData = spec.UserData,
            Requirements = spec.Requirements.ToProto(),
            Placement = spec.Placement.ToProto(),
        };
        if (spec.Image is { } image)
        {
            message.ImageId = image.Value;
        }

        return message;
    }

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">A part is missing, or cannot be what it says.</exception>
    public static GuestSpec ToDomain(this Proto.GuestSpec message) => new()
    {
        Compute = new ComputeId(message.ComputeId),
        Incarnation = message.Incarnation,
        Name = message.Name,
        Image = message.HasImageId ? new ImageId(message.ImageId) : null,
        UserData = message.UserData,
        Requirements = (message.Requirements ?? throw Missing(nameof(message.Requirements))).ToDomain(),
        Placement = (message.Placement ?? throw Missing(nameof(message.Placement))).ToDomain(),
    };

    /// <summary>To the wire.</summary>
    public static Proto.GuestObservation ToProto(this GuestObservation seen)
    {
        var message = new Proto.GuestObservation
        {
            ComputeId = seen.Compute.Value,
            Incarnation = seen.Incarnation,
            PowerState = seen.PowerState.ToProto(),
            Message = seen.Message,
            MigrationEndpoint = seen.MigrationEndpoint,
        };
        foreach (var pin in seen.Pins)
        {
            message.Pins.Add(pin.ToProto());
        }

        foreach (var node in seen.Nodes)
        {
            message.Nodes.Add(node.ToProto());
        }

        return message;
    }

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">A part cannot be what it says.</exception>
    public static GuestObservation ToDomain(this Proto.GuestObservation message) => new()
    {
        Compute = new ComputeId(message.ComputeId),
        Incarnation = message.Incarnation,
        PowerState = message.PowerState.ToDomain(),
        Pins = [.. message.Pins.Select(PlacementCodec.ToDomain)],
        Nodes = [.. message.Nodes.Select(PlacementCodec.ToDomain)],
        Message = message.Message,
        MigrationEndpoint = message.MigrationEndpoint,
    };

    private static FormatException Missing(string part) => new($"a guest without {part}");
}

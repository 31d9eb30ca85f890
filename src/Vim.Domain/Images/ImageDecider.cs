using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Domain.Images;

/// <summary>What commands make of a software image. Pure.</summary>
public static class ImageDecider
{
    private const string Kind = "image";

    /// <summary>Addition; nothing for a retry.</summary>
    public static Decision Add(
        ImageState state, AddImage command, ResourceGroupId group, RequestDigest digest, DateTimeOffset now)
    {
        if (Creation.IsTaken(state.Exists, state.Digest, state.DeletedAt, now))
        {
            return Creation.Again(Kind, state.Id.Value, state.Digest, digest);
        }

        return Check(command.Description) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Of(new ImageAdded(group, command.Description, digest, now));
    }

    /// <summary>A new description.</summary>
    public static Decision Update(ImageState state, UpdateImage command, DateTimeOffset now)
    {
        if (!state.Exists)
        {
            return Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));
        }

        return Check(command.Description) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Of(new ImageUpdated(command.Description, now));
    }

    /// <summary>Deletion.</summary>
    public static Decision Delete(ImageState state, DateTimeOffset now) => state.Exists
        ? Decision.Of(new ImageDeleted(now))
        : Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));

    /// <summary>The shortest events that give this state, from none on.</summary>
    public static IReadOnlyList<object> Summarise(ImageState state) => state.Description is null
        ? []
        :
        [
            new ImageAdded(state.ResourceGroup, state.Description, state.Digest, state.CreatedAt),
            .. state.UpdatedAt == state.CreatedAt
                ? Array.Empty<object>()
                : [new ImageUpdated(state.Description, state.UpdatedAt)],
            .. state.DeletedAt is { } at ? [new ImageDeleted(at)] : Array.Empty<object>(),
        ];

    /// <summary>The state after the event.</summary>
    /// <exception cref="ArgumentException">The object is not an event of an image.</exception>
    public static ImageState Evolve(ImageState state, object @event) => @event switch
    {
        ImageAdded added => new()
        {
            Id = state.Id,
            Exists = true,
            ResourceGroup = added.ResourceGroup,
            Description = added.Description,
            Digest = added.Digest,
            CreatedAt = added.At,
            UpdatedAt = added.At,
        },
        ImageUpdated updated => state with { Description = updated.Description, UpdatedAt = updated.At },
        ImageDeleted deleted => state with { Exists = false, DeletedAt = deleted.At },
        _ => throw new ArgumentException($"an image has no event {@event.GetType().Name}", nameof(@event)),
    };

    private static VimError? Check(ImageDescription description) =>
        description.Name.Length is 0 or > 255 ? Refusals.BadField("name", "must have 1 to 255 characters")
        : description.MinDisk.Bytes < 0 ? Refusals.BadField("min_disk", "must not be negative")
        : description.MinMemory.Bytes < 0 ? Refusals.BadField("min_ram", "must not be negative")
        : description.Size.Bytes < 0 ? Refusals.BadField("size", "must not be negative")
        : null;
}

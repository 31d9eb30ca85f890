using System.Collections.Immutable;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Domain.VirtualLinks;

/// <summary>
/// What commands make of a virtual link itself. Pure. A link goes only when every zone that it was granted to has given
/// its grant back, which a zone does only without computes on it: so no compute is ever on a link that is gone.
/// </summary>
public static class VirtualLinkDecider
{
    private const string Kind = "virtual link";

    /// <summary>Creation; nothing for a retry.</summary>
    public static Decision Create(
        VirtualLinkState state,
        AllocateVirtualLink command,
        ResourceGroupId group,
        RequestDigest digest,
        DateTimeOffset now)
    {
        if (Creation.IsTaken(state.Exists, state.Digest, state.DeletedAt, now))
        {
            return Creation.Again(Kind, state.Id.Value, state.Digest, digest);
        }

        return command.Description.Bandwidth.BitsPerSecond < 0
            ? Decision.Refuse(Refusals.BadField("bandwidth", "must not be negative"))
            : Decision.Of(new VirtualLinkCreated(group, command.Description, digest, now));
    }

    /// <summary>Changes of name and metadata.</summary>
    public static Decision Update(VirtualLinkState state, UpdateVirtualLink command) => !state.Exists
        ? Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value))
        : Decision.Of(new VirtualLinkUpdated(command.Name, command.Metadata));

    /// <summary>A zone asks to put computes on the link.</summary>
    public static Decision Grant(VirtualLinkState state, ZoneId zone)
    {
        if (!state.Exists)
        {
            return Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));
        }

        if (state.IsDeleting)
        {
            return Decision.Refuse(Refusals.WrongState(Kind, state.Id.Value, "being deleted", "take another link"));
        }

        return state.GrantOf(zone) is null
            ? Decision.Of(new LinkGranted(zone, state.LastGrant + 1))
            : Decision.Nothing;
    }

    /// <summary>
    /// The wish that it goes: at once where no zone has a grant, else when all have given theirs back.
    /// </summary>
    public static Decision Terminate(VirtualLinkState state, DateTimeOffset now)
    {
        if (!state.Exists)
        {
            return Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));
        }

        if (!state.Ports.IsEmpty)
        {
            return Decision.Refuse(Refusals.InUse(Kind, state.Id.Value, $"{state.Ports.Count} ports"));
        }

        if (state.IsDeleting)
        {
            return Decision.Nothing;
        }

        return state.Grants.IsEmpty
            ? Decision.Of(new VirtualLinkDeleted(now))
            : Decision.Of(new VirtualLinkDeletionStarted(now));
    }

    /// <summary>A zone gave its grant back; the last one lets a link that is to go, go.</summary>
    public static Decision GivenBack(VirtualLinkState state, ZoneId zone, long grant, DateTimeOffset now)
    {
        if (state.GrantOf(zone) is not { } held || held.Grant != grant)
        {
            return Decision.Nothing;
        }

        var back = new LinkGrantGivenBack(zone, grant);
        return state.IsDeleting && state.Grants.Length == 1
            ? Decision.Of(back, new VirtualLinkDeleted(now))
            : Decision.Of(back);
    }

    /// <summary>A zone has computes on it: the link stays.</summary>
    public static Decision StillUsed(VirtualLinkState state, ZoneId zone, long grant, int computeCount) =>
        state.IsDeleting && state.GrantOf(zone)?.Grant == grant
            ? Decision.Of(new VirtualLinkDeletionRefused(zone, computeCount))
            : Decision.Nothing;

    /// <summary>The state after the event.</summary>
    /// <exception cref="ArgumentException">The object is not an event of a virtual link.</exception>
    public static VirtualLinkState Evolve(VirtualLinkState state, object @event) => @event switch
    {
        VirtualLinkCreated created => new()
        {
            Id = state.Id,
            Exists = true,
            ResourceGroup = created.ResourceGroup,
            Description = created.Description,
            Digest = created.Digest,
            CreatedAt = created.At,
            LastGrant = state.LastGrant,
        },
        VirtualLinkUpdated updated => state with
        {
            Description = state.Description! with
            {
                Name = updated.Name ?? state.Description.Name,
                Metadata = updated.Metadata ?? state.Description.Metadata,
            },
        },
        LinkGranted granted => state with
        {
            LastGrant = granted.Grant,
            Grants = state.Grants.Add(new(granted.Zone, granted.Grant)),
        },
        VirtualLinkDeletionStarted => state with { IsDeleting = true },
        LinkGrantGivenBack back => state with { Grants = Without(state.Grants, back.Zone) },
        VirtualLinkDeletionRefused => state with { IsDeleting = false },
        VirtualLinkDeleted deleted => state with
        {
            Exists = false,
            IsDeleting = false,
            Subnets = state.Subnets.Clear(),
            DeletedAt = deleted.At,
        },
        _ => PortDecider.Evolve(state, @event),
    };

    private static ImmutableArray<ZoneGrant> Without(ImmutableArray<ZoneGrant> grants, ZoneId zone)
    {
        for (var index = 0; index < grants.Length; index++)
        {
            if (grants[index].Zone == zone)
            {
                return grants.RemoveAt(index);
            }
        }

        return grants;
    }
}

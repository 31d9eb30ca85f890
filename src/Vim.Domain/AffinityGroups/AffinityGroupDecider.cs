using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;

namespace Vim.Domain.AffinityGroups;

/// <summary>What commands make of an affinity group. Pure.</summary>
public static class AffinityGroupDecider
{
    private const string Kind = "affinity group";

    /// <summary>Creation; nothing for a retry.</summary>
    public static Decision Create(
        AffinityGroupState state,
        CreateAffinityGroup command,
        ResourceGroupId group,
        RequestDigest digest,
        DateTimeOffset now)
    {
        if (Creation.IsTaken(state.Exists, state.Digest, state.DeletedAt, now))
        {
            return Creation.Again(Kind, state.Id.Value, state.Digest, digest);
        }

        return RefusalOf(command) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Of(new AffinityGroupCreated(command.Name, group, command.Type, command.Scope, digest, now)
            {
                IsSoft = command.IsSoft,
                MaxPerScope = command.MaxPerScope,
            });
    }

    /// <summary>Deletion.</summary>
    public static Decision Delete(AffinityGroupState state, DateTimeOffset now) => state.Exists
        ? Decision.Of(new AffinityGroupDeleted(now))
        : Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));

    /// <summary>The shortest events that give this state, from none on.</summary>
    public static IReadOnlyList<object> Summarise(AffinityGroupState state) => !state.Exists && state.DeletedAt is null
        ? []
        :
        [
            new AffinityGroupCreated(
                state.Name, state.ResourceGroup, state.Type, state.Scope, state.Digest, state.CreatedAt)
            {
                IsSoft = state.IsSoft,
                MaxPerScope = state.MaxPerScope,
            },
            .. state.DeletedAt is { } at ? [new AffinityGroupDeleted(at)] : Array.Empty<object>(),
        ];

    /// <summary>The state after the event.</summary>
    /// <exception cref="ArgumentException">The object is not an event of an affinity group.</exception>
    public static AffinityGroupState Evolve(AffinityGroupState state, object @event) => @event switch
    {
        AffinityGroupCreated created => new()
        {
            Id = state.Id,
            Exists = true,
            Name = created.Name,
            ResourceGroup = created.ResourceGroup,
            Type = created.Type,
            Scope = created.Scope,
            IsSoft = created.IsSoft,
            MaxPerScope = created.MaxPerScope,
            Digest = created.Digest,
            CreatedAt = created.At,
        },
        AffinityGroupDeleted deleted => state with { Exists = false, DeletedAt = deleted.At },
        _ => throw new ArgumentException($"an affinity group has no event {@event.GetType().Name}", nameof(@event)),
    };

    private static VimError? RefusalOf(CreateAffinityGroup command)
    {
        if (command.Name.Length is 0 or > 255)
        {
            return Refusals.BadField("group_name", "must have 1 to 255 characters");
        }

        var counted = command.Type == AffinityType.AntiAffinity && command.Scope != AffinityScope.Zone;
        return command.MaxPerScope is < 1 or > CreateAffinityGroup.MostPerScope || (command.MaxPerScope > 1 && !counted)
            ? Refusals.BadField(
                "max_member_count",
                $"must be 1 to {CreateAffinityGroup.MostPerScope}; more than 1 is for anti-affinity by socket, "
                + "host, rack or fault domain")
            : null;
    }
}

using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Domain.Flavours;

/// <summary>What commands make of a flavour. Pure.</summary>
public static class FlavourDecider
{
    private const string Kind = "flavour";

    /// <summary>Creation; nothing for a retry.</summary>
    public static Decision Create(
        FlavourState state, CreateFlavour command, ResourceGroupId group, RequestDigest digest, DateTimeOffset now)
    {
        if (Creation.IsTaken(state.Exists, state.Digest, state.DeletedAt, now))
        {
            return Creation.Again(Kind, state.Id.Value, state.Digest, digest);
        }

        var violations = ComputeRequirementsRules.Check(command.Requirements, "requirements");
        return violations.Count > 0
            ? Decision.Refuse(Refusals.BadFields(violations))
            : Decision.Of(new FlavourCreated(
                command.Name, group, command.Requirements, command.Metadata, digest, now));
    }

    /// <summary>Deletion.</summary>
    public static Decision Delete(FlavourState state, DateTimeOffset now) => state.Exists
        ? Decision.Of(new FlavourDeleted(now))
        : Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));

    /// <summary>The shortest events that give this state, from none on.</summary>
    public static IReadOnlyList<object> Summarise(FlavourState state) => state.Requirements is null
        ? []
        :
        [
            new FlavourCreated(
                state.Name, state.ResourceGroup, state.Requirements, state.Metadata, state.Digest, state.CreatedAt),
            .. state.DeletedAt is { } at ? [new FlavourDeleted(at)] : Array.Empty<object>(),
        ];

    /// <summary>The state after the event.</summary>
    /// <exception cref="ArgumentException">The object is not an event of a flavour.</exception>
    public static FlavourState Evolve(FlavourState state, object @event) => @event switch
    {
        FlavourCreated created => new()
        {
            Id = state.Id,
            Exists = true,
            Name = created.Name,
            ResourceGroup = created.ResourceGroup,
            Requirements = created.Requirements,
            Metadata = created.Metadata,
            Digest = created.Digest,
            CreatedAt = created.At,
        },
        FlavourDeleted deleted => state with { Exists = false, DeletedAt = deleted.At },
        _ => throw new ArgumentException($"a flavour has no event {@event.GetType().Name}", nameof(@event)),
    };
}

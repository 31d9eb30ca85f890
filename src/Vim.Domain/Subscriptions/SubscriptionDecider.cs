using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Domain.Subscriptions;

/// <summary>What commands make of a subscription. Pure.</summary>
public static class SubscriptionDecider
{
    private const string Kind = "subscription";

    /// <summary>Creation; nothing for a retry.</summary>
    public static Decision Create(
        SubscriptionState state,
        CreateSubscription command,
        ResourceGroupId group,
        string principal,
        RequestDigest digest,
        DateTimeOffset now)
    {
        if (Creation.IsTaken(state.Exists, state.Digest, state.DeletedAt, now))
        {
            return Creation.Again(Kind, state.Id.Value, state.Digest, digest);
        }

        var filter = command.Filter;
        var longest = Math.Max(filter.ResourceIds.Length, filter.Zones.Length);
        return longest > ChangeFilter.MaxEntries
            ? Decision.Refuse(Refusals.BadField("filter", $"{longest} entries; at most {ChangeFilter.MaxEntries}"))
            : Decision.Of(new SubscriptionCreated(group, principal, filter, digest, now));
    }

    /// <summary>The end.</summary>
    public static Decision Delete(SubscriptionState state, DateTimeOffset now) => state.Exists
        ? Decision.Of(new SubscriptionDeleted(now))
        : Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));

    /// <summary>The shortest events that give this state, from none on.</summary>
    public static IReadOnlyList<object> Summarise(SubscriptionState state) => !state.Exists && state.DeletedAt is null
        ? []
        :
        [
            new SubscriptionCreated(
                state.ResourceGroup, state.Principal, state.Filter, state.Digest, state.CreatedAt),
            .. state.DeletedAt is { } at ? [new SubscriptionDeleted(at)] : Array.Empty<object>(),
        ];

    /// <summary>The state after the event.</summary>
    /// <exception cref="ArgumentException">The object is not an event of a subscription.</exception>
    public static SubscriptionState Evolve(SubscriptionState state, object @event) => @event switch
    {
        SubscriptionCreated created => new()
        {
            Id = state.Id,
            Exists = true,
            ResourceGroup = created.ResourceGroup,
            Principal = created.Principal,
            Filter = created.Filter,
            Digest = created.Digest,
            CreatedAt = created.At,
        },
        SubscriptionDeleted deleted => state with { Exists = false, DeletedAt = deleted.At },
        _ => throw new ArgumentException($"a subscription has no event {@event.GetType().Name}", nameof(@event)),
    };
}

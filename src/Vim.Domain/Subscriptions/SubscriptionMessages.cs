using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Domain.Subscriptions;

/// <summary>Subscribe (IFA 005 7.3.3.2): which changes a client wants to be told.</summary>
/// <param name="Filter">Which.</param>
public sealed record CreateSubscription(ChangeFilter Filter) : IRequest<SubscriptionState>;

/// <summary>The end of a subscription.</summary>
/// <param name="Subscription">The subscription.</param>
public sealed record DeleteSubscription(SubscriptionId Subscription) : IRequest<SubscriptionState>;

/// <summary>Which changes; every part that is empty lets all through.</summary>
public sealed record ChangeFilter
{
    /// <summary>The most entries of one part.</summary>
    public const int MaxEntries = 1_000;

    /// <summary>Kinds of resources.</summary>
    public ImmutableArray<ResourceKind> Kinds { get; init; } = [];

    /// <summary>Kinds of changes.</summary>
    public ImmutableArray<ChangeType> Types { get; init; } = [];

    /// <summary>Ids of resources.</summary>
    public ImmutableArray<string> ResourceIds { get; init; } = [];

    /// <summary>Zones.</summary>
    public ImmutableArray<ZoneId> Zones { get; init; } = [];
}

/// <summary>The kinds of resources that changes are told of.</summary>
public enum ResourceKind
{
    /// <summary>Virtualised compute resource.</summary>
    Compute,

    /// <summary>Compute host.</summary>
    Host,

    /// <summary>Virtual link.</summary>
    VirtualLink,

    /// <summary>Compute flavour.</summary>
    Flavour,

    /// <summary>Software image.</summary>
    Image,

    /// <summary>Affinity group.</summary>
    AffinityGroup,
}

/// <summary>What happened to a resource.</summary>
public enum ChangeType
{
    /// <summary>It is there now.</summary>
    Created,

    /// <summary>Something of it changed.</summary>
    Updated,

    /// <summary>It is gone.</summary>
    Deleted,
}

/// <summary>A subscription was made.</summary>
/// <param name="ResourceGroup">Tenant.</param>
/// <param name="Principal">Who.</param>
/// <param name="Filter">Which changes.</param>
/// <param name="Digest">Digest of the request; none without an idempotency key.</param>
/// <param name="At">When.</param>
public sealed record SubscriptionCreated(
    ResourceGroupId ResourceGroup, string Principal, ChangeFilter Filter, RequestDigest Digest, DateTimeOffset At);

/// <summary>A subscription ended.</summary>
/// <param name="At">When.</param>
public sealed record SubscriptionDeleted(DateTimeOffset At);

/// <summary>A subscription to changes. Immutable.</summary>
public sealed record SubscriptionState
{
    /// <summary>Id.</summary>
    public required SubscriptionId Id { get; init; }

    /// <summary>Whether it exists.</summary>
    public bool Exists { get; init; }

    /// <summary>Tenant.</summary>
    public ResourceGroupId ResourceGroup { get; init; }

    /// <summary>Who.</summary>
    public string Principal { get; init; } = "";

    /// <summary>Which changes.</summary>
    public ChangeFilter Filter { get; init; } = new();

    /// <summary>Digest of the request that made it.</summary>
    public RequestDigest Digest { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null: it did not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

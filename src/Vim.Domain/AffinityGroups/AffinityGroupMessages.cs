using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;

namespace Vim.Domain.AffinityGroups;

/// <summary>CreateComputeResourceAffinityOrAntiAffinityConstraintsGroup (IFA 005 7.3.1.9).</summary>
/// <param name="Id">Id wished for; null to have one made.</param>
/// <param name="Name">Name.</param>
/// <param name="Type">Together or apart.</param>
/// <param name="Scope">What it is measured by.</param>
public sealed record CreateAffinityGroup(AffinityGroupId? Id, string Name, AffinityType Type, AffinityScope Scope)
    : IRequest<AffinityGroupState>
{
    /// <summary>The largest <see cref="MaxPerScope"/>.</summary>
    public const int MostPerScope = 1_000;

    /// <summary>Whether it is a wish that refuses nothing.</summary>
    public bool IsSoft { get; init; }

    /// <summary>The most members on one socket or host, or in one rack or fault domain, for anti-affinity.</summary>
    public int MaxPerScope { get; init; } = 1;
}

/// <summary>Deletion. Members stay where they are and keep their wish; nobody joins any more.</summary>
/// <param name="Group">The group.</param>
public sealed record DeleteAffinityGroup(AffinityGroupId Group) : IRequest<AffinityGroupState>;

/// <summary>A group was made.</summary>
/// <param name="Name">Name.</param>
/// <param name="ResourceGroup">Tenant who made it.</param>
/// <param name="Type">Together or apart.</param>
/// <param name="Scope">What it is measured by.</param>
/// <param name="Digest">Digest of the request; none without an idempotency key.</param>
/// <param name="At">When.</param>
public sealed record AffinityGroupCreated(
    string Name,
    ResourceGroupId ResourceGroup,
    AffinityType Type,
    AffinityScope Scope,
    RequestDigest Digest,
    DateTimeOffset At)
{
    /// <summary>Whether it is a wish that refuses nothing.</summary>
    public bool IsSoft { get; init; }

    /// <summary>The most members on one socket or host, or in one rack or fault domain, for anti-affinity.</summary>
    public int MaxPerScope { get; init; } = 1;
}

/// <summary>A group was deleted.</summary>
/// <param name="At">When.</param>
public sealed record AffinityGroupDeleted(DateTimeOffset At);

/// <summary>
/// An affinity or anti-affinity constraints group. Immutable. Its members are known to the zones' ledgers.
/// </summary>
public sealed record AffinityGroupState
{
    /// <summary>Id.</summary>
    public required AffinityGroupId Id { get; init; }

    /// <summary>Whether it exists.</summary>
    public bool Exists { get; init; }

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Tenant who made it.</summary>
    public ResourceGroupId ResourceGroup { get; init; }

    /// <summary>Together or apart.</summary>
    public AffinityType Type { get; init; }

    /// <summary>What it is measured by.</summary>
    public AffinityScope Scope { get; init; }

    /// <summary>Whether it is a wish that refuses nothing.</summary>
    public bool IsSoft { get; init; }

    /// <summary>The most members on one socket or host, or in one rack or fault domain, for anti-affinity.</summary>
    public int MaxPerScope { get; init; } = 1;

    /// <summary>Digest of the request that made it.</summary>
    public RequestDigest Digest { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was deleted; null: it was not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

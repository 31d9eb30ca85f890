using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Domain.Flavours;

/// <summary>CreateComputeFlavour (IFA 005 7.3.4.2).</summary>
public sealed record CreateFlavour : IRequest<FlavourState>
{
    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Id wished for; null to have one made.</summary>
    public FlavourId? Id { get; init; }

    /// <summary>What a compute of this flavour asks; without vNICs.</summary>
    public required ComputeRequirements Requirements { get; init; }

    /// <summary>Metadata.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];
}

/// <summary>DeleteComputeFlavour (IFA 005 7.3.4.4). Computes made of it stay as they are.</summary>
/// <param name="Flavour">The flavour.</param>
public sealed record DeleteFlavour(FlavourId Flavour) : IRequest<FlavourState>;

/// <summary>A flavour was made.</summary>
/// <param name="Name">Name.</param>
/// <param name="ResourceGroup">Tenant who made it.</param>
/// <param name="Requirements">What a compute of it asks.</param>
/// <param name="Metadata">Metadata.</param>
/// <param name="Digest">Digest of the request; none without an idempotency key.</param>
/// <param name="At">When.</param>
public sealed record FlavourCreated(
    string Name,
    ResourceGroupId ResourceGroup,
    ComputeRequirements Requirements,
    ImmutableArray<MetadataEntry> Metadata,
    RequestDigest Digest,
    DateTimeOffset At);

/// <summary>A flavour was deleted.</summary>
/// <param name="At">When.</param>
public sealed record FlavourDeleted(DateTimeOffset At);

/// <summary>A compute flavour. Immutable.</summary>
public sealed record FlavourState
{
    /// <summary>Id.</summary>
    public required FlavourId Id { get; init; }

    /// <summary>Whether it exists.</summary>
    public bool Exists { get; init; }

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Tenant who made it.</summary>
    public ResourceGroupId ResourceGroup { get; init; }

    /// <summary>What a compute of it asks; null exactly if there is none.</summary>
    public ComputeRequirements? Requirements { get; init; }

    /// <summary>Metadata.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>Digest of the request that made it.</summary>
    public RequestDigest Digest { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was deleted; null: it was not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

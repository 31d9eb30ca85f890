using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Units;

namespace Vim.Domain.Images;

/// <summary>
/// What is said of a software image (IFA 005 8.2.2 SoftwareImageInformation, as far as the client gives it).
/// </summary>
public sealed record ImageDescription
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Supplier.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Digest of the file with its algorithm: <c>sha256:9f86...</c>; empty where unknown.</summary>
    public string Checksum { get; init; } = "";

    /// <summary>Wrapper: <c>bare</c>, <c>ova</c>, <c>docker</c>.</summary>
    public string ContainerFormat { get; init; } = "bare";

    /// <summary>Disk format: <c>raw</c>, <c>qcow2</c>, <c>vmdk</c>.</summary>
    public string DiskFormat { get; init; } = "qcow2";

    /// <summary>Smallest disk that can hold it.</summary>
    public MemorySize MinDisk { get; init; }

    /// <summary>Smallest memory that can run it.</summary>
    public MemorySize MinMemory { get; init; }

    /// <summary>Size of the file.</summary>
    public MemorySize Size { get; init; }

    /// <summary>Where hosts get it from; empty where they know it by its id.</summary>
    public string Source { get; init; } = "";

    /// <summary>Whether tenants other than the one that added it may use it.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Metadata.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];
}

/// <summary>Add Image (IFA 005 7.2.2): its metadata.</summary>
/// <param name="Id">Id wished for; null to have one made.</param>
/// <param name="Description">What it is.</param>
public sealed record AddImage(ImageId? Id, ImageDescription Description) : IRequest<ImageState>;

/// <summary>Update Image (IFA 005 7.2.5): the description in place of the old one.</summary>
/// <param name="Image">The image.</param>
/// <param name="Description">What it is.</param>
public sealed record UpdateImage(ImageId Image, ImageDescription Description) : IRequest<ImageState>;

/// <summary>Delete Image (IFA 005 7.2.6). Computes made of it keep running.</summary>
/// <param name="Image">The image.</param>
public sealed record DeleteImage(ImageId Image) : IRequest<ImageState>;

/// <summary>An image was added.</summary>
/// <param name="ResourceGroup">Tenant who added it.</param>
/// <param name="Description">What it is.</param>
/// <param name="Digest">Digest of the request; none without an idempotency key.</param>
/// <param name="At">When.</param>
public sealed record ImageAdded(
    ResourceGroupId ResourceGroup, ImageDescription Description, RequestDigest Digest, DateTimeOffset At);

/// <summary>The description of an image changed.</summary>
/// <param name="Description">The new one.</param>
/// <param name="At">When.</param>
public sealed record ImageUpdated(ImageDescription Description, DateTimeOffset At);

/// <summary>An image was deleted.</summary>
/// <param name="At">When.</param>
public sealed record ImageDeleted(DateTimeOffset At);

/// <summary>A software image. Immutable.</summary>
public sealed record ImageState
{
    /// <summary>Id.</summary>
    public required ImageId Id { get; init; }

    /// <summary>Whether it exists.</summary>
    public bool Exists { get; init; }

    /// <summary>Tenant who added it.</summary>
    public ResourceGroupId ResourceGroup { get; init; }

    /// <summary>What it is; null exactly if there never was one.</summary>
    public ImageDescription? Description { get; init; }

    /// <summary>Digest of the request that added it.</summary>
    public RequestDigest Digest { get; init; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its description last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was deleted; null: it was not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

namespace Vim.Descriptors.Model;

/// <summary>An image that computes boot from.</summary>
public sealed record ImageReference
{
    /// <summary>Name in the VIM's image store.</summary>
    public required string Name { get; init; }

    /// <summary>Where the descriptor says the file is (a path or a URL); null when it names the image only.</summary>
    public string? Location { get; init; }

    /// <summary>Smallest root disk in GiB; 0 when the descriptor does not say.</summary>
    public long MinDiskGibibytes { get; init; }

    /// <summary>Smallest memory in MiB; 0 when the descriptor does not say.</summary>
    public long MinMemoryMebibytes { get; init; }

    /// <summary>qcow2, raw ...; null when the descriptor does not say.</summary>
    public string? DiskFormat { get; init; }

    /// <summary>Version; null when the descriptor does not say.</summary>
    public string? Version { get; init; }

    /// <summary>Checksum, `algorithm:hexadecimal`; null when the descriptor does not say.</summary>
    public string? Checksum { get; init; }
}

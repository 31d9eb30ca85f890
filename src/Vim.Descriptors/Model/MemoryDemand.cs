namespace Vim.Descriptors.Model;

/// <summary>Guest memory.</summary>
public sealed record MemoryDemand
{
    /// <summary>Size in MiB, at least 1.</summary>
    public required long SizeMebibytes { get; init; }

    /// <summary>Host page size that backs it.</summary>
    public PageSizeDemand PageSize { get; init; } = PageSizeDemand.Unspecified;
}

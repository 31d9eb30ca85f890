namespace Vim.Descriptors.Model;

/// <summary>Local disks of a compute. 0 means none, for the root disk: as large as the image.</summary>
public sealed record StorageDemand
{
    /// <summary>Root disk in GiB.</summary>
    public long RootDiskGibibytes { get; init; }

    /// <summary>Further empty disk in GiB.</summary>
    public long EphemeralGibibytes { get; init; }

    /// <summary>Swap disk in MiB.</summary>
    public long SwapMebibytes { get; init; }

    /// <summary>Volumes created with the compute, in order.</summary>
    public IReadOnlyList<VolumeDemand> Volumes { get; init; } = [];
}

namespace Vim.Descriptors.Model;

/// <summary>A NUMA node of the guest.</summary>
public sealed record GuestNumaNode
{
    /// <summary>Index, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its vCPUs, ascending.</summary>
    public required IReadOnlyList<int> VcpuIds { get; init; }

    /// <summary>Its memory in MiB.</summary>
    public required long MemoryMebibytes { get; init; }
}

using System.Collections.Immutable;
using Vim.Domain.Requests;
using Vim.Domain.Units;

namespace Vim.Domain.Epa.Metadata;

/// <summary>What the metadata of one compute is read from, and the sizes that it speaks about.</summary>
public sealed record MetadataSource
{
    /// <summary>vCPUs of the flavour; metadata of a flavour with none or too many is not understood.</summary>
    public required int VirtualCpuCount { get; init; }

    /// <summary>Memory of the flavour.</summary>
    public required MemorySize Memory { get; init; }

    /// <summary>Local storage of the flavour.</summary>
    public MemorySize LocalStorage { get; init; }

    /// <summary>The flavour's metadata: extra specs.</summary>
    public ImmutableArray<MetadataEntry> Flavour { get; init; } = [];

    /// <summary>The image's metadata: properties.</summary>
    public ImmutableArray<MetadataEntry> Image { get; init; } = [];

    /// <summary>Whether IFA 005's own attribute asks for pinning: dedicated vCPUs where nobody says mixed.</summary>
    public bool IsPinned { get; init; }

    /// <summary>What the client said in typed fields; metadata may say it again, but nothing else.</summary>
    public EpaParts Typed { get; init; } = EpaParts.None;
}

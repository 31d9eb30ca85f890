using System.Collections.Immutable;

namespace Vim.Domain.Epa.Metadata;

/// <summary>What metadata and typed fields ask together.</summary>
/// <param name="Parts">All that was understood; to be used only where nothing was refused.</param>
/// <param name="Refusals">Every entry that cannot be honoured, in the order of the keys.</param>
public sealed record MetadataReading(EpaParts Parts, ImmutableArray<MetadataRefusal> Refusals);

/// <summary>Why one entry of metadata is not honoured.</summary>
/// <param name="Key">The key; of a missing entry, the key that is missing.</param>
/// <param name="Value">Its value; null where the entry is missing.</param>
/// <param name="IsImage">Whether it is the image's; else the flavour's.</param>
/// <param name="Description">What is wrong with it, and what is allowed.</param>
public sealed record MetadataRefusal(string Key, string? Value, bool IsImage, string Description)
{
    /// <summary><c>hw:cpu_policy=pinned is not shared, dedicated or mixed</c>.</summary>
    public override string ToString() =>
        $"{(IsImage ? "image: " : "")}{Key}{(Value is null ? "" : $"={Value}")} {Description}";
}

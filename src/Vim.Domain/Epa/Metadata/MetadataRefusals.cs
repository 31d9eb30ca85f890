using System.Collections.Immutable;

namespace Vim.Domain.Epa.Metadata;

/// <summary>Gathers everything that is wrong with one reading.</summary>
internal sealed class MetadataRefusals
{
    private readonly List<MetadataRefusal> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(string key, string? value, bool isImage, string description) =>
        _found.Add(new(key, value, isImage, description));

    public ImmutableArray<MetadataRefusal> InOrder() =>
    [
        .. _found.Distinct()
            .OrderBy(refusal => refusal.IsImage)
            .ThenBy(refusal => refusal.Key, StringComparer.Ordinal)
            .ThenBy(refusal => refusal.Description, StringComparer.Ordinal),
    ];
}

using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Vim.Domain.Requests;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>Consumers' tags.</summary>
internal static class MetadataMapping
{
    public static ImmutableArray<MetadataEntry> ToDomain(ImmutableSortedDictionary<string, string> pairs) =>
        [.. pairs.Select(pair => new MetadataEntry(pair.Key, pair.Value))];

    /// <summary>Entries that were found sound, by key.</summary>
    public static ImmutableArray<MetadataEntry> ToDomain(RepeatedField<KeyValuePair> pairs) =>
    [
        .. pairs
            .Select(pair => new MetadataEntry(pair.Key, pair.Value))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal),
    ];

    public static void AddTo(RepeatedField<KeyValuePair> target, ImmutableArray<MetadataEntry> metadata) =>
        target.AddRange(metadata.Select(entry => new KeyValuePair { Key = entry.Key, Value = entry.Value }));

    public static string? Find(ImmutableArray<MetadataEntry> metadata, string key)
    {
        foreach (var entry in metadata)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }
}

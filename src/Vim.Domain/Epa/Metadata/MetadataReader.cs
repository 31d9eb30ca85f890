using System.Collections.Immutable;
using Vim.Domain.Requests;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// Sorts the entries of a flavour or an image: what is of OpenStack's families is read or refused by name, all else is
/// the client's own and left alone. An image has many <c>hw_</c> properties that are no demand on the host (disk bus,
/// NIC model): those are left alone too.
/// </summary>
internal static class MetadataReader
{
    private const string ImagePrefix = "hw_";
    private const string TraitPrefix = "trait:";
    private const string AggregateFamily = "aggregate_instance_extra_specs";

    public static Wishes ReadFlavour(ImmutableArray<MetadataEntry> entries, MetadataRefusals refusals)
    {
        var wishes = new Wishes();
        foreach (var entry in entries)
        {
            if (RefusalOf(wishes, entry) is { } refusal)
            {
                refusals.Add(entry.Key, entry.Value, isImage: false, refusal);
            }
        }

        return wishes;
    }

    public static Wishes ReadImage(ImmutableArray<MetadataEntry> entries, MetadataRefusals refusals)
    {
        var wishes = new Wishes();
        foreach (var entry in entries)
        {
            string? refusal = null;
            if (entry.Key.StartsWith(ImagePrefix, StringComparison.Ordinal))
            {
                MetadataTable.TryRead(entry.Key[ImagePrefix.Length..], entry.Value, isImage: true, wishes, out refusal);
            }
            else if (entry.Key.StartsWith(TraitPrefix, StringComparison.Ordinal))
            {
                refusal = ResourceKeys.ReadTrait(wishes, entry.Key[TraitPrefix.Length..], entry.Value);
            }

            if (refusal is not null)
            {
                refusals.Add(entry.Key, entry.Value, isImage: true, refusal);
            }
        }

        return wishes;
    }

    /// <summary>Whether an entry of an image may be a demand on the host.</summary>
    public static bool IsOfImage(MetadataEntry entry) =>
        entry.Key.StartsWith(ImagePrefix, StringComparison.Ordinal)
        || entry.Key.StartsWith(TraitPrefix, StringComparison.Ordinal);

    /// <summary>Whether a key of a flavour is of a family that is understood or refused, never left alone.</summary>
    public static bool IsOurs(string key) => FamilyOf(key) is not null;

    private static string? RefusalOf(Wishes wishes, MetadataEntry entry)
    {
        var family = FamilyOf(entry.Key);
        var name = entry.Key[(entry.Key.IndexOf(':', StringComparison.Ordinal) + 1)..];
        switch (family)
        {
            case null:
                return null;
            case "hw":
                return MetadataTable.TryRead(name, entry.Value, isImage: false, wishes, out var refusal)
                    ? refusal
                    : $"is no key that this VIM understands; it understands {MetadataTable.FlavourKeys}";
            case "pci_passthrough":
                return name == "alias"
                    ? ResourceKeys.ReadAliases(wishes, entry.Value)
                    : "is no key that this VIM understands; it understands pci_passthrough:alias";
            case "trait":
                return ResourceKeys.ReadTrait(wishes, name, entry.Value);
            case "resources":
                return ResourceKeys.ReadResource(wishes, name, entry.Value);
            case AggregateFamily:
                return "asks for aggregates by their metadata; those of this VIM have names alone: name them in "
                    + "location_constraints.aggregate of the allocation";
            default:
                return "is of a numbered request group; this VIM takes all of one host: leave the number out";
        }
    }

    /// <summary>
    /// The word before the colon where it is of OpenStack's families; null where the key is the client's own.
    /// </summary>
    private static string? FamilyOf(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : key[..colon];
        return prefix is "hw" or "pci_passthrough" or "trait" or "resources" or AggregateFamily
            || IsGroup(prefix, "trait")
            || IsGroup(prefix, "resources")
                ? prefix
                : null;
    }

    private static bool IsGroup(string prefix, string family) =>
        prefix.Length > family.Length
        && prefix.StartsWith(family, StringComparison.Ordinal)
        && (prefix[family.Length] == '_' || char.IsAsciiDigit(prefix[family.Length]));
}

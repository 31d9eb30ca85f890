using System.Collections.Immutable;
using Vim.Domain.Requests;

namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// OpenStack's metadata of flavours and images as EPA: <c>hw:*</c>, <c>pci_passthrough:alias</c>, <c>trait:*</c>,
/// <c>resources:*</c>; <c>hw_*</c> and <c>trait:*</c> of images. Nothing of these families is dropped: what is not
/// understood, contradicts another entry or a typed field, or cannot be honoured is refused, all of it at once. Other
/// keys are the client's own. Pure.
/// </summary>
public static class FlavourMetadata
{
    /// <summary>Reads metadata beside typed fields.</summary>
    public static MetadataReading Read(MetadataSource source)
    {
        var refusals = new MetadataRefusals();
        var flavour = MetadataReader.ReadFlavour(source.Flavour, refusals);
        var image = MetadataReader.ReadImage(source.Image, refusals);
        if (source.VirtualCpuCount is < 1 or > ComputeRequirementsRules.MaxVirtualCpus)
        {
            return new(source.Typed, refusals.InOrder());
        }

        var wishes = new ImagePrecedence(flavour, image, source.Typed, refusals).Combine();
        var parts = new WishResolver(wishes, source, refusals).Resolve();
        return new(new PartMerger(source, parts, wishes, refusals).Merge(), refusals.InOrder());
    }

    /// <summary>
    /// Reads the metadata of an image for a guest of a flavour that was read before. The flavour's metadata is read
    /// again, since what it left open is the image's to say.
    /// </summary>
    /// <param name="flavour">What the flavour came to.</param>
    /// <param name="metadata">The flavour's metadata.</param>
    /// <param name="image">The image's metadata.</param>
    public static MetadataReading ReadImage(
        ComputeRequirements flavour, ImmutableArray<MetadataEntry> metadata, ImmutableArray<MetadataEntry> image)
    {
        var source = new MetadataSource
        {
            VirtualCpuCount = flavour.VirtualCpuCount,
            Memory = flavour.Memory,
            LocalStorage = flavour.LocalStorage,
            Flavour = metadata,
        };
        var typed = EpaParts.Of(flavour).Without(Read(source).Parts);
        return Read(source with { Image = image, Typed = typed });
    }

    /// <summary>Whether an image's metadata may ask anything.</summary>
    public static bool MayAsk(ImmutableArray<MetadataEntry> image) => image.Any(MetadataReader.IsOfImage);

    /// <summary>Whether a key of a flavour is of the families that are understood or refused.</summary>
    public static bool Understands(string key) => MetadataReader.IsOurs(key);
}

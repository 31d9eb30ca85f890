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

        var wishes = new ImagePrecedence(flavour, image, refusals).Combine();
        var parts = new WishResolver(wishes, source, refusals).Resolve();
        return new(new PartMerger(source, parts, wishes, refusals).Merge(), refusals.InOrder());
    }

    /// <summary>Whether a key of a flavour is of the families that are understood or refused.</summary>
    public static bool Understands(string key) => MetadataReader.IsOurs(key);
}

using Nfv.OrVi.V1;
using Vim.Descriptors.Model;

namespace Vim.Cli.Deployment;

/// <summary>Images as they are registered: the metadata that the descriptor gives.</summary>
internal static class ImageMapper
{
    private const long Gibibyte = 1L << 30;
    private const long Mebibyte = 1L << 20;

    public static PlannedImage Map(ImageReference image, MappingChoices choices)
    {
        var reference = new SoftwareImageReference
        {
            Url = image.Location is { } location && location.Contains("://", StringComparison.Ordinal) ? location : "",
            Checksum = image.Checksum ?? "",
            ContainerFormat = "bare",
            DiskFormat = image.DiskFormat ?? "qcow2",
        };
        if (image.MinDiskGibibytes > 0)
        {
            reference.MinDisk = new DataSize { Bytes = image.MinDiskGibibytes * Gibibyte };
        }

        if (image.MinMemoryMebibytes > 0)
        {
            reference.MinRam = new DataSize { Bytes = image.MinMemoryMebibytes * Mebibyte };
        }

        return new PlannedImage(image.Name, new AddImageRequest
        {
            Name = image.Name,
            Provider = "descriptor",
            Version = image.Version ?? "unknown",
            SoftwareImage = reference,
            ResourceGroupId = choices.Tenant,
        });
    }
}

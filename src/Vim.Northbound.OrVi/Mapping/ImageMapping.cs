using Google.Protobuf.WellKnownTypes;
using Vim.Domain.Images;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>Images as SoftwareImageInformation (IFA 005 8.2.2).</summary>
internal static class ImageMapping
{
    public static Proto.SoftwareImageInformation ToProto(ImageState state)
    {
        var image = state.Description!;
        var result = new Proto.SoftwareImageInformation
        {
            SoftwareImageId = state.Id.Value,
            Name = image.Name,
            Provider = image.Provider,
            Version = image.Version,
            Checksum = image.Checksum,
            ContainerFormat = image.ContainerFormat,
            DiskFormat = image.DiskFormat,
            CreatedAt = Timestamp.FromDateTimeOffset(state.CreatedAt),
            UpdatedAt = Timestamp.FromDateTimeOffset(state.UpdatedAt),
            MinDisk = new() { Bytes = image.MinDisk.Bytes },
            MinRam = new() { Bytes = image.MinMemory.Bytes },
            Size = new() { Bytes = image.Size.Bytes },

            // The VIM holds what is said of the image; whether hosts can fetch it is theirs to find out.
            Status = Proto.SoftwareImageStatus.Registered,
            Visibility = image.IsPublic ? Proto.ImageVisibility.Public : Proto.ImageVisibility.Private,
            ResourceGroupId = state.ResourceGroup.Value,
            SourceUrl = image.Source,
        };
        MetadataMapping.AddTo(result.UserMetadata, image.Metadata);
        return result;
    }
}

using Nfv.OrVi.V1;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>Images, one line each.</summary>
internal static class ImageTable
{
    public static void Write(Screen screen, IReadOnlyList<SoftwareImageInformation> images, bool isWide)
    {
        var table = new TextTable(
            new Column("ID"), new Column("NAME"), new Column("VERSION"), new Column("STATUS"), new Column("FORMAT"),
            new Column("MIN DISK", Right: true), new Column("PROVIDER", Wide: true), new Column("CHECKSUM", Wide: true),
            new Column("TENANT", Wide: true));
        foreach (var image in images)
        {
            table.Add(
                image.SoftwareImageId,
                image.Name,
                image.Version,
                Words.Of(image.Status),
                image.DiskFormat,
                image.MinDisk is { Bytes: > 0 } disk ? Units.Bytes(disk.Bytes) : "-",
                image.Provider,
                image.Checksum.Length > 0 ? image.Checksum : "-",
                image.ResourceGroupId);
        }

        table.Write(screen, isWide, "no images");
    }
}

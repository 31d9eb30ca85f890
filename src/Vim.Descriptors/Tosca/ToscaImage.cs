using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>Software images of SOL001: `sw_image_data` and an artifact of type tosca.artifacts.nfv.SwImage.</summary>
internal sealed class ToscaImage(DeploymentDraft draft)
{
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    /// <summary>Name of the image of a VDU or a storage node; null when it has none.</summary>
    internal string? Read(ToscaNode node, Section? properties)
    {
        var data = properties?.TakeSection("sw_image_data");
        string? location = null;
        YamlNode? place = null;
        foreach (var entry in node.Artifacts?.Node.Entries ?? [])
        {
            (location, data, place) = ReadArtifact(entry, location, data, place);
        }

        if (data is null && location is null)
        {
            return null;
        }

        var image = ReadData(data, location);
        draft.AddImage(image, data?.Node ?? place!);
        return image.Name;
    }

    private (string? Location, Section? Data, YamlNode? Place) ReadArtifact(
        YamlEntry entry, string? location, Section? data, YamlNode? place)
    {
        if (entry.Value is YamlScalar)
        {
            _diagnostics.Note(entry.Value, $"artifact '{entry.Name}' is no image and is not deployed");
            return (location, data, place);
        }

        if (Section.Open(entry.Value, _diagnostics) is not { } artifact)
        {
            return (location, data, place);
        }

        var type = Values.Text(artifact.Take("type"), _diagnostics);
        var file = Values.Name(artifact.Require("file"), _diagnostics);
        artifact.Ignore("description", "repository", "deploy_path");
        var properties = artifact.TakeSection("properties");
        artifact.Done();
        if (type is not ("tosca.artifacts.nfv.SwImage" or "tosca.artifacts.Deployment.Image.VM"))
        {
            _diagnostics.Note(entry.Value, $"artifact '{entry.Name}' is no image and is not deployed");
            return (location, data, place);
        }

        if (location is not null)
        {
            _diagnostics.Error(entry.Value, "a second image of one node", "keep one artifact of type SwImage");
        }

        return (file, properties ?? data, entry.Value);
    }

    private ImageReference ReadData(Section? data, string? location)
    {
        var name = Values.Name(data?.Take("name"), _diagnostics);
        var image = new ImageReference
        {
            Name = name ?? ImageNames.FromPath(location ?? "image"),
            Location = location ?? Values.Name(data?.Take("sw_image"), _diagnostics),
            Version = Values.Name(data?.Take("version"), _diagnostics),
            Checksum = ReadChecksum(data?.Take("checksum")),
            DiskFormat = Values.Name(data?.Take("disk_format"), _diagnostics)?.ToLowerInvariant(),
            MinDiskGibibytes = Quantities.GibibytesUp(data?.Take("min_disk"), "GiB", _diagnostics) ?? 0,
            MinMemoryMebibytes = Quantities.Mebibytes(data?.Take("min_ram"), "MiB", _diagnostics) ?? 0,
        };
        data?.Ignore(
            "container_format",
            "size",
            "operating_system",
            "provider",
            "supported_virtualisation_environments",
            "sw_image");
        data?.Done();
        return image;
    }

    private string? ReadChecksum(YamlNode? node)
    {
        if (node is not YamlMapping)
        {
            return Values.Name(node, _diagnostics);
        }

        var checksum = Section.Open(node, _diagnostics)!;
        var algorithm = Values.Name(checksum.Require("algorithm"), _diagnostics);
        var hash = Values.Name(checksum.Require("hash"), _diagnostics);
        checksum.Done();
        return algorithm is null || hash is null ? null : $"{algorithm.ToLowerInvariant()}:{hash.ToLowerInvariant()}";
    }
}

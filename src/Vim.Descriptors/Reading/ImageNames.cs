namespace Vim.Descriptors.Reading;

/// <summary>Names of images that descriptors give as paths.</summary>
internal static class ImageNames
{
    private static readonly string[] Endings = [".qcow2", ".img", ".raw", ".vmdk", ".iso"];

    /// <summary>The file's name without folder and image ending.</summary>
    internal static string FromPath(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var ending = Endings.FirstOrDefault(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        name = ending is null ? name : name[..^ending.Length];
        return name.Length == 0 ? path : name;
    }
}

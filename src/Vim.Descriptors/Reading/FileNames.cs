namespace Vim.Descriptors.Reading;

/// <summary>Names of deployments whose language gives them none.</summary>
internal static class FileNames
{
    /// <summary>The file's name without folder and ending.</summary>
    internal static string Stem(string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        return dot > 0 ? name[..dot] : name;
    }
}

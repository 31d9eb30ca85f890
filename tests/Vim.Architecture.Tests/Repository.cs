using System.Xml.Linq;

namespace Vim.Architecture.Tests;

/// <summary>The checkout that the tests were built from, read as text.</summary>
internal static class Repository
{
    public static IReadOnlyDictionary<string, ProjectFile> SourceProjects { get; } =
        Directory.EnumerateFiles(Checkout.At("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(ProjectFile.Load)
            .ToDictionary(project => project.Name, StringComparer.Ordinal);

    public static IEnumerable<SourceFile> SourceFiles(params string[] folders) =>
        folders.SelectMany(folder =>
                Directory.EnumerateFiles(Checkout.At(folder), "*.cs", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(
                Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'), File.ReadAllText(path)));
}

internal sealed record SourceFile(string Path, string Text)
{
    public string Project => Path.Split('/')[1];

    public override string ToString() => Path;
}

internal sealed record ProjectFile(string Name, string Layer, IReadOnlyList<string> References)
{
    public static ProjectFile Load(string path)
    {
        var root = XDocument.Load(path).Root!;
        return new(
            Path.GetFileNameWithoutExtension(path),
            root.Descendants("VimLayer").SingleOrDefault()?.Value ?? "",
            [.. root.Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))]);
    }
}

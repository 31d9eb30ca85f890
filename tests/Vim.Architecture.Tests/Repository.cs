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
        Read(folders.SelectMany(folder => Below(folder, "*.cs")));

    /// <summary>All code, wire contracts and build scripts.</summary>
    public static IEnumerable<SourceFile> WrittenFiles()
    {
        string[] kinds = ["*.cs", "*.proto", "*.cake", "*.csproj", "*.props", "*.targets", "*.sh"];
        return Read(kinds.SelectMany(kind =>
            Directory.EnumerateFiles(Checkout.Root, kind)
                .Concat(new[] { "src", "tests", "proto" }.SelectMany(folder => Below(folder, kind)))));
    }

    private static IEnumerable<string> Below(string folder, string kind) =>
        Directory.EnumerateFiles(Checkout.At(folder), kind, SearchOption.AllDirectories);

    private static IEnumerable<SourceFile> Read(IEnumerable<string> paths) => paths
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

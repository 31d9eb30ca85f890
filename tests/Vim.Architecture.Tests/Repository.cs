using System.Xml.Linq;

namespace Vim.Architecture.Tests;

/// <summary>The checkout that the tests were built from, read as text.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyDictionary<string, ProjectFile> SourceProjects { get; } =
        Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(ProjectFile.Load)
            .ToDictionary(project => project.Name, StringComparer.Ordinal);

    public static IEnumerable<SourceFile> SourceFiles(params string[] folders) =>
        folders.SelectMany(folder =>
                Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Vim.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("Vim.sln is in no folder above the tests");
        }

        return folder;
    }
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

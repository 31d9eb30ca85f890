using System.Text.RegularExpressions;

namespace Vim.Architecture.Tests;

/// <summary>House rules that no analyzer has.</summary>
public sealed partial class TidyTests
{
    private const int MaxLines = 350;
    private const int MaxColumns = 120;

    /// <summary>gRPC's interop service is asked by its clients to wait between responses (interval_us).</summary>
    private static readonly string[] MayDelay = ["tests/Vim.Conformance/Grpc/InteropService.cs"];

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold() =>
        Assert.Equal(
            [],
            Repository.SourceFiles("src", "tests")
                .Select(file => (file.Path, Lines: LineCount(file.Text)))
                .Where(file => file.Lines > MaxLines));

    [Fact]
    public void No_line_is_wider_than_a_page() =>
        Assert.Empty(Repository.WrittenFiles()
            .SelectMany(file => file.Text.Split('\n').Index()
                .Where(line => line.Item.Length > MaxColumns)
                .Select(line => $"{file.Path}:{line.Index + 1} has {line.Item.Length} columns")));

    [Fact]
    public void Nothing_is_left_to_do_or_switched_off() =>
        Assert.Empty(Find(LeftOver()));

    [Fact]
    public void No_test_sleeps() =>
        Assert.Empty(Repository.SourceFiles("tests")
            .Where(file => file.Project != "Vim.Architecture.Tests" && !MayDelay.Contains(file.Path))
            .SelectMany(file => Matches(file, Sleep())));

    [Fact]
    public void No_failure_is_swallowed() => Assert.Empty(Find(EmptyCatch()));

    [Fact]
    public void Namespaces_are_folders() =>
        Assert.Empty(Repository.SourceFiles("src")
            .Select(file => (file.Path, Found: Namespace().Match(file.Text).Groups[1].Value))
            .Where(file => file.Found.Length > 0)
            .Where(file => file.Found != Path.GetDirectoryName(file.Path)!["src/".Length..].Replace('/', '.'))
            .Select(file => $"{file.Path} has namespace {file.Found}"));

    private static IEnumerable<string> Find(Regex regex) => Repository.SourceFiles("src", "tests")
        .Where(file => file.Project != "Vim.Architecture.Tests")
        .SelectMany(file => Matches(file, regex));

    private static IEnumerable<string> Matches(SourceFile file, Regex regex) => regex.Matches(file.Text)
        .Select(match => $"{file.Path}:{LineCount(file.Text.AsSpan(0, match.Index)) + 1}: {match.Value.Trim()}");

    private static int LineCount(ReadOnlySpan<char> text) => text.Count('\n');

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|\bXXX\b|NotImplementedException|Skip\s*=\s*""")]
    private static partial Regex LeftOver();

    [GeneratedRegex(@"Thread\.Sleep\(|Task\.Delay\(\s*(\d|TimeSpan\.From)[^,)]*\)")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}

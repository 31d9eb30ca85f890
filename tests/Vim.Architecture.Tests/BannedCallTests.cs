using System.Text.RegularExpressions;

namespace Vim.Architecture.Tests;

/// <summary>
/// What the analyzer's list cannot say: no thread, no static that changes, in Pure and Mechanism projects. The list
/// itself (src/BannedSymbols.txt) is enforced by the compiler.
/// </summary>
public sealed partial class BannedCallTests
{
    /// <summary>The one file that may hand work to threads: the real dispatcher.</summary>
    private static readonly string[] MayUseThreads = ["src/Vim.Actors/Dispatching/ThreadPoolDispatcher.cs"];

    public static TheoryData<string, string> Bans => new()
    {
        {
            "threads",
            @"\bnew Thread\b|\bThreadPool\.|\bThread\.Sleep\b|\bTask\.Run\(|\bTask\.Factory\b|\bParallel\.For"
        },
        {
            "clocks",
            @"\bDateTime(Offset)?\.(Utc)?Now\b|\bStopwatch\b|\bTimeProvider\.System\b|\bEnvironment\.TickCount"
        },
        { "chance", @"\bGuid\.NewGuid\b|\bRandom\.Shared\b|\bnew Random\(|\bRandomNumberGenerator\." },
        {
            "files and the environment",
            @"\bFile\.(Read|Write|Open|Create|Delete|Exists|Append)|\bDirectory\.(Create|Enumerate|Delete)"
            + @"|\bEnvironment\.(Get|Exit)|\bConsole\."
        },
    };

    [Theory, MemberData(nameof(Bans))]
    public void Pure_and_mechanism_projects_do_without(string what, string pattern)
    {
        var regex = new Regex(pattern);
        var found = Files()
            .Where(file => what != "threads" || !MayUseThreads.Contains(file.Path))
            .SelectMany(file => Lines(file)
                .Where(line => regex.IsMatch(line.Text))
                .Select(line => $"{file.Path}:{line.Number}: {line.Text.Trim()}"));
        Assert.Empty(found);
    }

    [Fact]
    public void Statics_do_not_change()
    {
        var found = Files().SelectMany(file => Lines(file)
            .Where(line => MutableStatic().IsMatch(line.Text))
            .Select(line => $"{file.Path}:{line.Number}: {line.Text.Trim()}"));
        Assert.Empty(found);
    }

    [Fact]
    public void The_ban_covers_files() => Assert.True(Files().Count() > 30);

    private static IEnumerable<SourceFile> Files() => Repository.SourceFiles("src")
        .Where(file => Repository.SourceProjects[file.Project].Layer is "Pure" or "Mechanism");

    private static IEnumerable<(int Number, string Text)> Lines(SourceFile file) => file.Text.Split('\n')
        .Select((text, index) => (index + 1, text))
        .Where(line => !line.text.TrimStart().StartsWith("//", StringComparison.Ordinal));

    [GeneratedRegex(
        @"^\s*(public|internal|private|protected)\s+static\s+"
        + @"(?!readonly|class|partial|async|event|extern|unsafe|implicit|explicit)[\w<>\[\],?. ]+\s+"
        + @"(?!operator\b)_?\w+\s*(=[^>]|;)")]
    private static partial Regex MutableStatic();
}

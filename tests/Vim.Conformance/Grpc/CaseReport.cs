namespace Vim.Conformance.Grpc;

/// <summary>What a foreign program reported, case by case.</summary>
internal sealed class CaseReport
{
    private readonly Dictionary<string, string> _lines = new(StringComparer.Ordinal);
    private readonly string? _skipReason;
    private readonly string _noise;

    private CaseReport(string? skipReason, string noise)
    {
        _skipReason = skipReason;
        _noise = noise;
    }

    public static CaseReport Skipped(string reason) => new(reason, "");

    public static CaseReport From(ForeignProcess.Outcome outcome)
    {
        var report = new CaseReport(null, outcome.Error);
        foreach (var line in outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', 3);
            if (words.Length >= 2 && words[0] is "PASS" or "FAIL")
            {
                report._lines[words[1].TrimEnd()] = line;
            }
        }

        return report;
    }

    /// <summary>Passes, fails or skips the running test by what was reported of the case.</summary>
    public void Judge(string name)
    {
        if (InteropCases.CloudOnly.Contains(name))
        {
            Assert.Skip($"{name} needs the services of a cloud.");
        }

        if (_skipReason is not null)
        {
            Assert.Skip(_skipReason);
        }

        Assert.True(_lines.TryGetValue(name, out var line), $"The program reported nothing of {name}. {_noise}");
        Assert.StartsWith("PASS", line);
    }
}

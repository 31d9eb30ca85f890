namespace Vim.Cli.Tests.Support;

/// <summary>
/// Text that was looked at once and stays. VIM_UPDATE_GOLDEN=1 writes it anew, to be looked at in the diff.
/// </summary>
internal static class Golden
{
    public static void Check(string name, string text)
    {
        var path = Files.Of("tests", "Vim.Cli.Tests", "golden", name);
        var normal = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("VIM_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, normal);
            return;
        }

        Assert.True(File.Exists(path), $"there is no {path}; run with VIM_UPDATE_GOLDEN=1 and look at what it writes");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), normal);
    }
}

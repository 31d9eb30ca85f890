namespace Vim.Contracts.Tests;

internal static class Repository
{
    /// <summary>The folder that holds Vim.sln, from the place where the test was built.</summary>
    public static string Root { get; } = Find(new(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vim.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException($"no Vim.sln above {AppContext.BaseDirectory}");
    }
}

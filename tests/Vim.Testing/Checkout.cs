namespace Vim.Testing;

/// <summary>The checkout that the tests were built from.</summary>
public static class Checkout
{
    /// <summary>The folder that holds Vim.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file or folder of the checkout.</summary>
    public static string At(params ReadOnlySpan<string> path) => Path.Combine([Root, .. path]);

    /// <summary>A program that the build made.</summary>
    public static string Binary(string project, string name) =>
        At("artifacts", "bin", project, "release", name + ".dll");

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Vim.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"Vim.sln is in no folder above {AppContext.BaseDirectory}");
        }

        return folder;
    }
}

namespace Vim.Cli.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>A file of the checkout.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A program that the build made.</summary>
    public static string Binary(string project, string name) =>
        File("artifacts", "bin", project, "release", name + ".dll");

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Vim.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("Vim.sln is in no folder above the tests");
        }

        return folder;
    }
}

namespace Vim.Southbound.Simulated.Tests.Support;

/// <summary>Files of the repository that the tests read.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    public static string Hosts => Path.Combine(Root, "etsi-models", "hosts");

    public static string Schema => Path.Combine(Root, "etsi-models", "host.schema.json");

    public static string Host(string name) => Path.Combine(Hosts, name + ".yaml");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vim.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Vim.sln is in no folder above the tests");
    }
}

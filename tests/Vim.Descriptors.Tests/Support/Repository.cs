namespace Vim.Descriptors.Tests.Support;

/// <summary>Files of the repository that the tests run in.</summary>
internal static class Repository
{
    internal static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vim.sln")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName ?? throw new InvalidOperationException("the tests run outside the repository");
        }
    }

    internal static DescriptorFile Vnfd(string name) =>
        new(name, File.ReadAllText(Path.Combine(Root, "etsi-models", "vnfd", name)));
}

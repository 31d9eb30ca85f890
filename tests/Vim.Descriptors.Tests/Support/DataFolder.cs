using Vim.Descriptors.Model;

namespace Vim.Descriptors.Tests.Support;

/// <summary>The real descriptors, in the folder that VIM_DATA names.</summary>
internal static class DataFolder
{
    internal static string Folder
    {
        get
        {
            var data = Environment.GetEnvironmentVariable("VIM_DATA");
            Assert.SkipWhen(string.IsNullOrEmpty(data), "VIM_DATA is not set: it names the folder of real descriptors");
            return Path.Combine(data!, "vnfd");
        }
    }

    internal static DescriptorFile File(string name) => new(name, System.IO.File.ReadAllText(Path.Combine(Folder, name)));

    internal static DescriptorResult Read(string name, string? companion = null, DescriptorOptions? options = null) =>
        DescriptorReader.Read(File(name), companion is null ? [] : [File(companion)], options ?? DescriptorOptions.None);

    internal static VnfDeployment Deployable(string name, string? companion = null, DescriptorOptions? options = null) =>
        Outcome.Deployable(Read(name, companion, options));
}

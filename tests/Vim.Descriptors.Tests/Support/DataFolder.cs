using Vim.Descriptors.Model;

namespace Vim.Descriptors.Tests.Support;

/// <summary>The real descriptors, in the folder that VIM_DATA names.</summary>
internal static class DataFolder
{
    internal static string Folder => RealData.At("vnfd");

    internal static DescriptorFile File(string name) =>
        new(name, System.IO.File.ReadAllText(Path.Combine(Folder, name)));

    internal static DescriptorResult Read(string name, string? companion = null, DescriptorOptions? options = null) =>
        DescriptorReader.Read(
            File(name), companion is null ? [] : [File(companion)], options ?? DescriptorOptions.None);

    internal static VnfDeployment Deployable(
        string name, string? companion = null, DescriptorOptions? options = null) =>
        Outcome.Deployable(Read(name, companion, options));
}

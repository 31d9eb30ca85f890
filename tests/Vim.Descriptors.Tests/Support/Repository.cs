namespace Vim.Descriptors.Tests.Support;

/// <summary>Files of the repository that the tests run in.</summary>
internal static class Repository
{
    internal static DescriptorFile Vnfd(string name) =>
        new(name, File.ReadAllText(Checkout.At("etsi-models", "vnfd", name)));
}

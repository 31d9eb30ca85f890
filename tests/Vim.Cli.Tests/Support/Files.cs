namespace Vim.Cli.Tests.Support;

/// <summary>Files of the checkout.</summary>
internal static class Files
{
    /// <summary>A file of the checkout.</summary>
    public static string Of(params string[] parts) => Checkout.At(parts);

    /// <summary>One of the project's own descriptors.</summary>
    public static string Descriptor(string name) => Of("etsi-models", "vnfd", name);
}

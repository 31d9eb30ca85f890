namespace Vim.Southbound.Simulated.Tests.Support;

/// <summary>Files of the repository that the tests read.</summary>
internal static class RepositoryFiles
{
    public static string Hosts => Checkout.At("etsi-models", "hosts");

    public static string Schema => Checkout.At("etsi-models", "host.schema.json");

    public static string Host(string name) => Path.Combine(Hosts, name + ".yaml");
}

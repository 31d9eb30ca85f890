using System.Text.RegularExpressions;

namespace Vim.Contracts.Tests;

/// <summary>How names of the standard are spelled in proto files.</summary>
internal static partial class EtsiNames
{
    /// <summary><c>virtualMemSize</c> is <c>virtual_mem_size</c>.</summary>
    public static string Field(string attribute) => Hump().Replace(attribute, "_$1").ToLowerInvariant();

    /// <summary>
    /// <c>CONFIG-DRIVE</c> of UserDataTransportMedia is <c>USER_DATA_TRANSPORT_MEDIA_CONFIG_DRIVE</c>.
    /// </summary>
    public static string EnumValue(string type, string value) =>
        $"{Hump().Replace(type, "_$1")}_{NoLetter().Replace(value, "_")}".ToUpperInvariant();

    /// <summary>
    /// <c>Query NFVI-PoP Compute Information</c> is <c>QueryNfviPopComputeInformation</c>, case aside.
    /// </summary>
    public static string Joined(string name) => NoLetter().Replace(name, "");

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Hump();

    [GeneratedRegex("[^A-Za-z0-9]")]
    private static partial Regex NoLetter();
}

using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>pciDeviceLocalToNumaNode: required, or not.</summary>
internal static class PciLocality
{
    private static readonly Dictionary<string, PciNumaAffinity> Words = new(StringComparer.Ordinal)
    {
        ["required"] = PciNumaAffinity.Required,
        ["notrequired"] = PciNumaAffinity.Preferred,
    };

    internal static PciNumaAffinity? Read(YamlNode? node, Diagnostics diagnostics) =>
        Values.Choice(node, Words, diagnostics);
}

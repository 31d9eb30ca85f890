using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>Node types that the template itself derives from those of ETSI or Tacker.</summary>
internal sealed class ToscaTypes
{
    private readonly Dictionary<string, string> _derived = new(StringComparer.Ordinal);

    internal ToscaTypes(YamlNode? nodeTypes, Diagnostics diagnostics)
    {
        foreach (var entry in Section.Open(nodeTypes, diagnostics)?.Node.Entries ?? [])
        {
            if (entry.Value is YamlMapping type && type.Find("derived_from") is YamlScalar parent)
            {
                _derived[entry.Name] = parent.Value;
            }
        }
    }

    /// <summary>The nearest ancestor that no type of the template derives; the type itself when it is none of
    /// them.</summary>
    internal string Resolve(string type)
    {
        for (var steps = 0; steps < 32 && _derived.TryGetValue(type, out var parent); steps++)
        {
            type = parent;
        }

        return type;
    }
}

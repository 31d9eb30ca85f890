using System.Text.Json;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>
/// Values of ETSI requirement maps. They are plain texts, or, as ONAP writes them, JSON with the value in
/// `configurationValue` and whether it is `mandatory`.
/// </summary>
internal static class RequirementValue
{
    internal static YamlNode? Unwrap(YamlNode node, Diagnostics diagnostics)
    {
        if (node is not YamlScalar scalar || !scalar.Value.TrimStart().StartsWith('{'))
        {
            return node;
        }

        try
        {
            using var json = JsonDocument.Parse(scalar.Value);
            return Unwrap(json.RootElement, node, diagnostics);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException)
        {
            // The latter two are what the reader throws for halves of surrogate pairs.
            diagnostics.Error(node, $"not JSON: {problem.Message}", "write a plain value or correct the JSON");
            return null;
        }
    }

    private static YamlScalar? Unwrap(JsonElement json, YamlNode node, Diagnostics diagnostics)
    {
        string? value = null;
        foreach (var member in json.EnumerateObject())
        {
            var text =
                member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            switch (member.Name)
            {
                case "configurationValue":
                    value = text;
                    break;
                case "mandatory" when !text.Equals("true", StringComparison.OrdinalIgnoreCase):
                    diagnostics.Note(node, "the descriptor calls this a preference; it is asked for as a demand");
                    break;
                case "hardwarePlatform" when text != "generic":
                    diagnostics.Error(
                        node, $"this holds for the hardware platform '{text}' only", "write generic, or give traits");
                    break;
                case "mandatory" or "hardwarePlatform" or "schemaVersion" or "schemaSelector":
                    break;
                default:
                    diagnostics.Error(
                        node,
                        $"member '{member.Name}' of the JSON is not known",
                        "known: configurationValue, mandatory, hardwarePlatform, schemaVersion, schemaSelector");
                    break;
            }
        }

        if (value is null)
        {
            diagnostics.Error(node, "the JSON has no 'configurationValue'", "add it");
            return null;
        }

        var scalar = new YamlScalar(node.File, node.Line, node.Column, value, plain: false);
        scalar.StandFor(node);
        return scalar;
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vim.Southbound.Simulated.Tests.Support;

/// <summary>
/// Checks YAML against the part of JSON Schema 2020-12 that host.schema.json uses. A keyword that it does not know is
/// an error, so that no rule of the schema is silently left out.
/// </summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "$schema", "$defs", "title", "description", "properties", "patternProperties", "additionalProperties",
    };

    public IReadOnlyList<string> Check(YamlNode node)
    {
        var errors = new List<string>();
        Check(node, root, "", errors);
        return errors;
    }

    private void Check(YamlNode node, JsonElement schema, string path, List<string> errors)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var broken = keyword.Name switch
            {
                "type" => !Types(keyword.Value).Contains(
                    TypeOf(node)) && !(TypeOf(node) == "integer" && Types(keyword.Value).Contains("number")),
                "pattern" =>
                    node is YamlScalarNode { Value: { } text } && !Regex.IsMatch(text, keyword.Value.GetString()!),
                "minimum" => Number(node) < keyword.Value.GetDouble(),
                "maximum" => Number(node) > keyword.Value.GetDouble(),
                "minLength" => node is YamlScalarNode { Value: { } text } && text.Length < keyword.Value.GetInt32(),
                "maxLength" => node is YamlScalarNode { Value: { } text } && text.Length > keyword.Value.GetInt32(),
                "minItems" => node is YamlSequenceNode list && list.Children.Count < keyword.Value.GetInt32(),
                "maxItems" => node is YamlSequenceNode list && list.Children.Count > keyword.Value.GetInt32(),
                "required" => node is YamlMappingNode map && keyword.Value.EnumerateArray().Any(key =>
                    !map.Children.ContainsKey(key.GetString()!)),
                "items" => Items(node, keyword.Value, path, errors),
                "$ref" => Follow(node, keyword.Value.GetString()!, path, errors),
                _ => !Ignored.Contains(keyword.Name) ? throw new NotSupportedException(keyword.Name) : false,
            };
            if (broken)
            {
                errors.Add($"{path}: {keyword.Name} {keyword.Value} is broken by {node}");
            }
        }

        if (node is YamlMappingNode mapping)
        {
            CheckProperties(mapping, schema, path, errors);
        }
    }

    private bool Items(YamlNode node, JsonElement schema, string path, List<string> errors)
    {
        foreach (var item in node is YamlSequenceNode list ? list.Children : [])
        {
            Check(item, schema, path + "[]", errors);
        }

        return false;
    }

    private bool Follow(YamlNode node, string reference, string path, List<string> errors)
    {
        Check(node, root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]), path, errors);
        return false;
    }

    private void CheckProperties(YamlMappingNode mapping, JsonElement schema, string path, List<string> errors)
    {
        foreach (var (key, value) in mapping.Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            var known = false;
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var own))
            {
                Check(value, own, $"{path}.{name}", errors);
                known = true;
            }

            if (schema.TryGetProperty("patternProperties", out var patterns))
            {
                foreach (var pattern in patterns.EnumerateObject().Where(pattern => Regex.IsMatch(name, pattern.Name)))
                {
                    Check(value, pattern.Value, $"{path}.{name}", errors);
                    known = true;
                }
            }

            if (!known && schema.TryGetProperty("additionalProperties", out var additional))
            {
                if (additional.ValueKind == JsonValueKind.False)
                {
                    errors.Add($"{path}.{name}: is not a key here");
                }
                else if (additional.ValueKind == JsonValueKind.Object)
                {
                    Check(value, additional, $"{path}.{name}", errors);
                }
            }
        }
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Select(item => item.GetString()!)
        : [type.GetString()!];

    private static string TypeOf(YamlNode node) => node switch
    {
        YamlMappingNode => "object",
        YamlSequenceNode => "array",
        YamlScalarNode { Style: not ScalarStyle.Plain } => "string",
        YamlScalarNode { Value: "true" or "false" } => "boolean",
        YamlScalarNode { Value: { } text } when long.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "integer",
        YamlScalarNode { Value: { } text } when double.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => "number",
        _ => "string",
    };

    private static double? Number(YamlNode node) =>
        TypeOf(node) is "integer" or "number" ? double.Parse(
            ((YamlScalarNode)node).Value!, CultureInfo.InvariantCulture) : null;
}

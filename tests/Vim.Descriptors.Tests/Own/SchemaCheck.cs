using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Vim.Descriptors.Tests.Own;

/// <summary>The part of JSON Schema that etsi-models/vnfd.schema.json uses, over YAML documents. A keyword that it does
/// not know is an error: a schema must not say more than is checked.</summary>
internal sealed class SchemaCheck(YamlMappingNode root)
{
    private readonly List<string> _problems = [];

    internal static IReadOnlyList<string> Check(string schema, string document)
    {
        var root = (YamlMappingNode)Parse(schema);
        var check = new SchemaCheck(root);
        check.Visit(root, Parse(document), "");
        return check._problems;
    }

    private static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }

    private void Visit(YamlMappingNode schema, YamlNode node, string path)
    {
        foreach (var (key, value) in schema.Children)
        {
            switch (((YamlScalarNode)key).Value)
            {
                case "$schema" or "$defs" or "title" or "description":
                    break;
                case "$ref":
                    Visit(Definition(((YamlScalarNode)value).Value!), node, path);
                    break;
                case "type":
                    Expect(IsOf(node, ((YamlScalarNode)value).Value!), path, $"is no {value}");
                    break;
                case "const":
                    Expect(Text(node) == Text(value), path, $"is not {value}");
                    break;
                case "enum":
                    Expect(
                        ((YamlSequenceNode)value).Any(v => Text(v) == Text(node)),
                        path,
                        $"'{node}' is none of {value}");
                    break;
                case "pattern":
                    Expect(Regex.IsMatch(Text(node) ?? "", Text(value)!), path, $"'{node}' does not match {value}");
                    break;
                case "required" when node is YamlMappingNode map:
                    Expect(
                        ((YamlSequenceNode)value).All(v => map.Children.ContainsKey(v)),
                        path,
                        $"lacks one of {value}");
                    break;
                case "items" when node is YamlSequenceNode list:
                    foreach (var item in list)
                    {
                        Visit((YamlMappingNode)value, item, path + "[]");
                    }

                    break;
                case "oneOf":
                    var fits = ((YamlSequenceNode)value).Count(v => Fits((YamlMappingNode)v, node));
                    Expect(fits == 1, path, $"fits {fits} of the alternatives");
                    break;
                case "properties" or "additionalProperties" or "required" or "items":
                    break;
                default:
                    throw new InvalidOperationException($"schema keyword {key} is not checked");
            }
        }

        VisitMembers(schema, node as YamlMappingNode, path);
    }

    private void VisitMembers(YamlMappingNode schema, YamlMappingNode? node, string path)
    {
        var known = schema.Children.TryGetValue("properties", out var found) ? (YamlMappingNode)found : null;
        schema.Children.TryGetValue("additionalProperties", out var others);
        foreach (var (key, value) in (node ?? new YamlMappingNode()).Children)
        {
            if (known?.Children.TryGetValue(key, out var member) == true)
            {
                Visit((YamlMappingNode)member, value, $"{path}.{key}");
            }
            else if (others is YamlMappingNode other)
            {
                Visit(other, value, $"{path}.{key}");
            }
            else
            {
                Expect(Text(others ?? new YamlScalarNode("true")) != "false", $"{path}.{key}", "is not allowed");
            }
        }
    }

    private bool Fits(YamlMappingNode schema, YamlNode node)
    {
        var check = new SchemaCheck(root);
        check.Visit(schema, node, "");
        return check._problems.Count == 0;
    }

    private YamlMappingNode Definition(string reference) =>
        (YamlMappingNode)root["$defs"][reference["#/$defs/".Length..]];

    private void Expect(bool holds, string path, string problem)
    {
        if (!holds)
        {
            _problems.Add($"{path} {problem}");
        }
    }

    private static string? Text(YamlNode node) => (node as YamlScalarNode)?.Value;

    private static bool IsOf(YamlNode node, string type) => type switch
    {
        "object" => node is YamlMappingNode,
        "array" => node is YamlSequenceNode,
        "integer" => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: var number }
            && long.TryParse(number, out _),
        "boolean" => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" },
        "string" => node is YamlScalarNode { Value: var text } scalar
            && (scalar.Style != ScalarStyle.Plain
                || (text is not ("true" or "false" or "null") && !double.TryParse(text, out _))),
        _ => throw new InvalidOperationException($"schema type {type} is not checked"),
    };
}

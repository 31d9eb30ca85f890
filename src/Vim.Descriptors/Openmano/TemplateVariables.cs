using System.Text.RegularExpressions;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Openmano;

/// <summary>
/// Templates of openvim: a list under the key `${}` declares variables (`${memory} memory in GB (2)`, the default in
/// brackets), and `${memory int}` stands for the value.
/// </summary>
internal sealed partial class TemplateVariables
{
    private const string Declarations = "${}";

    /// <summary>A default may name other variables, so deep; a circle ends here as a variable without value.</summary>
    private const int NestingMax = 4;

    private const int DeclarationMax = 1000;

    private readonly Diagnostics _diagnostics;
    private readonly Dictionary<string, string> _values;
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly int _lengthMax;
    private long _produced;

    private TemplateVariables(DescriptorOptions options, Diagnostics diagnostics)
    {
        _diagnostics = diagnostics;
        _lengthMax = options.Limits.TextCharactersMax;
        _values = new Dictionary<string, string>(options.Parameters, StringComparer.Ordinal);
    }

    /// <summary>The document with every variable replaced and the declarations taken out.</summary>
    internal static YamlMapping Apply(YamlMapping root, DescriptorOptions options, Diagnostics diagnostics)
    {
        if (root.Find(Declarations) is not { } declarations)
        {
            return root;
        }

        var variables = new TemplateVariables(options, diagnostics);
        variables.Declare(declarations);
        var result = new YamlMapping(root.File, root.Line, root.Column);
        foreach (var entry in root.Entries.Where(e => e.Name != Declarations))
        {
            result.TryAdd(entry.Key, variables.Replace(entry.Value));
        }

        ParameterNames.Check(options.Parameters.Keys, variables._declared, root, diagnostics);
        return result;
    }

    private void Declare(YamlNode declarations)
    {
        foreach (var node in Section.AsList(declarations, _diagnostics))
        {
            if (Values.Text(node, _diagnostics) is not { } text)
            {
                continue;
            }

            // The pattern tries every bracket of a long text, so long texts are not tried at all.
            if (text.Length > DeclarationMax || DeclarationPattern().Match(text) is not { Success: true } match)
            {
                _diagnostics.Error(node, "this does not declare a variable", "write ${name} description (default)");
                continue;
            }

            var name = match.Groups["name"].Value;
            _declared.Add(name);
            if (match.Groups["default"] is { Success: true } given)
            {
                _values.TryAdd(name, given.Value);
            }
        }
    }

    private YamlNode Replace(YamlNode node)
    {
        YamlNode result;
        switch (node)
        {
            case YamlScalar scalar when scalar.Value.Contains("${", StringComparison.Ordinal):
                result = new YamlScalar(node.File, node.Line, node.Column, Expand(scalar.Value, node), plain: false);
                break;
            case YamlSequence sequence:
                var items = new YamlSequence(node.File, node.Line, node.Column);
                sequence.Items.ForEach(item => items.Add(Replace(item)));
                result = items;
                break;
            case YamlMapping mapping:
                var entries = new YamlMapping(node.File, node.Line, node.Column);
                foreach (var entry in mapping.Entries)
                {
                    entries.TryAdd(entry.Key, Replace(entry.Value));
                }

                result = entries;
                break;
            default:
                return node;
        }

        result.StandFor(node);
        return result;
    }

    private string Expand(string text, YamlNode place, int depth = 0)
    {
        var expanded = VariablePattern().Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            if (_values.TryGetValue(name, out var value) && depth < NestingMax)
            {
                // What is beyond the limit is not built: the document is refused below.
                _produced += value.Length;
                return _produced > _lengthMax ? ""
                    : value.Contains("${", StringComparison.Ordinal) ? Expand(value, place, depth + 1)
                    : value;
            }

            _diagnostics.Error(
                place, $"template variable '{name}' has no value and no default", $"give parameter {name}=...");
            return name;
        });
        if (_produced <= _lengthMax)
        {
            return expanded;
        }

        _diagnostics.Error(
            place,
            "the template's values grow beyond the text limit",
            "shorten the values of its variables");
        return "";
    }

    [GeneratedRegex(@"^\$\{(?<name>\w+)\}[^(]*(\((?<default>.*)\))?\s*$")]
    private static partial Regex DeclarationPattern();

    [GeneratedRegex(@"\$\{(?<name>\w+)( +\w+)?\}")]
    private static partial Regex VariablePattern();
}

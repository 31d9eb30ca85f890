using System.Globalization;
using System.Text;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Heat;

/// <summary>
/// Heat's functions. Of attributes only those have a value before the deployment that the template itself fixes
/// (<see cref="HeatPorts"/>); get_resource gives a reference that only properties naming a resource take.
/// </summary>
internal sealed class HeatEvaluator(
    ParameterScope parameters,
    DescriptorOptions options,
    Diagnostics diagnostics,
    Func<string, IReadOnlyList<string>, YamlNode, string?> attribute)
    : Evaluator(parameters, options, diagnostics)
{
    private const int ReplacementsMax = 64;
    private const int KeyLengthMax = 128;

    protected override YamlNode? Call(string function, YamlNode argument, YamlMapping call, int depth, out bool known)
    {
        known = true;
        switch (function)
        {
            case "get_param":
                return GetParameter(argument, call);
            case "get_resource":
                return Reference(argument, call);
            case "get_attr":
                return Attribute(argument, call, depth);
            case "list_join":
                return ListJoin(argument, call, depth);
            case "str_replace" or "str_replace_strict":
                return Replace(argument, call, depth);
            case "get_file" or "repeat" or "digest" or "str_split" or "map_merge" or "map_replace" or "yaql" or "if"
                or "equals" or "not" or "and" or "or" or "filter" or "make_url" or "list_concat" or "contains"
                or "resource_facade" or "list_concat_unique" or "str_replace_vstrict":
                Diagnostics.Error(
                    call, $"function '{function}' is not evaluated here", "write its value, or pass it as a parameter");
                return null;
            default:
                known = false;
                return null;
        }
    }

    private YamlNode? GetParameter(YamlNode argument, YamlNode call)
    {
        var path = argument is YamlSequence list ? list.Items : [argument];
        if (path.Count == 0 || Values.Name(path[0], Diagnostics) is not { } name)
        {
            Diagnostics.Error(call, "get_param names no parameter", "write get_param: NAME");
            return null;
        }

        var value = Parameter(name, call);
        foreach (var step in path.Skip(1))
        {
            var key = Values.Text(step, Diagnostics) ?? "";
            value = value switch
            {
                YamlMapping map => map.Find(key),
                YamlSequence items
                    when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < items.Items.Count => items.Items[index],
                _ => null,
            };
            if (value is null)
            {
                Diagnostics.Error(step, $"parameter '{name}' has no member '{key}'", "correct the path or the value");
                return null;
            }
        }

        return value;
    }

    private YamlReference? Reference(YamlNode argument, YamlNode call)
    {
        if (Values.Name(argument, Diagnostics) is not { } name)
        {
            return null;
        }

        var reference = new YamlReference(call.File, call.Line, call.Column, name);
        reference.StandFor(call);
        return reference;
    }

    private YamlScalar? Attribute(YamlNode argument, YamlNode call, int depth)
    {
        var path = Evaluate(argument, depth + 1) is YamlSequence list
            ? list.Items.Select(i => Values.Text(i, Diagnostics)).OfType<string>().ToList()
            : [];
        if (path.Count >= 2 && attribute(path[0], path[1..], call) is { } value)
        {
            return Text(value, call);
        }

        Diagnostics.Error(
            call,
            $"attribute {string.Join('.', path)} is not known before the deployment",
            "fix the value in the template (a port's fixed_ips), or pass it as a parameter");
        return null;
    }

    private YamlNode? ListJoin(YamlNode argument, YamlNode call, int depth)
    {
        if (argument is not YamlSequence { Items.Count: >= 2 } parts)
        {
            Diagnostics.Error(call, "list_join needs a delimiter and a list", "write [',', [a, b]]");
            return null;
        }

        var delimiter = Values.Text(Evaluate(parts.Items[0], depth + 1), Diagnostics);
        var all = new YamlSequence(call.File, call.Line, call.Column);
        foreach (var part in parts.Items.Skip(1))
        {
            if (Evaluate(part, depth + 1) is not { } list)
            {
                return null;
            }

            foreach (var item in Section.AsList(list, Diagnostics))
            {
                all.Add(item);
            }
        }

        return delimiter is null ? null : Join(delimiter, all, call, depth);
    }

    private YamlScalar? Replace(YamlNode argument, YamlNode call, int depth)
    {
        if (Evaluate(argument, depth + 1) is not { } evaluated
            || Section.Open(evaluated, Diagnostics) is not { } section)
        {
            return null;
        }

        var template = Values.Text(section.Require("template"), Diagnostics);
        var replacements = new List<(string Key, string Value)>();
        foreach (var entry in section.RequireSection("params")?.Node.Entries ?? [])
        {
            if (Values.Text(entry.Value, Diagnostics) is { } value && entry.Name.Length > 0)
            {
                replacements.Add((entry.Name, value));
            }
        }

        section.Done();
        if (template is null)
        {
            return null;
        }

        if (replacements.Count > ReplacementsMax || replacements.Exists(r => r.Key.Length > KeyLengthMax))
        {
            Diagnostics.Error(
                call, $"more than {ReplacementsMax} params, or one longer than {KeyLengthMax} characters", "split it");
            return null;
        }

        return Replace(template, replacements, call);
    }

    /// <summary>One pass over the template, the longest key first as Heat does: what was put in is not replaced
    /// again.</summary>
    private YamlScalar? Replace(string template, List<(string Key, string Value)> replacements, YamlNode call)
    {
        replacements.Sort((a, b) => b.Key.Length.CompareTo(a.Key.Length));
        var starts = replacements.Select(r => r.Key[0]).ToHashSet();
        var text = new StringBuilder();
        for (var at = 0; at < template.Length && text.Length <= TextMax;)
        {
            var found = starts.Contains(template[at])
                ? replacements.FindIndex(r => string.CompareOrdinal(template, at, r.Key, 0, r.Key.Length) == 0)
                : -1;
            _ = found >= 0 ? text.Append(replacements[found].Value) : text.Append(template[at]);
            at += found >= 0 ? replacements[found].Key.Length : 1;
        }

        return Bounded(text.Length, call) ? Text(text.ToString(), call) : null;
    }
}

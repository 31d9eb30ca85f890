using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>
/// Replaces the functions of a template by their values. Parts without functions stay the nodes they are. What
/// parameters bring in is counted against the node limit, and what text functions make against the text limit, so that
/// a template cannot grow without bound.
/// </summary>
internal abstract class Evaluator(ParameterScope parameters, DescriptorOptions options, Diagnostics diagnostics)
{
    private long _broughtIn;

    protected Diagnostics Diagnostics { get; } = diagnostics;

    protected ParameterScope Parameters { get; } = parameters;

    protected int TextMax { get; } = options.Limits.TextCharactersMax;

    /// <summary>The node with all functions replaced; null with an error when one of them has no value.</summary>
    internal YamlNode? Evaluate(YamlNode? node) => node is null ? null : Evaluate(node, 0);

    /// <summary>Evaluates a function; <paramref name="known"/> is false when the map is no function.</summary>
    protected abstract YamlNode? Call(string function, YamlNode argument, YamlMapping call, int depth, out bool known);

    protected YamlNode? Evaluate(YamlNode node, int depth)
    {
        if (depth > options.Limits.DepthMax * 2)
        {
            Diagnostics.Error(node, "functions are nested too deep", "nest fewer");
            return null;
        }

        switch (node)
        {
            case YamlMapping { Entries: [var only] } call:
                var value = Call(only.Name, only.Value, call, depth, out var known);
                return known ? value : EvaluateMapping(call, depth);
            case YamlMapping mapping:
                return EvaluateMapping(mapping, depth);
            case YamlSequence sequence:
                return EvaluateSequence(sequence, depth);
            default:
                return node;
        }
    }

    protected YamlNode? Parameter(string name, YamlNode asker)
    {
        var value = Parameters.Get(name, asker);
        _broughtIn += value is null ? 1 : Size(value);
        if (_broughtIn <= options.Limits.NodesMax)
        {
            return value;
        }

        Diagnostics.Error(asker, "parameters bring in too many values", "use smaller lists");
        return null;
    }

    protected static YamlScalar Text(string value, YamlNode at)
    {
        var scalar = new YamlScalar(at.File, at.Line, at.Column, value, plain: false);
        scalar.StandFor(at);
        return scalar;
    }

    /// <summary>Evaluates the items of a list and joins them; null with an error when one is no text.</summary>
    protected YamlNode? Join(string separator, YamlNode items, YamlNode call, int depth)
    {
        if (Evaluate(items, depth + 1) is not { } evaluated)
        {
            return null;
        }

        var texts = Section.AsList(evaluated, Diagnostics).Select(i => Values.Text(i, Diagnostics)).ToList();
        return texts.Contains(null) ? null : Bounded(texts.Sum(t => (long)t!.Length + separator.Length), call)
            ? Text(string.Join(separator, texts), call)
            : null;
    }

    protected bool Bounded(long length, YamlNode call)
    {
        _broughtIn += length / 16;
        if (length <= TextMax && _broughtIn <= options.Limits.NodesMax)
        {
            return true;
        }

        Diagnostics.Error(call, $"the text grows beyond {TextMax} characters", "join or replace less");
        return false;
    }

    protected static long Size(YamlNode node) => node switch
    {
        YamlMapping mapping => 1 + mapping.Entries.Sum(e => 1 + Size(e.Value)),
        YamlSequence sequence => 1 + sequence.Items.Sum(Size),
        _ => 1,
    };

    /// <summary>Evaluates the values of a map, all but those of some keys.</summary>
    internal YamlMapping? EvaluateEntries(YamlMapping mapping, IReadOnlySet<string> except) =>
        EvaluateMapping(mapping, 0, except);

    private YamlMapping? EvaluateMapping(YamlMapping mapping, int depth, IReadOnlySet<string>? except = null)
    {
        var values = mapping.Entries
            .Select(e =>
                (e.Key, e.Value, New: except?.Contains(e.Name) == true ? e.Value : Evaluate(e.Value, depth + 1)))
            .ToList();
        if (values.TrueForAll(v => ReferenceEquals(v.Value, v.New)))
        {
            return mapping;
        }

        var result = new YamlMapping(mapping.File, mapping.Line, mapping.Column);
        result.StandFor(mapping);
        foreach (var (key, _, value) in values)
        {
            if (value is not null)
            {
                result.TryAdd(key, value);
            }
        }

        return values.Exists(v => v.New is null) ? null : result;
    }

    private YamlSequence? EvaluateSequence(YamlSequence sequence, int depth)
    {
        var items = sequence.Items.Select(i => Evaluate(i, depth + 1)).ToList();
        if (items.Contains(null))
        {
            return null;
        }

        var result = new YamlSequence(sequence.File, sequence.Line, sequence.Column);
        result.StandFor(sequence);
        items.ForEach(item => result.Add(item!));
        return result;
    }
}

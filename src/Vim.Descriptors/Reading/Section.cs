using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>
/// Reads a mapping key by key and, at <see cref="Done"/>, refuses every key that nobody asked for: nothing in a
/// descriptor is passed over in silence.
/// </summary>
internal sealed class Section
{
    private readonly YamlMapping _mapping;
    private readonly Diagnostics _diagnostics;
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    internal Section(YamlMapping mapping, Diagnostics diagnostics)
    {
        _mapping = mapping;
        _diagnostics = diagnostics;
    }

    internal YamlMapping Node => _mapping;

    internal Diagnostics Diagnostics => _diagnostics;

    /// <summary>Opens a node that must be a mapping; null with an error when it is not.</summary>
    internal static Section? Open(YamlNode? node, Diagnostics diagnostics)
    {
        switch (node)
        {
            case null:
                return null;
            case YamlMapping mapping:
                return new Section(mapping, diagnostics);
            default:
                diagnostics.Error(
                    node,
                    "a map of keys is needed here, found " + Describe(node),
                    "write 'key: value' lines");
                return null;
        }
    }

    /// <summary>The value of a key; null when it is absent or null.</summary>
    internal YamlNode? Take(string key)
    {
        _known.Add(key);
        return _mapping.Find(key) is { } node and not YamlScalar { IsNull: true } ? node : null;
    }

    /// <summary>Whether the key stands there, with whatever value.</summary>
    internal bool Has(string key)
    {
        _known.Add(key);
        return _mapping.Find(key) is not null;
    }

    internal YamlNode? Require(string key)
    {
        var node = Take(key);
        if (node is null)
        {
            _diagnostics.Error(_mapping, $"'{key}' is missing", $"add '{key}'");
        }

        return node;
    }

    internal Section? TakeSection(string key) => Open(Take(key), _diagnostics);

    internal Section? RequireSection(string key) => Open(Require(key), _diagnostics);

    internal IReadOnlyList<YamlNode> TakeList(string key) => AsList(Take(key), _diagnostics);

    internal static IReadOnlyList<YamlNode> AsList(YamlNode? node, Diagnostics diagnostics)
    {
        switch (node)
        {
            case null or YamlScalar { IsNull: true }:
                return [];
            case YamlSequence sequence:
                return sequence.Items;
            default:
                diagnostics.Error(node, "a list is needed here, found " + Describe(node), "write '- item' lines");
                return [];
        }
    }

    /// <summary>Keys that carry no demand: descriptions, versions, names of people.</summary>
    internal void Ignore(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            _known.Add(key);
        }
    }

    /// <summary>Keys that are read but not deployed; each that stands there gives a note.</summary>
    internal void NotDeployed(string key, string why)
    {
        if (Take(key) is { } node)
        {
            _diagnostics.Note(node, $"'{key}' is not deployed: {why}");
        }
    }

    /// <summary>Keys that ask for something the VIM does not give.</summary>
    internal void Refuse(string key, string problem, string remedy)
    {
        if (Take(key) is { } node)
        {
            _diagnostics.Error(node, problem, remedy);
        }
    }

    internal void Done()
    {
        foreach (var entry in _mapping.Entries)
        {
            if (!_known.Contains(entry.Name))
            {
                _diagnostics.Error(
                    entry.Key,
                    $"key '{entry.Name}' is not known here",
                    "remove or correct it; known keys here: " + string.Join(", ", _known));
            }
        }
    }

    internal static string Describe(YamlNode node) => node switch
    {
        YamlMapping => "a map",
        YamlSequence => "a list",
        YamlScalar { IsNull: true } => "nothing",
        YamlScalar scalar => $"'{(scalar.Value.Length > 60 ? scalar.Value[..60] + "..." : scalar.Value)}'",
        _ => "a reference that is known only after the deployment",
    };
}

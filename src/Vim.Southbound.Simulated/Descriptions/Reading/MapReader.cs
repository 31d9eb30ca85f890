using YamlDotNet.RepresentationModel;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>
/// Reads one mapping of a host description. It remembers which keys were asked for; <see cref="Done"/> complains of
/// the others, so that a misspelt key is never silently ignored.
/// </summary>
internal sealed class MapReader
{
    private const int MaxItems = 4096;

    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly DescriptionErrors _errors;
    private readonly string _path;

    public MapReader(YamlNode node, string path, DescriptionErrors errors)
    {
        Node = node;
        _path = path;
        _errors = errors;
        if (node is not YamlMappingNode mapping)
        {
            errors.Add(node, path, "must be a mapping of keys to values");
            return;
        }

        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { } name })
            {
                _entries[name] = (key, value);
            }
            else
            {
                errors.Add(key, path, "a key must be plain text");
            }
        }
    }

    /// <summary>The mapping, for errors about all of it.</summary>
    public YamlNode Node { get; }

    /// <summary>Every key with its value, for mappings whose keys are data.</summary>
    public IEnumerable<(string Key, YamlNode KeyNode, YamlNode Value, string Path)> Entries =>
        _entries.Select(entry => (entry.Key, entry.Value.Key, entry.Value.Value, PathOf(entry.Key)));

    public string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>Where the key's value stands; the mapping where it is missing.</summary>
    public YamlNode At(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : Node;

    public T Required<T>(string key, Format<T> format, T instead) => Read(key, format, instead, required: true);

    public T Optional<T>(string key, Format<T> format, T otherwise) => Read(key, format, otherwise, required: false);

    public MapReader? Map(string key, bool required)
    {
        var node = Find(key, required);
        return node is null ? null : new(node, PathOf(key), _errors);
    }

    public IReadOnlyList<(YamlNode Node, string Path)> List(string key, bool required)
    {
        var node = Find(key, required);
        if (node is null)
        {
            return [];
        }

        if (node is not YamlSequenceNode list)
        {
            _errors.Add(node, PathOf(key), "must be a list");
            return [];
        }

        if (list.Children.Count > MaxItems)
        {
            _errors.Add(node, PathOf(key), $"has {list.Children.Count} items; at most {MaxItems} are taken");
            return [];
        }

        return [.. list.Children.Select((item, index) => (item, $"{PathOf(key)}[{index}]"))];
    }

    public IReadOnlyList<T> Values<T>(string key, Format<T> format, bool required) =>
        [.. List(key, required).Select(item => Value(item.Node, item.Path, format)).OfType<T>()];

    /// <summary>Complains of every key that nobody asked for.</summary>
    public void Done()
    {
        foreach (var (name, entry) in _entries.Where(entry => !_known.Contains(entry.Key, StringComparer.Ordinal)))
        {
            var known = string.Join(", ", _known.Order(StringComparer.Ordinal));
            _errors.Add(entry.Key, PathOf(name), $"is not a key here; known: {known}");
        }
    }

    private object? Value<T>(YamlNode node, string path, Format<T> format)
    {
        if (node is YamlScalarNode { Value: { } text } && format.TryRead(text, out var value))
        {
            return value;
        }

        var found = node is YamlScalarNode scalar ? $"\"{scalar.Value}\" is not" : "must be";
        _errors.Add(node, path, $"{found} {format.Expected}");
        return null;
    }

    private T Read<T>(string key, Format<T> format, T otherwise, bool required)
    {
        var node = Find(key, required);
        return node is not null && Value(node, PathOf(key), format) is T value ? value : otherwise;
    }

    private YamlNode? Find(string key, bool required)
    {
        _known.Add(key);
        if (_entries.TryGetValue(key, out var entry))
        {
            return entry.Value;
        }

        if (required)
        {
            _errors.Add(Node, PathOf(key), "is missing");
        }

        return null;
    }
}

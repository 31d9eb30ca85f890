namespace Vim.Descriptors.Yaml;

/// <summary>
/// A node of a document, with its place. Parents are kept instead of paths: the path is made only when a message needs
/// it, so that deep documents with long keys cost no memory.
/// </summary>
internal abstract class YamlNode(string file, int line, int column)
{
    private YamlNode? _parent;
    private string _segment = "";

    internal string File { get; } = file;

    internal int Line { get; } = line;

    internal int Column { get; } = column;

    internal SourcePlace Place => new(File, Line, Column, Path);

    private string Path
    {
        get
        {
            var segments = new List<string>();
            for (var node = this; node._parent is not null; node = node._parent)
            {
                segments.Add(node._segment);
            }

            segments.Reverse();
            return string.Concat(segments).TrimStart('.');
        }
    }

    /// <summary>First parent wins: a node that an alias repeats keeps the place where it is written.</summary>
    internal void Attach(YamlNode parent, string segment)
    {
        if (_parent is null && !ReferenceEquals(parent, this))
        {
            _parent = parent;
            _segment = segment;
        }
    }

    /// <summary>Takes the place in the tree of the expression that it is the value of.</summary>
    internal void StandFor(YamlNode expression)
    {
        _parent = expression._parent;
        _segment = expression._segment;
    }
}

internal sealed class YamlScalar(string file, int line, int column, string value, bool plain)
    : YamlNode(file, line, column)
{
    internal string Value { get; } = value;

    /// <summary>Not quoted: may be a null, a number or a boolean by its look.</summary>
    internal bool Plain { get; } = plain;

    internal bool IsNull => Plain && Value is "" or "~" or "null" or "Null" or "NULL";
}

internal sealed class YamlSequence(string file, int line, int column) : YamlNode(file, line, column)
{
    internal List<YamlNode> Items { get; } = [];

    internal void Add(YamlNode item)
    {
        item.Attach(this, $"[{Items.Count}]");
        Items.Add(item);
    }
}

internal sealed class YamlMapping(string file, int line, int column) : YamlNode(file, line, column)
{
    private readonly Dictionary<string, YamlEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<YamlEntry> _order = [];

    internal IReadOnlyList<YamlEntry> Entries => _order;

    internal YamlNode? Find(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    internal bool TryAdd(YamlScalar key, YamlNode value)
    {
        var entry = new YamlEntry(key, value);
        if (!_entries.TryAdd(key.Value, entry))
        {
            return false;
        }

        key.Attach(this, "." + key.Value);
        value.Attach(this, "." + key.Value);
        _order.Add(entry);
        return true;
    }
}

internal readonly record struct YamlEntry(YamlScalar Key, YamlNode Value)
{
    internal string Name => Key.Value;
}

/// <summary>A resource of the same template, whose id is known only after the deployment (Heat's
/// get_resource).</summary>
internal sealed class YamlReference(string file, int line, int column, string resource) : YamlNode(file, line, column)
{
    internal string Resource { get; } = resource;
}

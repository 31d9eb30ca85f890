using Vim.Descriptors.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vim.Descriptors.Yaml;

/// <summary>
/// Builds the tree of the first document of a text from the parser's events. Depth and node count are bounded while
/// building; an alias counts as many nodes as it stands for, so a document cannot grow when it is walked.
/// </summary>
internal sealed class YamlTree
{
    private readonly string _file;
    private readonly DescriptorLimits _limits;
    private readonly Diagnostics _diagnostics;
    private readonly Dictionary<AnchorName, (YamlNode Node, long Size)> _anchors = [];
    private readonly List<YamlScalar> _secondKeys = [];
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private long _nodes;
    private int _depth;

    private YamlTree(DescriptorFile file, DescriptorLimits limits, Diagnostics diagnostics)
    {
        _file = file.Name;
        _scanner = new Scanner(new StringReader(file.Text), skipComments: true);
        _parser = new Parser(_scanner);
        _limits = limits;
        _diagnostics = diagnostics;
    }

    /// <summary>The root of the first document; null when there is none or the text is not YAML, with errors.</summary>
    /// <param name="file">The text.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="diagnostics">Takes the errors.</param>
    /// <param name="another">Where a second document starts; null when there is none.</param>
    internal static YamlNode? Parse(
        DescriptorFile file, DescriptorLimits limits, Diagnostics diagnostics, out SourcePlace? another)
    {
        another = null;
        var whole = new SourcePlace(file.Name, 0, 0, "");
        if (file.Text.Length > limits.TextCharactersMax)
        {
            diagnostics.Error(
                whole,
                $"the file has {file.Text.Length} characters, more than {limits.TextCharactersMax}",
                "split it or raise the limit");
            return null;
        }

        if (Unreadable(file.Text) is { } at)
        {
            diagnostics.Error(
                new SourcePlace(file.Name, at.Line, at.Column, ""),
                "a control character or half a character stands here; this is no text",
                "give the descriptor's text in UTF-8");
            return null;
        }

        var tree = new YamlTree(file, limits, diagnostics);
        try
        {
            return tree.Build(out another);
        }
        catch (YamlException problem)
        {
            tree.NotYaml(TabAfter(file.Text, problem) ?? problem.Start, Reason(problem));
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 throws this for some plain scalars that a flow collection breaks off.
            tree.NotYaml(tree._scanner.CurrentPosition, "a value is broken off");
        }

        return null;
    }

    private void NotYaml(Mark mark, string reason) => _diagnostics.Error(
        new SourcePlace(_file, (int)mark.Line, (int)mark.Column, ""),
        "not YAML: " + reason,
        "correct the syntax here or in the lines just before");

    private YamlNode? Build(out SourcePlace? another)
    {
        another = null;
        _parser.Consume<StreamStart>();
        if (!_parser.Accept<DocumentStart>(out _))
        {
            _diagnostics.Error(new SourcePlace(_file, 0, 0, ""), "the file is empty", "give a descriptor");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = Node();
        _parser.Consume<DocumentEnd>();
        foreach (var key in _secondKeys)
        {
            _diagnostics.Error(key.Place, $"key '{key.Value}' stands here a second time", "keep one of them");
        }

        if (_parser.Accept<DocumentStart>(out var second))
        {
            another = new SourcePlace(_file, (int)second.Start.Line, (int)second.Start.Column, "");
        }

        return root;
    }

    private YamlNode Node()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Alias(alias);
        }

        var before = _nodes;
        var next = _parser.Current as NodeEvent
            ?? throw new YamlException(_parser.Current?.Start ?? Mark.Empty, Mark.Empty, "a value is missing");
        Count(1, next.Start);
        YamlNode node = next switch
        {
            Scalar => Leaf(_parser.Consume<Scalar>()),
            SequenceStart => Nested(Sequence, next.Start),
            _ => Nested(Mapping, next.Start),
        };
        if (!next.Anchor.IsEmpty)
        {
            _anchors[next.Anchor] = (node, _nodes - before);
        }

        return node;
    }

    private YamlNode Alias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var target))
        {
            throw new YamlException(alias.Start, alias.End, $"alias *{alias.Value} stands for nothing before it");
        }

        Count(target.Size, alias.Start);
        return target.Node;
    }

    private YamlNode Nested(Func<YamlNode> read, Mark start)
    {
        if (++_depth > _limits.DepthMax)
        {
            throw new YamlException(start, start, $"nested deeper than {_limits.DepthMax} levels");
        }

        var node = read();
        _depth--;
        return node;
    }

    private YamlScalar Leaf(Scalar scalar) => new(
        _file, (int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, scalar.Style == ScalarStyle.Plain);

    private YamlSequence Sequence()
    {
        var start = _parser.Consume<SequenceStart>();
        var sequence = new YamlSequence(_file, (int)start.Start.Line, (int)start.Start.Column);
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            sequence.Add(Node());
        }

        return sequence;
    }

    private YamlMapping Mapping()
    {
        var start = _parser.Consume<MappingStart>();
        var mapping = new YamlMapping(_file, (int)start.Start.Line, (int)start.Start.Column);
        var merges = new List<YamlNode>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyNode = Node();
            var value = Node();
            if (keyNode is not YamlScalar key)
            {
                throw new YamlException(
                    new Mark(0, keyNode.Line, keyNode.Column),
                    Mark.Empty,
                    "a key must be a plain word, not a list or map");
            }

            if (key.Plain && key.Value == "<<")
            {
                merges.Add(value);
            }
            else if (!mapping.TryAdd(key, value))
            {
                key.Attach(mapping, "." + key.Value);
                _secondKeys.Add(key);
            }
        }

        Merge(mapping, merges);
        return mapping;
    }

    /// <summary>YAML merge key `&lt;&lt;`: keys of the mapping itself win, then those of the first merged
    /// one.</summary>
    private static void Merge(YamlMapping mapping, List<YamlNode> merges)
    {
        foreach (var merged in merges.SelectMany(m => m is YamlSequence list ? list.Items : [m]))
        {
            var source = merged as YamlMapping ?? throw new YamlException(
                new Mark(0, merged.Line, merged.Column), Mark.Empty, "'<<' merges maps only");
            foreach (var entry in source.Entries)
            {
                mapping.TryAdd(entry.Key, entry.Value);
            }
        }
    }

    private void Count(long nodes, Mark at)
    {
        _nodes += nodes;
        if (_nodes > _limits.NodesMax)
        {
            throw new YamlException(at, at, $"more than {_limits.NodesMax} nodes, aliases counted in full");
        }
    }

    /// <summary>Where a control character or half of a surrogate pair stands.</summary>
    private static (int Line, int Column)? Unreadable(string text)
    {
        var (line, column) = (1, 1);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            var pair = at + 1 < text.Length && char.IsSurrogatePair(character, text[at + 1]);
            if ((character < ' ' && character is not ('\t' or '\n' or '\r')) || (char.IsSurrogate(character) && !pair))
            {
                return (line, column);
            }

            at += pair ? 1 : 0;
            (line, column) = character == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return null;
    }

    /// <summary>Of a tab in the indentation the parser tells only where the map or list begins that it is in.</summary>
    private static Mark? TabAfter(string text, YamlException problem)
    {
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            var tab = content.IndexOf('\t');
            if (line >= problem.Start.Line && tab >= 0 && content[..tab].Trim(' ').IsEmpty
                && problem.Message.Contains("invalid tab", StringComparison.Ordinal))
            {
                return new Mark(0, line, tab + 1);
            }
        }

        return null;
    }

    private static string Reason(YamlException problem)
    {
        var text = problem.Message;
        var end = text.IndexOf("): ", StringComparison.Ordinal);
        text = text.StartsWith('(') && end > 0 ? text[(end + 3)..] : text;
        return text.TrimEnd('.');
    }
}

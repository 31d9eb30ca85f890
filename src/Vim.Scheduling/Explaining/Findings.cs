using System.Collections.Immutable;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// All statements of a refusal, and what one host fails on, as numbers: what a host costs to explain is counting, and
/// text is made for what is told. Scratch that is used again for each host; for one thread at a time.
/// </summary>
internal sealed class Findings
{
    private readonly List<Statement> _statements = [];
    private readonly List<(int Statement, long Available)> _found = [];

    /// <summary>What the host fails on, in order.</summary>
    public IReadOnlyList<(int Statement, long Available)> Found => _found;

    /// <summary>The dimensions of that, as bits.</summary>
    public uint Dimensions { get; private set; }

    public int Count => _found.Count;

    public int StatementCount => _statements.Count;

    public Statement this[int statement] => _statements[statement];

    /// <summary>The wish of a name; the same for the same name.</summary>
    public Wish Of(Dimension dimension, string detail, long wanted, string unit, long scale = 1)
    {
        for (var index = 0; index < _statements.Count; index++)
        {
            if (_statements[index].Dimension == dimension
                && string.Equals(_statements[index].Detail, detail, StringComparison.Ordinal))
            {
                return new(index, wanted);
            }
        }

        _statements.Add(new(dimension, detail, wanted, unit, scale));
        return new(_statements.Count - 1, wanted);
    }

    /// <summary>Starts a host.</summary>
    public void Clear()
    {
        _found.Clear();
        Dimensions = 0;
    }

    /// <summary>What is told of the host alone.</summary>
    public ImmutableArray<DimensionShortfall> Tell() =>
        [.. _found.Select((item, place) => _statements[item.Statement].Tell(
            item.Available, hosts: 1, first: place == 0 ? 1 : 0, only: _found.Count == 1 ? 1 : 0))];

    public void Add(int statement, long available)
    {
        _found.Add((statement, available));
        Dimensions |= 1u << (int)_statements[statement].Dimension;
    }
}

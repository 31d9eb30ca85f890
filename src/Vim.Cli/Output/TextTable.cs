namespace Vim.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Header">Its heading.</param>
/// <param name="Right">Numbers stand to the right.</param>
/// <param name="Wide">Shown with <c>-o wide</c> only.</param>
internal sealed record Column(string Header, bool Right = false, bool Wide = false);

/// <summary>
/// Rows under headings, parted by two blanks and without rules, so that both people and awk can read it.
/// </summary>
internal sealed class TextTable(params IReadOnlyList<Column> columns)
{
    private const int Gap = 2;
    private const string SectionIndent = "  ";
    private readonly List<IReadOnlyList<Span>> _rows = [];
    private readonly Dictionary<int, IReadOnlyList<Span>> _sections = [];

    public int RowCount => _rows.Count;

    /// <summary>Adds a row with one cell for each column.</summary>
    public void Add(params IReadOnlyList<Span> cells)
    {
        if (cells.Count != columns.Count)
        {
            throw new ArgumentException($"{cells.Count} cells for {columns.Count} columns.", nameof(cells));
        }

        _rows.Add(cells);
    }

    /// <summary>Adds a line of its own before the rows that follow, which are set in under it.</summary>
    public void AddSection(params IReadOnlyList<Span> line)
    {
        _sections[_rows.Count] = line;
    }

    /// <summary>Writes it, or <paramref name="whenEmpty"/> where it has no rows.</summary>
    public void Write(Screen screen, bool isWide, string whenEmpty, string indent = "")
    {
        if (_rows.Count == 0)
        {
            screen.Line(indent, new Span(whenEmpty, Tone.Dim));
            return;
        }

        var shown = Enumerable.Range(0, columns.Count).Where(index => isWide || !columns[index].Wide).ToArray();
        var widths = shown.Select(index => Math.Max(
            columns[index].Header.Length, _rows.Max(row => DisplayWidth(row[index].Text)))).ToArray();
        var inner = _sections.Count > 0 ? indent + SectionIndent : indent;
        WriteRow(screen, shown, widths, index => new Span(columns[index].Header, Tone.Dim), inner);
        for (var number = 0; number < _rows.Count; number++)
        {
            if (_sections.TryGetValue(number, out var line))
            {
                screen.Line([indent, .. line]);
            }

            WriteRow(screen, shown, widths, index => _rows[number][index], inner);
        }
    }

    private void WriteRow(Screen screen, int[] shown, int[] widths, Func<int, Span> cell, string indent)
    {
        var line = new List<Span> { indent };
        for (var position = 0; position < shown.Length; position++)
        {
            var span = cell(shown[position]);
            var padding = new string(' ', widths[position] - DisplayWidth(span.Text));
            var isLast = position == shown.Length - 1;
            if (columns[shown[position]].Right)
            {
                line.Add(padding);
                line.Add(span);
                line.Add(isLast ? "" : new string(' ', Gap));
            }
            else
            {
                line.Add(span);
                line.Add(isLast ? "" : padding + new string(' ', Gap));
            }
        }

        while (line.Count > 1 && line[^1].Text.Trim().Length == 0)
        {
            line.RemoveAt(line.Count - 1);
        }

        screen.Line([.. line]);
    }

    /// <summary>All that is written is of single-width characters; surrogate pairs do not occur.</summary>
    private static int DisplayWidth(string text) => text.Length;
}

using System.Globalization;

namespace Vim.Benchmarks.Traces;

/// <summary>One line of a table of numbers and names without quotes.</summary>
internal sealed class CsvRow(string place, string[] cells)
{
    /// <summary>The rows below the header.</summary>
    /// <param name="name">Of the file, for messages.</param>
    /// <param name="lines">All lines.</param>
    /// <param name="header">The first line that the file must have.</param>
    /// <exception cref="InvalidDataException">Another header, or a row of another length.</exception>
    public static IEnumerable<CsvRow> Read(string name, IEnumerable<string> lines, string header)
    {
        var count = header.Split(',').Length;
        var number = 0;
        foreach (var line in lines)
        {
            if (++number == 1)
            {
                Check(line == header, name, number, $"the columns are not {header}");
                continue;
            }

            var cells = line.Split(',');
            Check(cells.Length == count, name, number, $"{cells.Length} cells, not {count}");
            yield return new($"{name}:{number}", cells);
        }
    }

    public string Text(int column) => cells[column];

    /// <summary>A whole number that may be written with a point (<c>16.0</c>).</summary>
    public int Whole(int column)
    {
        var value = Number(column);
        return value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw Bad(column, "is no whole number");
    }

    public double Number(int column) =>
        double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
            ? value
            : throw Bad(column, "is no number");

    public InvalidDataException Bad(int column, string problem) => new($"{place}: \"{cells[column]}\" {problem}");

    private static void Check(bool sound, string name, int number, string problem)
    {
        if (!sound)
        {
            throw new InvalidDataException($"{name}:{number}: {problem}");
        }
    }
}

namespace Vim.Scheduling.Policies;

/// <summary>A policy's text says what no policy says; the message tells what may stand there instead.</summary>
/// <param name="line">Of the text, from 1.</param>
/// <param name="column">Of the line, from 1.</param>
/// <param name="problem">What is wrong, and what may stand there.</param>
public sealed class PolicyTextException(int line, int column, string problem)
    : FormatException(FormattableString.Invariant($"line {line}, column {column}: {problem}"))
{
    /// <summary>Of the text, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Of the line, from 1.</summary>
    public int Column { get; } = column;

    /// <summary>What is wrong, and what may stand there.</summary>
    public string Problem { get; } = problem;
}

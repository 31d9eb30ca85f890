namespace Vim.Scheduling.Policies;

/// <summary>A word or a sign of a policy's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it stands there.</param>
/// <param name="Line">Of the text, from 1.</param>
/// <param name="Column">Of the line, from 1.</param>
internal readonly record struct PolicyToken(PolicyTokenKind Kind, string Text, int Line, int Column)
{
    public PolicyTextException Refuse(string problem) => new(Line, Column, problem);

    /// <summary>For messages.</summary>
    public override string ToString() => Kind switch
    {
        PolicyTokenKind.End => "the end",
        PolicyTokenKind.Separator when Text == "\n" => "the end of the line",
        _ => $"\"{Text}\"",
    };
}

/// <summary>What a <see cref="PolicyToken"/> is.</summary>
internal enum PolicyTokenKind
{
    Word,
    Open,
    Close,
    Comma,
    Equals,
    Separator,
    End,
}

namespace Vim.Cli.Output;

/// <summary>What a piece of text is, which decides its colour where there are colours.</summary>
internal enum Tone
{
    Plain,
    Dim,
    Strong,
    Heading,
    Good,
    Warning,
    Bad,
    Accent,
}

/// <summary>A piece of text in one tone.</summary>
internal readonly record struct Span(string Text, Tone Tone)
{
    public static implicit operator Span(string text) => new(text, Tone.Plain);
}

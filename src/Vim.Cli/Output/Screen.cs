namespace Vim.Cli.Output;

/// <summary>
/// Writes text with or without ANSI colours. Lines are never wrapped: that is the terminal's business.
/// </summary>
internal sealed class Screen(TextWriter writer, bool hasColour, bool isTerminal)
{
    private const string Reset = "\u001b[0m";

    /// <summary>Whether somebody looks at it as it is written.</summary>
    public bool IsTerminal => isTerminal;

    public bool HasColour => hasColour;

    public TextWriter Writer => writer;

    public void Write(Span span)
    {
        if (span.Text.Length == 0)
        {
            return;
        }

        var code = hasColour ? CodeOf(span.Tone) : null;
        writer.Write(code is null ? span.Text : $"{code}{span.Text}{Reset}");
    }

    public void Line(params ReadOnlySpan<Span> spans)
    {
        var last = spans.Length - 1;
        for (var index = 0; index <= last; index++)
        {
            var span = spans[index];
            Write(index == last ? span with { Text = span.Text.TrimEnd() } : span);
        }

        writer.WriteLine();
    }

    public void Heading(string text) => Line(new Span(text, Tone.Heading));

    private static string? CodeOf(Tone tone) => tone switch
    {
        Tone.Dim => "\u001b[2m",
        Tone.Strong => "\u001b[1m",
        Tone.Heading => "\u001b[1;36m",
        Tone.Good => "\u001b[32m",
        Tone.Warning => "\u001b[33m",
        Tone.Bad => "\u001b[31m",
        Tone.Accent => "\u001b[36m",
        _ => null,
    };
}

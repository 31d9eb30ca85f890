using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>How much of something is taken, as a bar of blocks.</summary>
internal static class Bar
{
    public const int Width = 24;

    /// <summary>A bar; whatever is taken shows, and only what is full is full.</summary>
    public static Span[] Of(long taken, long total, int width = Width)
    {
        var filled = total <= 0 ? 0 : (int)Math.Min(width, width * (decimal)taken / total);
        if (taken > 0 && filled == 0)
        {
            filled = 1;
        }

        var tone = total > 0 && taken >= total ? Tone.Bad : 10 * taken >= 8 * total ? Tone.Warning : Tone.Good;
        return [new(new string('█', filled), tone), new(new string('░', width - filled), Tone.Dim)];
    }
}

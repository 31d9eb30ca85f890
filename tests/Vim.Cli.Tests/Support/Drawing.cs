using Vim.Cli.Output;

namespace Vim.Cli.Tests.Support;

/// <summary>What is drawn on a screen without colours.</summary>
internal static class Drawing
{
    public static string Of(Action<Screen> draw)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        draw(new Screen(writer, hasColour: false, isTerminal: false));
        return writer.ToString();
    }
}

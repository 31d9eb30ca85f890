using System.Diagnostics.CodeAnalysis;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>How a value is written.</summary>
/// <param name="Expected">What it must look like, to follow "is not": <c>a size such as 64 GiB</c>.</param>
/// <param name="Read">The value, or null where the text has another form.</param>
internal sealed record Format<T>(string Expected, Func<string, object?> Read)
{
    public bool TryRead(string text, [MaybeNullWhen(false)] out T value)
    {
        if (Read(text.Trim()) is T read)
        {
            value = read;
            return true;
        }

        value = default;
        return false;
    }
}

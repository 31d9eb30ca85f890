using System.Globalization;
using System.Runtime.CompilerServices;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>
/// The text of a violation, put together only where there is one: nearly every request is right, and each has a dozen
/// fields to complain of.
/// </summary>
[InterpolatedStringHandler]
internal ref struct WhenBroken
{
    private DefaultInterpolatedStringHandler _text;

    /// <param name="literalLength">Characters of the fixed parts.</param>
    /// <param name="formattedCount">Values between them.</param>
    /// <param name="broken">Whether the text is needed.</param>
    /// <param name="isNeeded">The same, for the compiler: values are not even looked at where it is false.</param>
    public WhenBroken(int literalLength, int formattedCount, bool broken, out bool isNeeded)
    {
        isNeeded = broken;
        _text = broken ? new(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public override string ToString() => _text.ToStringAndClear();
}

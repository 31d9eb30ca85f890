using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Vim.Actors;

/// <summary>Checks that are always on. A broken one is a programmer's error: the actor stops and is replayed.</summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantException"/> unless <paramref name="condition"/> holds.</summary>
    public static void Check(
        [DoesNotReturnIf(false)] bool condition,
        string message = "",
        [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        if (!condition)
        {
            Break(message, expression);
        }
    }

    [DoesNotReturn]
    private static void Break(string message, string expression) =>
        throw new InvariantException(message.Length == 0 ? expression : $"{message} ({expression})");
}

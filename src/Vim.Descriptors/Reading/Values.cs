using System.Globalization;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>Reads scalars; each gives null with an error when the node is not what is asked.</summary>
internal static class Values
{
    internal static string? Text(YamlNode? node, Diagnostics diagnostics)
    {
        switch (node)
        {
            case null:
                return null;
            case YamlScalar scalar:
                return scalar.Value;
            default:
                diagnostics.Error(node, "a text is needed here, found " + Section.Describe(node), "write one value");
                return null;
        }
    }

    /// <summary>A text of at least one character.</summary>
    internal static string? Name(YamlNode? node, Diagnostics diagnostics)
    {
        var text = Text(node, diagnostics)?.Trim();
        if (text is { Length: 0 or > 255 })
        {
            diagnostics.Error(node!, "a name of 1 to 255 characters is needed here", "give a name");
            return null;
        }

        return text;
    }

    internal static long? Integer(YamlNode? node, long min, long max, Diagnostics diagnostics)
    {
        if (Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        diagnostics.Error(
            node!,
            $"a whole number from {min} to {max} is needed here, found {Section.Describe(node!)}",
            "write a number in that range");
        return null;
    }

    internal static bool? Boolean(YamlNode? node, Diagnostics diagnostics)
    {
        if (Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        switch (text.Trim().ToLowerInvariant())
        {
            case "true" or "yes" or "on" or "1":
                return true;
            case "false" or "no" or "off" or "0":
                return false;
            default:
                diagnostics.Error(
                    node!,
                    $"true or false is needed here, found {Section.Describe(node!)}",
                    "write true or false");
                return null;
        }
    }

    /// <summary>One of the given words, without regard to case.</summary>
    internal static T? Choice<T>(YamlNode? node, IReadOnlyDictionary<string, T> choices, Diagnostics diagnostics)
        where T : struct => Choose(node, choices, diagnostics, out var value) ? value : null;

    /// <summary>One of the given words in its one spelling.</summary>
    internal static string? Word(YamlNode? node, IReadOnlyDictionary<string, string> words, Diagnostics diagnostics) =>
        Choose(node, words, diagnostics, out var value) ? value : null;

    private static bool Choose<T>(
        YamlNode? node, IReadOnlyDictionary<string, T> choices, Diagnostics diagnostics, out T? value)
    {
        value = default;
        if (Text(node, diagnostics) is not { } text)
        {
            return false;
        }

        if (choices.TryGetValue(text.Trim().ToLowerInvariant(), out value))
        {
            return true;
        }

        diagnostics.Error(
            node!,
            $"{Section.Describe(node!)} is not understood here",
            "write one of: " + string.Join(", ", choices.Keys.Order(StringComparer.Ordinal)));
        return false;
    }
}

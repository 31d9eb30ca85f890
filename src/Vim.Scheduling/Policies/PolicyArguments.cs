using System.Globalization;

namespace Vim.Scheduling.Policies;

/// <summary>What stands in the brackets of one part of a policy's text.</summary>
internal sealed class PolicyArguments
{
    private readonly PolicyToken _part;
    private readonly List<(string Name, PolicyToken Value)> _values = [];

    /// <summary>Reads <c>(name=value, ...)</c>, or <c>(value)</c>; no bracket is no argument.</summary>
    public PolicyArguments(PolicyTokens tokens, PolicyToken part)
    {
        _part = part;
        if (!tokens.TryTake(PolicyTokenKind.Open))
        {
            return;
        }

        do
        {
            var word = tokens.Take(PolicyTokenKind.Word, "a name or a value");
            var isNamed = tokens.TryTake(PolicyTokenKind.Equals);
            var value = isNamed ? tokens.Take(PolicyTokenKind.Word, $"the value of {word.Text}") : word;
            var name = isNamed ? word.Text : "";
            if (_values.Exists(known => known.Name == name))
            {
                throw word.Refuse(isNamed ? $"{name} stands twice in {part.Text}" : $"{part.Text} takes one value");
            }

            _values.Add((name, value));
        }
        while (tokens.TryTake(PolicyTokenKind.Comma));
        tokens.Take(PolicyTokenKind.Close, "\",\" or \")\"");
    }

    public bool IsEmpty => _values.Count == 0;

    /// <summary>Refuses arguments that the part does not know.</summary>
    public void Allow(params ReadOnlySpan<string> names)
    {
        foreach (var (name, value) in _values)
        {
            if (!names.Contains(name))
            {
                var given = name.Length == 0 ? value.Text : name;
                throw value.Refuse(names.IsEmpty
                    ? $"{_part.Text} takes nothing in brackets"
                    : $"{_part.Text} takes {string.Join(", ", names.ToArray())}, not {given}");
            }
        }
    }

    /// <summary>The one value, without a name.</summary>
    public PolicyToken One(string wanted) => _values is [("", var value)]
        ? value
        : throw _part.Refuse($"{_part.Text} takes {wanted} in brackets, as in {_part.Text}({wanted})");

    /// <summary>A named whole number; what stands for none where it is not given.</summary>
    public int Whole(string name, int least, int most, int none) =>
        Find(name) is { } value ? Whole(value, least, most) : none;

    public static int Whole(PolicyToken value, int least, int most) =>
        int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most
            ? number
            : throw value.Refuse(FormattableString.Invariant(
                $"\"{value.Text}\" is no whole number from {least} to {most}"));

    /// <summary>An amount or a percentage; nothing where it is not given.</summary>
    public KeptAmount Kept(string name, bool isMemory)
    {
        if (Find(name) is not { } value)
        {
            return default;
        }

        var (number, scale, most) = Split(value.Text, isMemory);
        if (scale == 0
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            || amount < 1 || amount > most)
        {
            throw value.Refuse(isMemory
                ? $"\"{value.Text}\" is no amount of memory such as 512MiB, 16GiB or 10%"
                : $"\"{value.Text}\" is no amount such as 4 or 10% (1 to 1000000, 1% to 100%)");
        }

        return new((int)(amount * scale), value.Text.EndsWith('%'));
    }

    private static (string Number, int Scale, int Most) Split(string text, bool isMemory) =>
        text.EndsWith('%') ? (text[..^1], 1, 100)
        : !isMemory ? (text, 1, 1_000_000)
        : text.EndsWith("GiB", StringComparison.Ordinal) ? (text[..^3], 1024, 1_000_000)
        : text.EndsWith("MiB", StringComparison.Ordinal) ? (text[..^3], 1, 1_000_000_000)
        : ("", 0, 0);

    private PolicyToken? Find(string name)
    {
        foreach (var (known, value) in _values)
        {
            if (known == name)
            {
                return value;
            }
        }

        return null;
    }
}

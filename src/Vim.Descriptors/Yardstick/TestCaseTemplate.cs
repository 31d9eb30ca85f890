using System.Text;
using System.Text.RegularExpressions;
using Vim.Descriptors.Reading;

namespace Vim.Descriptors.Yardstick;

/// <summary>
/// Yardstick's test cases may be Jinja templates. Of Jinja only what they use for parameters is rendered:
/// `{% set NAME = NAME or "default" %}` on a line of its own, and `{{ NAME }}`. Any other statement refuses the file.
/// Lines keep their numbers.
/// </summary>
internal static partial class TestCaseTemplate
{
    private const string Remedy = "render the template first and read the result";

    /// <summary>The text to parse; null with an error when it cannot be rendered. A text without statements stays as it
    /// is.</summary>
    internal static DescriptorFile? Render(DescriptorFile file, DescriptorOptions options, Diagnostics diagnostics)
    {
        if (file.Text.Length > options.Limits.TextCharactersMax || !StatementLine().IsMatch(file.Text))
        {
            return file;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = new StringBuilder();
        var number = 0;
        foreach (var line in file.Text.AsSpan().EnumerateLines())
        {
            number++;
            if (!TryRender(line.ToString(), options, values, text))
            {
                diagnostics.Error(
                    new SourcePlace(file.Name, number, line.IndexOf('{') + 1, ""),
                    "a Jinja expression stands here that is not rendered: the file is a template, not a descriptor yet",
                    Remedy);
                return null;
            }

            if (text.Length > options.Limits.TextCharactersMax)
            {
                diagnostics.Error(
                    new SourcePlace(file.Name, number, 1, ""),
                    "the rendered text grows too long",
                    Remedy);
                return null;
            }
        }

        foreach (var name in options.Parameters.Keys.Where(name => !values.ContainsKey(name)))
        {
            diagnostics.Error(
                new SourcePlace(file.Name, 0, 0, ""),
                $"parameter '{name}' is given and the template has none of that name",
                "give one of: " + string.Join(", ", values.Keys));
        }

        return file with { Text = text.ToString() };
    }

    private static bool TryRender(
        string line, DescriptorOptions options, Dictionary<string, string> values, StringBuilder text)
    {
        if (line.TrimStart().StartsWith("{%", StringComparison.Ordinal))
        {
            if (SetStatement().Match(line) is not { Success: true } set)
            {
                return false;
            }

            var name = set.Groups["name"].Value;
            values[name] = options.Parameters.GetValueOrDefault(name) ?? set.Groups["default"].Value;
            text.Append('\n');
            return true;
        }

        var known = true;
        var rendered = Expression().Replace(line, match =>
        {
            known &= values.TryGetValue(match.Groups["name"].Value, out var value);
            return value ?? "";
        });
        text.Append(rendered).Append('\n');
        return known && !rendered.Contains("{%", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^[ \t]*\{%", RegexOptions.Multiline)]
    private static partial Regex StatementLine();

    [GeneratedRegex(
        @"^\s*\{%-?\s*set\s+(?<name>\w+)\s*=\s*\k<name>\s+or\s+"
        + """(?<quote>["'])(?<default>[^"']*)\k<quote>\s*-?%\}\s*$""")]
    private static partial Regex SetStatement();

    [GeneratedRegex(@"\{\{\s*(?<name>\w+)\s*\}\}")]
    private static partial Regex Expression();
}

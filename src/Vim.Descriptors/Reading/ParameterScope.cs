using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>
/// Values of a template's parameters: the deployer's, else a companion's, else the default. A value that is plainly
/// still the author's reminder to fill it in is refused when it is used.
/// </summary>
internal sealed class ParameterScope(Diagnostics diagnostics)
{
    internal const string DeployerFile = "(parameters)";

    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    internal IReadOnlySet<string> Declared => _declared;

    internal void Declare(string name, YamlNode? defaultValue)
    {
        _declared.Add(name);
        if (defaultValue is not null)
        {
            _values.TryAdd(name, defaultValue);
        }
    }

    /// <summary>A value that wins over those set before.</summary>
    internal void Set(string name, YamlNode value) => _values[name] = value;

    internal void SetAll(IReadOnlyDictionary<string, string> given)
    {
        foreach (var (name, text) in given)
        {
            var root = new YamlMapping(DeployerFile, 0, 0);
            var value = new YamlScalar(DeployerFile, 0, 0, text, plain: false);
            root.TryAdd(new YamlScalar(DeployerFile, 0, 0, name, plain: false), value);
            Set(name, value);
        }
    }

    /// <summary>The value, or null with an error at the first place that asks for it.</summary>
    internal YamlNode? Get(string name, YamlNode asker)
    {
        if (!_declared.Contains(name))
        {
            diagnostics.Error(
                asker,
                $"parameter '{name}' is not declared",
                _declared.Count == 0
                    ? "declare it"
                    : "declare it, or use one of: " + string.Join(", ", _declared.Take(40)));
            return null;
        }

        if (!_values.TryGetValue(name, out var value) || value is YamlScalar { IsNull: true })
        {
            if (_missing.Add(name))
            {
                diagnostics.Error(
                    asker,
                    $"parameter '{name}' has no value and no default",
                    $"give parameter {name}=...");
            }

            return null;
        }

        if (value is YamlScalar { Value: var text } && IsReminder(text))
        {
            diagnostics.Error(
                value,
                $"the value of parameter '{name}' is still a reminder to fill it in: '{text.Trim()}'",
                $"replace it, or give parameter {name}=...");
            return null;
        }

        return value;
    }

    /// <summary>ONAP's templates ship with `PUT THE ... HERE` and `ASSIGN A ...`.</summary>
    private static bool IsReminder(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith("ASSIGN A ", StringComparison.Ordinal)
            || (trimmed.StartsWith("PUT ", StringComparison.Ordinal)
                && trimmed.Contains(" HERE", StringComparison.Ordinal));
    }
}

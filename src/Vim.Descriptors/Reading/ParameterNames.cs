using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>Parameters that the deployer gives must be ones that the descriptor has: a misspelt one is not
/// dropped.</summary>
internal static class ParameterNames
{
    internal static void Check(
        IEnumerable<string> given, IReadOnlySet<string> known, YamlNode root, Diagnostics diagnostics)
    {
        foreach (var name in given.Where(name => !known.Contains(name)))
        {
            diagnostics.Error(
                new SourcePlace(root.File, 0, 0, ""),
                $"parameter '{name}' is given and the descriptor has none of that name",
                known.Count == 0
                    ? "remove it; the descriptor has no parameters"
                    : "give one of: " + string.Join(", ", known.Order(StringComparer.Ordinal)));
        }
    }
}

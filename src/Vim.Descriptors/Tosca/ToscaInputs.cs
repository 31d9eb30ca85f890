using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>Inputs of a topology template; companions give values as a map, bare or under `inputs`.</summary>
internal static class ToscaInputs
{
    internal static ParameterScope Read(
        YamlNode? declarations, IReadOnlyList<YamlMapping> companions, DeploymentDraft draft, YamlNode topology)
    {
        var scope = new ParameterScope(draft.Diagnostics);
        foreach (var entry in Section.Open(declarations, draft.Diagnostics)?.Node.Entries ?? [])
        {
            if (Section.Open(entry.Value, draft.Diagnostics) is { } input)
            {
                input.Ignore(
                    "type",
                    "description",
                    "required",
                    "status",
                    "constraints",
                    "entry_schema",
                    "metadata",
                    "key_schema");
                scope.Declare(entry.Name, input.Take("default") ?? input.Take("value"));
                input.Done();
            }
        }

        foreach (var companion in companions)
        {
            var values = companion.Find("inputs") as YamlMapping ?? companion;
            foreach (var entry in values.Entries)
            {
                if (!scope.Declared.Contains(entry.Name))
                {
                    draft.Diagnostics.Error(
                        entry.Key, $"the template has no input '{entry.Name}'", "correct the name or remove it");
                }

                scope.Set(entry.Name, entry.Value);
            }
        }

        scope.SetAll(draft.Options.Parameters);
        ParameterNames.Check(draft.Options.Parameters.Keys, scope.Declared, topology, draft.Diagnostics);
        return scope;
    }
}

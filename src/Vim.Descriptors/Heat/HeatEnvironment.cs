using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Heat;

/// <summary>Parameters of a Heat template: defaults, then environment files, then the deployer's values.</summary>
internal static class HeatEnvironment
{
    internal const string StackName = "OS::stack_name";

    internal static ParameterScope Read(
        Section template, IReadOnlyList<YamlMapping> environments, DeploymentDraft draft)
    {
        var scope = new ParameterScope(draft.Diagnostics);
        foreach (var entry in template.TakeSection("parameters")?.Node.Entries ?? [])
        {
            if (Section.Open(entry.Value, draft.Diagnostics) is { } parameter)
            {
                parameter.Ignore("type", "label", "description", "hidden", "constraints", "immutable", "tags");
                scope.Declare(entry.Name, parameter.Take("default"));
                parameter.Done();
            }
        }

        foreach (var environment in environments)
        {
            Read(new Section(environment, draft.Diagnostics), scope);
        }

        scope.Declare(StackName, new YamlScalar(template.Node.File, 0, 0, draft.Name, plain: false));
        scope.SetAll(draft.Options.Parameters);
        ParameterNames.Check(draft.Options.Parameters.Keys, scope.Declared, template.Node, draft.Diagnostics);
        return scope;
    }

    private static void Read(Section environment, ParameterScope scope)
    {
        var diagnostics = environment.Diagnostics;
        foreach (var entry in environment.TakeSection("parameter_defaults")?.Node.Entries ?? [])
        {
            // Heat lets defaults name parameters that this template does not have.
            if (scope.Declared.Contains(entry.Name))
            {
                scope.Set(entry.Name, entry.Value);
            }
        }

        foreach (var entry in environment.TakeSection("parameters")?.Node.Entries ?? [])
        {
            if (!scope.Declared.Contains(entry.Name))
            {
                diagnostics.Error(
                    entry.Key,
                    $"the template has no parameter '{entry.Name}'",
                    "correct the name or remove it");
            }

            scope.Set(entry.Name, entry.Value);
        }

        environment.Refuse(
            "resource_registry", "nested templates are not read", "write their resources into the template");
        environment.Done();
    }
}

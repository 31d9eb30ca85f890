using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>A node template with its functions evaluated.</summary>
internal sealed class ToscaNode
{
    private readonly List<(string Name, string Target, YamlNode Node)> _requirements = [];

    internal ToscaNode(string name, string type, Section section)
    {
        Name = name;
        Type = type;
        Section = section;
        section.Ignore("type", "description", "metadata", "interfaces", "copy", "directives");
        Properties = section.TakeSection("properties");
        Capabilities = section.TakeSection("capabilities");
        Artifacts = section.TakeSection("artifacts");
        foreach (var item in section.TakeList("requirements"))
        {
            ReadRequirement(item, section.Diagnostics);
        }

        section.Done();
    }

    internal string Name { get; }

    /// <summary>Its type, with the template's own derivations resolved.</summary>
    internal string Type { get; }

    internal Section Section { get; }

    internal Section? Properties { get; }

    internal Section? Capabilities { get; }

    internal Section? Artifacts { get; }

    /// <summary>Names of the nodes that it requires under a name.</summary>
    internal IEnumerable<(string Target, YamlNode Node)> Targets(params string[] names) =>
        _requirements.Where(r => names.Contains(r.Name)).Select(r => (r.Target, r.Node));

    /// <summary>Refuses requirements of other names.</summary>
    internal void OnlyRequires(params string[] names)
    {
        foreach (var other in _requirements.Where(r => !names.Contains(r.Name)))
        {
            Section.Diagnostics.Error(
                other.Node,
                $"requirement '{other.Name}' is not known on {Type}",
                names.Length == 0 ? "remove it" : "write one of: " + string.Join(", ", names));
        }
    }

    private void ReadRequirement(YamlNode item, Diagnostics diagnostics)
    {
        if (item is not YamlMapping { Entries: [var only] })
        {
            diagnostics.Error(item, "a requirement is a map of one name", "write '- name: node'");
            return;
        }

        var target = only.Value;
        if (only.Value is YamlMapping extended)
        {
            var section = new Section(extended, diagnostics);
            target = section.Require("node");
            section.Ignore("relationship", "capability");
            section.Done();
        }

        if (Values.Name(target, diagnostics) is { } name)
        {
            _requirements.Add((only.Name, name, target!));
        }
    }
}

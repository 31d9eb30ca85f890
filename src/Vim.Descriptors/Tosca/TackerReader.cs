using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>
/// TOSCA with the types of Tacker's tosca-nfv (VDU.Tacker, CP.Tacker, VL). A bare map of VDUs with `nfv_compute`, as
/// Tacker's documentation cuts them out, gives their flavours and no compute.
/// </summary>
internal sealed class TackerReader
{
    private readonly DeploymentDraft _draft;
    private readonly Diagnostics _diagnostics;
    private readonly TackerCompute _compute;
    private readonly TackerNetwork _network;

    internal TackerReader(DeploymentDraft draft)
    {
        _draft = draft;
        _diagnostics = draft.Diagnostics;
        _compute = new TackerCompute(draft);
        _network = new TackerNetwork(draft);
    }

    internal void Read(YamlMapping root, IReadOnlyList<YamlMapping> companions)
    {
        _draft.Name = FileNames.Stem(root.File);
        var document = new Section(root, _diagnostics);
        if (document.Take("tosca_definitions_version") is null)
        {
            ReadExcerpt(root);
            return;
        }

        document.Ignore("description", "imports", "node_types", "data_types", "dsl_definitions");
        if (document.Take("metadata") is YamlMapping metadata)
        {
            _draft.Name = Values.Name(metadata.Find("template_name"), _diagnostics) ?? _draft.Name;
        }

        if (document.RequireSection("topology_template") is { } topology)
        {
            ReadTopology(topology, companions);
        }

        document.Done();
    }

    private void ReadExcerpt(YamlMapping root)
    {
        foreach (var entry in root.Entries)
        {
            var section = new Section((YamlMapping)entry.Value, _diagnostics);
            if (section.RequireSection("nfv_compute") is { } demands)
            {
                _draft.Add(_compute.ReadFlavour(entry.Name + "-flavour", demands), entry.Value);
            }

            section.Done();
        }

        _diagnostics.Note(
            root,
            "an excerpt of VDUs without image and network: flavours are created and nothing is allocated");
    }

    private void ReadTopology(Section topology, IReadOnlyList<YamlMapping> companions)
    {
        topology.Ignore("description", "outputs");
        var scope = ToscaInputs.Read(topology.Take("inputs"), companions, _draft, topology.Node);
        var evaluator = new ToscaEvaluator(scope, _draft.Options, _diagnostics);
        var types = new ToscaTypes(null, _diagnostics);
        var nodes = new List<ToscaNode>();
        foreach (var entry in topology.RequireSection("node_templates")?.Node.Entries ?? [])
        {
            if (Section.Open(evaluator.Evaluate(entry.Value), _diagnostics) is { } section
                && Values.Text(section.Require("type"), _diagnostics) is { } type)
            {
                nodes.Add(new ToscaNode(entry.Name, types.Resolve(type), section));
            }
        }

        ReadKinds(nodes);
        foreach (var item in Section.AsList(topology.Take("policies"), _diagnostics))
        {
            ReadPolicy(item);
        }

        topology.Refuse("groups", "groups of Tacker are not understood", "remove them");
        topology.Done();
        if (_draft.Computes.Count == 0 && !_diagnostics.HasErrors)
        {
            _diagnostics.Error(topology.Node, "the template has no VDU: there is nothing to deploy", "add one");
        }
    }

    private void ReadKinds(List<ToscaNode> nodes)
    {
        foreach (var node in nodes.OrderBy(n => n.Type.Contains(".VDU", StringComparison.Ordinal) ? 1
            : n.Type.Contains(".CP", StringComparison.Ordinal) ? 2 : 0))
        {
            switch (node.Type)
            {
                case "tosca.nodes.nfv.VL":
                    _network.ReadLink(node);
                    break;
                case "tosca.nodes.nfv.VDU.Tacker" or "tosca.nodes.nfv.VDU":
                    _compute.Read(node);
                    break;
                case "tosca.nodes.nfv.CP.Tacker" or "tosca.nodes.nfv.CP":
                    _network.ReadPort(node);
                    break;
                default:
                    _diagnostics.Error(
                        node.Section.Take("type")!,
                        $"node type '{node.Type}' is not deployed by this VIM",
                        "known are tosca.nodes.nfv.VDU.Tacker, CP.Tacker and VL");
                    break;
            }
        }

        _network.Attach();
    }

    private void ReadPolicy(YamlNode item)
    {
        foreach (var entry in Section.Open(item, _diagnostics)?.Node.Entries ?? [])
        {
            var type = entry.Value is YamlMapping policy ? Values.Text(policy.Find("type"), _diagnostics) : null;
            if (type is "tosca.policies.tacker.Scaling"
                or "tosca.policies.tacker.Alarming"
                or "tosca.policies.tacker.Monitoring")
            {
                _diagnostics.Note(entry.Key, $"policy of type {type} is not deployed: it is the VNF manager's");
            }
            else
            {
                _diagnostics.Error(entry.Key, $"policy type '{type}' is not known", "remove it");
            }
        }
    }
}

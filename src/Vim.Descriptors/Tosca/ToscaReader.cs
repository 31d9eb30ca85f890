using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>TOSCA service templates with the node types of SOL001 (also as ONAP writes them).</summary>
internal sealed class ToscaReader
{
    private const string Nfv = "tosca.nodes.nfv.";

    private readonly DeploymentDraft _draft;
    private readonly Diagnostics _diagnostics;
    private readonly ToscaStorage _storage;
    private readonly ToscaLinks _links;
    private readonly VduCpReader _connectionPoints;
    private string? _vnfType;

    internal ToscaReader(DeploymentDraft draft)
    {
        _draft = draft;
        _diagnostics = draft.Diagnostics;
        _storage = new ToscaStorage(draft);
        _links = new ToscaLinks(draft);
        _connectionPoints = new VduCpReader(draft, _links);
    }

    internal void Read(YamlMapping root, IReadOnlyList<YamlMapping> companions)
    {
        var document = new Section(root, _diagnostics);
        document.Ignore(
            "tosca_definitions_version", "description", "imports", "data_types", "capability_types", "artifact_types",
            "policy_types", "group_types", "interface_types", "relationship_types", "dsl_definitions", "namespace",
            "namespaces", "repositories", "template_author", "template_version", "profile");
        var title = Values.Name(document.Take("template_name"), _diagnostics);
        if (document.Take("metadata") is YamlMapping metadata)
        {
            title = Values.Name(metadata.Find("template_name"), _diagnostics) ?? title;
        }

        var types = new ToscaTypes(document.Take("node_types"), _diagnostics);
        if (document.RequireSection("topology_template") is { } topology)
        {
            ReadTopology(topology, types, companions);
        }

        document.Done();
        _draft.Name = title ?? _draft.Name;
        if (_draft.Name.Length == 0)
        {
            _draft.Name = FileNames.Stem(root.File);
        }
    }

    private void ReadTopology(Section topology, ToscaTypes types, IReadOnlyList<YamlMapping> companions)
    {
        topology.Ignore("description", "outputs", "workflows");
        topology.Refuse(
            "relationship_templates",
            "relationship templates are not understood",
            "write requirements in the nodes");
        if (topology.TakeSection("substitution_mappings") is { } substitution)
        {
            _vnfType = Values.Text(substitution.Take("node_type"), _diagnostics);
        }

        var scope = ToscaInputs.Read(topology.Take("inputs"), companions, _draft, topology.Node);
        var evaluator = new ToscaEvaluator(scope, _draft.Options, _diagnostics);
        var templates = topology.RequireSection("node_templates");
        if (templates is not null)
        {
            var nodes = ReadNodes(templates, types, evaluator);
            ReadKinds(nodes);
            _storage.Done(templates.Node);
            if (_draft.Computes.Count == 0 && !_diagnostics.HasErrors)
            {
                _diagnostics.Error(
                    templates.Node,
                    "the template has no VDU: there is nothing to deploy",
                    $"add a node of type {Nfv}Vdu.Compute");
            }
        }

        var policies = new ToscaPolicies(_draft);
        policies.ReadGroups(evaluator.Evaluate(topology.Take("groups")));
        policies.ReadPolicies(evaluator.Evaluate(topology.Take("policies")));
        topology.Done();
    }

    private List<ToscaNode> ReadNodes(Section templates, ToscaTypes types, ToscaEvaluator evaluator)
    {
        var nodes = new List<ToscaNode>();
        foreach (var entry in templates.Node.Entries)
        {
            if (Section.Open(evaluator.Evaluate(entry.Value), _diagnostics) is { } section
                && Values.Text(section.Require("type"), _diagnostics) is { } type)
            {
                nodes.Add(new ToscaNode(entry.Name, types.Resolve(type), section));
            }
        }

        return nodes;
    }

    /// <summary>Storage and links first: VDUs and connection points name them.</summary>
    private void ReadKinds(List<ToscaNode> nodes)
    {
        nodes.Where(n => n.Type == Nfv + "Vdu.VirtualBlockStorage").ToList().ForEach(_storage.ReadBlockStorage);
        nodes.Where(n => n.Type == Nfv + "VnfVirtualLink").ToList().ForEach(_links.Read);
        foreach (var node in nodes.Where(n => n.Type == Nfv + "Vdu.Compute"))
        {
            new VduComputeReader(_draft, _storage).Read(node);
            node.OnlyRequires("virtual_storage", "local_storage");
        }

        nodes.Where(n => n.Type == Nfv + "VduCp").ToList().ForEach(_connectionPoints.Read);
        _connectionPoints.Attach();
        foreach (var node in nodes)
        {
            ReadOther(node);
        }
    }

    private void ReadOther(ToscaNode node)
    {
        switch (node.Type)
        {
            case Nfv + "Vdu.VirtualBlockStorage" or Nfv + "VnfVirtualLink" or Nfv + "Vdu.Compute" or Nfv + "VduCp":
                break;
            case Nfv + "VNF":
                ReadVnf(node);
                break;
            case var type when type == _vnfType:
                ReadVnf(node);
                break;
            case Nfv + "VnfExtCp":
                _diagnostics.Note(node.Section.Node, "an external connection point is connected by the orchestrator");
                break;
            default:
                _diagnostics.Error(
                    node.Section.Take("type")!,
                    $"node type '{node.Type}' is not deployed by this VIM",
                    $"known are {Nfv}VNF, Vdu.Compute, VduCp, VnfVirtualLink, Vdu.VirtualBlockStorage, VnfExtCp");
                break;
        }
    }

    private void ReadVnf(ToscaNode node)
    {
        if (node.Properties?.Node.Find("product_name") is YamlScalar { Value: { Length: > 0 } name })
        {
            _draft.Name = name;
        }
    }
}

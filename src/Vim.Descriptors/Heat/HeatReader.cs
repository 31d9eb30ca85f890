using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Heat;

/// <summary>
/// The compute and network resources of Heat templates. They are read in the order of their dependence; only what is
/// deployed is evaluated, so a key pair's name may hold what nobody knows beforehand.
/// </summary>
internal sealed class HeatReader
{
    private readonly DeploymentDraft _draft;
    private readonly Diagnostics _diagnostics;
    private readonly HeatQos _qos;
    private readonly HeatNetworks _networks;
    private readonly HeatPorts _ports;
    private readonly HeatFlavours _flavours;
    private readonly HeatGroups _groups;
    private readonly HeatServers _servers;
    private bool _incomplete;

    internal HeatReader(DeploymentDraft draft)
    {
        _draft = draft;
        _diagnostics = draft.Diagnostics;
        _qos = new HeatQos(_diagnostics);
        _networks = new HeatNetworks(draft, _qos);
        _ports = new HeatPorts(draft, _networks, _qos);
        _flavours = new HeatFlavours(draft);
        _groups = new HeatGroups(draft);
        _servers = new HeatServers(draft, _networks, _ports, _flavours, _groups);
    }

    internal void Read(YamlMapping root, IReadOnlyList<YamlMapping> environments)
    {
        var template = new Section(root, _diagnostics);
        template.Ignore("heat_template_version", "description", "parameter_groups", "outputs");
        template.Refuse("conditions", "conditions are not evaluated", "write the template for one case");
        _draft.Name = _draft.Options.Parameters.GetValueOrDefault(HeatEnvironment.StackName)
            ?? FileNames.Stem(root.File);
        var scope = HeatEnvironment.Read(template, environments, _draft);
        var evaluator = new HeatEvaluator(scope, _draft.Options, _diagnostics, Attribute);
        if (template.RequireSection("resources") is { } resources)
        {
            ReadResources(resources, evaluator);
        }

        template.Done();
    }

    private void ReadResources(Section resources, HeatEvaluator evaluator)
    {
        var deployed = resources.Node.Entries
            .Select(e => (e.Name, Section: Section.Open(e.Value, _diagnostics)))
            .Where(r => r.Section is not null)
            .Select(r => (r.Name, Section: r.Section!, Type: TypeOf(r.Section!)))
            .Where(r => r.Type is not null)
            .ToList();
        if (_diagnostics.HasErrors || !HasServer(deployed.Select(r => r.Type!), resources.Node))
        {
            return;
        }

        ReadInOrder([.. deployed.Select(r => (r.Name, r.Type!, r.Section))], evaluator);
    }

    private bool HasServer(IEnumerable<string> types, YamlNode resources)
    {
        if (types.Contains(HeatTypes.Server))
        {
            return true;
        }

        _diagnostics.Error(
            resources,
            "the template has no server: there is nothing to deploy",
            $"add a resource of type {HeatTypes.Server}; a nested template is read as part of the one that uses it");
        return false;
    }

    private void ReadInOrder(List<(string Name, string Type, Section Section)> deployed, HeatEvaluator evaluator)
    {
        (string[] Types, Action<HeatResource> Read)[] order =
        [
            ([HeatTypes.QosPolicy], _qos.ReadPolicy),
            ([HeatTypes.QosMinimum, HeatTypes.QosLimit], _qos.ReadRule),
            ([HeatTypes.Net, HeatTypes.ProviderNet], _networks.ReadNetwork),
            ([HeatTypes.Subnet], _networks.ReadSubnet),
            ([HeatTypes.Port], _ports.Read),
            ([HeatTypes.Flavor], _flavours.Read),
            ([HeatTypes.ServerGroup], _groups.Read),
            ([HeatTypes.Server], _servers.Read),
        ];
        foreach (var (types, read) in order)
        {
            // A server's user data may need the MAC of a port of another server: evaluate all before reading any.
            var evaluated = deployed
                .Where(r => types.Contains(r.Type))
                .Select(r => Evaluate(r.Name, r.Type, r.Section, evaluator))
                .ToList();
            _incomplete |= evaluated.Contains(null);
            if (!_incomplete)
            {
                evaluated.ForEach(r => read(r!));
            }
        }

        if (!_incomplete)
        {
            _groups.Pair(_servers.Computes);
            _ports.Done();
        }
    }

    /// <summary>When a resource has an error of its own, what depends on it is not blamed too.</summary>
    private string? Attribute(string resource, IReadOnlyList<string> path, YamlNode asker) =>
        _incomplete ? "" : _ports.Attribute(resource, path, asker);

    private string? TypeOf(Section resource)
    {
        var node = resource.Require("type");
        resource.Ignore("depends_on", "metadata", "deletion_policy", "update_policy", "properties");
        resource.Refuse("condition", "conditions are not evaluated", "write the template for one case");
        resource.Done();
        switch (Values.Name(node, _diagnostics))
        {
            case null:
                return null;
            case var type when HeatTypes.Deployed.Contains(type):
                return type;
            case var type when HeatTypes.NotDeployed.TryGetValue(type, out var why):
                _diagnostics.Note(resource.Node, $"a resource of type {type} is not deployed: {why}");
                return null;
            case var type:
                _diagnostics.Error(
                    node!,
                    $"resource type '{type}' is not deployed by this VIM",
                    "if it is a nested template, write its resources here; deployed are "
                    + string.Join(", ", HeatTypes.Deployed.Order(StringComparer.Ordinal)));
                return null;
        }
    }

    private HeatResource? Evaluate(string id, string type, Section resource, HeatEvaluator evaluator)
    {
        var node = resource.Take("properties")
            ?? new YamlMapping(resource.Node.File, resource.Node.Line, resource.Node.Column);
        return Section.Open(node, _diagnostics) is { } section
            && evaluator.EvaluateEntries(section.Node, HeatTypes.NotEvaluated) is { } properties
            ? new HeatResource(id, type, new Section(properties, _diagnostics))
            : null;
    }
}

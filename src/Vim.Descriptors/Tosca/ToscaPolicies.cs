using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>
/// Groups and policies of SOL001: affinity rules become affinity groups, initial deltas and levels the number of
/// instances; what concerns later scaling is noted.
/// </summary>
internal sealed class ToscaPolicies(DeploymentDraft draft)
{
    private const string Prefix = "tosca.policies.nfv.";

    private static readonly Dictionary<string, AffinityScope> Scopes = new(StringComparer.Ordinal)
    {
        ["socket"] = AffinityScope.Socket,
        ["nfvi_node"] = AffinityScope.Host,
        ["rack"] = AffinityScope.Rack,
        ["fault_domain"] = AffinityScope.FaultDomain,
        ["zone"] = AffinityScope.Zone,
    };

    private readonly Dictionary<string, IReadOnlyList<string>> _groups = new(StringComparer.Ordinal);
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void ReadGroups(YamlNode? groups)
    {
        foreach (var entry in Section.Open(groups, _diagnostics)?.Node.Entries ?? [])
        {
            if (Section.Open(entry.Value, _diagnostics) is not { } group)
            {
                continue;
            }

            var type = Values.Text(group.Require("type"), _diagnostics);
            if (type is not ("tosca.groups.nfv.PlacementGroup" or "tosca.groups.Root"))
            {
                _diagnostics.Error(
                    group.Node,
                    $"group type '{type}' is not known",
                    "write tosca.groups.nfv.PlacementGroup");
            }

            group.Ignore("description", "metadata", "properties");
            _groups[entry.Name] =
                [.. group.TakeList("members").Select(m => Values.Name(m, _diagnostics)).OfType<string>()];
            group.Done();
        }
    }

    internal void ReadPolicies(YamlNode? policies)
    {
        var entries = policies switch
        {
            YamlSequence sequence => sequence.Items.SelectMany(i => Section.Open(i, _diagnostics)?.Node.Entries ?? []),
            _ => Section.Open(policies, _diagnostics)?.Node.Entries ?? [],
        };
        foreach (var entry in entries)
        {
            if (Section.Open(entry.Value, _diagnostics) is { } policy)
            {
                Read(entry, policy);
            }
        }
    }

    private void Read(YamlEntry entry, Section policy)
    {
        var type = Values.Text(policy.Require("type"), _diagnostics) ?? "";
        policy.Ignore("description", "metadata", "triggers");
        var targets = policy.TakeList("targets");
        var properties = policy.TakeSection("properties");
        switch (type)
        {
            case Prefix + "AffinityRule":
                ReadAffinity(entry, AffinityKind.Affinity, targets, properties);
                break;
            case Prefix + "AntiAffinityRule":
                ReadAffinity(entry, AffinityKind.AntiAffinity, targets, properties);
                break;
            case Prefix + "VduInitialDelta":
                ReadInitialDelta(targets, properties);
                break;
            case Prefix + "ScalingAspects" or Prefix + "VduScalingAspectDeltas" or Prefix + "InstantiationLevels"
                or Prefix + "VduInstantiationLevels" or Prefix + "VirtualLinkInstantiationLevels"
                or Prefix + "SupportedVnfInterface" or Prefix + "SecurityGroupRule":
                _diagnostics.Note(entry.Key, $"policy of type {type} is not deployed: it is the VNF manager's");
                return;
            default:
                _diagnostics.Error(
                    entry.Value,
                    $"policy type '{type}' is not known",
                    $"remove it; known are {Prefix}AffinityRule, AntiAffinityRule, VduInitialDelta, ScalingAspects, "
                        + "VduScalingAspectDeltas, InstantiationLevels, VduInstantiationLevels, "
                        + "VirtualLinkInstantiationLevels, SupportedVnfInterface, SecurityGroupRule");
                return;
        }

        properties?.Done();
        policy.Done();
    }

    private void ReadAffinity(YamlEntry entry, AffinityKind kind, IReadOnlyList<YamlNode> targets, Section? properties)
    {
        var scope = Values.Choice(properties?.Require("scope"), Scopes, _diagnostics) ?? AffinityScope.Host;
        draft.Add(new AffinityGroup(entry.Name, kind, scope), entry.Key);
        foreach (var target in targets)
        {
            foreach (var name in Members(target))
            {
                Join(name, entry.Name, target);
            }
        }
    }

    private IEnumerable<string> Members(YamlNode target)
    {
        var name = Values.Name(target, _diagnostics);
        return name is null ? [] : _groups.TryGetValue(name, out var members) ? members : [name];
    }

    private void Join(string compute, string group, YamlNode place)
    {
        if (draft.Computes.All(c => c.Name != compute))
        {
            _diagnostics.Error(place, $"there is no VDU or group '{compute}'", "correct the name");
            return;
        }

        if (draft.Computes.Any(c => c.Name == compute && c.AffinityGroups.Contains(group)))
        {
            _diagnostics.Error(place, $"the rule names '{compute}' a second time", "name it once");
            return;
        }

        draft.ReplaceComputes(c => c.Name == compute ? c with { AffinityGroups = [.. c.AffinityGroups, group] } : c);
    }

    private void ReadInitialDelta(IReadOnlyList<YamlNode> targets, Section? properties)
    {
        var delta = properties?.RequireSection("initial_delta");
        var count = Values.Integer(delta?.Require("number_of_instances"), 1, 1000, _diagnostics);
        delta?.Done();
        foreach (var target in targets)
        {
            var name = Values.Name(target, _diagnostics);
            if (name is not null && draft.Computes.All(c => c.Name != name))
            {
                _diagnostics.Error(target, $"there is no VDU '{name}'", "correct the name");
            }

            draft.ReplaceComputes(c => c.Name == name && count is { } n ? c with { Count = (int)n } : c);
        }
    }
}

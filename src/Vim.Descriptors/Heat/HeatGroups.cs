using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Heat;

/// <summary>Server groups and the scheduler hints of servers.</summary>
internal sealed class HeatGroups(DeploymentDraft draft)
{
    private static readonly Dictionary<string, AffinityKind> Policies = new(StringComparer.Ordinal)
    {
        ["affinity"] = AffinityKind.Affinity,
        ["anti-affinity"] = AffinityKind.AntiAffinity,
        ["soft-affinity"] = AffinityKind.SoftAffinity,
        ["soft-anti-affinity"] = AffinityKind.SoftAntiAffinity,
    };

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<(string Compute, string Hint, YamlNode Node)> _pairs = [];
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void Read(HeatResource group)
    {
        var properties = group.Properties;
        var name = Values.Name(properties.Take("name"), _diagnostics) ?? group.Id;
        var policies = properties.TakeList("policies");
        properties.Refuse("rules", "a number of servers for each host cannot be asked", "remove 'rules'");
        properties.Done();
        if (policies.Count != 1)
        {
            _diagnostics.Error(properties.Node, "a server group has one policy", "write policies: [anti-affinity]");
            return;
        }

        if (Values.Choice(policies[0], Policies, _diagnostics) is { } kind)
        {
            _names[group.Id] = name;
            draft.Add(new AffinityGroup(name, kind, AffinityScope.Host), properties.Node);
        }
    }

    /// <summary>
    /// Groups that a server's hints put it in; same_host and different_host are kept for <see cref="Pair"/>.
    /// </summary>
    internal List<string> ReadHints(string compute, Section? hints)
    {
        var groups = new List<string>();
        if (hints is null)
        {
            return groups;
        }

        var group = hints.Take("group");
        if (group is YamlReference reference && _names.TryGetValue(reference.Resource, out var name))
        {
            groups.Add(name);
        }
        else if (group is not null)
        {
            _diagnostics.Error(group, "the hint names no server group of the template", "name one with get_resource");
        }

        foreach (var hint in (string[])["different_host", "same_host"])
        {
            var node = hints.Take(hint);
            IReadOnlyList<YamlNode> others = node is YamlReference ? [node] : Section.AsList(node, _diagnostics);
            _pairs.AddRange(others.Select(other => (compute, hint, other)));
        }

        hints.Done();
        return groups;
    }

    /// <summary>Each same_host or different_host becomes a group of the two.</summary>
    internal void Pair(IReadOnlyDictionary<string, string> computeOfServer)
    {
        foreach (var (compute, hint, node) in _pairs)
        {
            if (node is not YamlReference reference || !computeOfServer.TryGetValue(reference.Resource, out var other))
            {
                _diagnostics.Error(node, $"{hint} names no server of the template", "name one with get_resource");
                continue;
            }

            var name = $"{compute}-{hint}-{other}";
            if (draft.HasGroup(name))
            {
                _diagnostics.Error(node, $"{hint} names '{other}' a second time", "name it once");
                continue;
            }

            var kind = hint == "same_host" ? AffinityKind.Affinity : AffinityKind.AntiAffinity;
            draft.Add(new AffinityGroup(name, kind, AffinityScope.Host), node);
            draft.ReplaceComputes(c =>
                c.Name == compute || c.Name == other ? c with { AffinityGroups = [.. c.AffinityGroups, name] } : c);
        }
    }
}

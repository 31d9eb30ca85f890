using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>Virtual links and connection points of Tacker.</summary>
internal sealed class TackerNetwork(DeploymentDraft draft)
{
    private static readonly Dictionary<string, VnicKind> Types = new(StringComparer.Ordinal)
    {
        ["vnic"] = VnicKind.Virtio,
        ["sriov"] = VnicKind.SriovVf,
    };

    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly List<(string Vdu, long Order, Vnic Vnic, YamlNode Node)> _vnics = [];
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    /// <summary>A link that gives an address block or a physical network is created; one that only names a network must
    /// exist.</summary>
    internal void ReadLink(ToscaNode node)
    {
        var properties = node.Properties;
        properties?.Ignore("vendor", "name");
        var name = Values.Name(properties?.Take("network_name"), _diagnostics);
        var cidr = Addresses.Cidr(properties?.Take("cidr"), _diagnostics);
        var start = Addresses.Ip(properties?.Take("start_ip"), _diagnostics);
        var end = Addresses.Ip(properties?.Take("end_ip"), _diagnostics);
        var link = new VirtualLink
        {
            Name = name ?? node.Name,
            Origin = VirtualLinkOrigin.Create,
            NetworkType = Values.Word(properties?.Take("network_type"), Words.NetworkTypes, _diagnostics),
            PhysicalNetwork = Values.Name(properties?.Take("physical_network"), _diagnostics),
            SegmentationId = Values.Integer(properties?.Take("segmentation_id"), 1, (1 << 24) - 1, _diagnostics),
            Subnets = cidr is null ? [] :
            [
                new Subnet
                {
                    Name = node.Name + "-subnet",
                    Cidr = cidr,
                    IpVersion = (int?)Values.Integer(properties?.Take("ip_version"), 4, 6, _diagnostics) ?? 4,
                    GatewayIp = Addresses.Ip(properties?.Take("gateway_ip"), _diagnostics),
                    DhcpEnabled = Values.Boolean(properties?.Take("dhcp_enabled"), _diagnostics),
                    AllocationPools = start is null || end is null ? [] : [$"{start}-{end}"],
                },
            ],
        };
        properties?.Done();
        node.OnlyRequires();
        node.Capabilities?.Ignore("virtual_linkable");
        node.Capabilities?.Done();
        var existing = name is not null && cidr is null && link.PhysicalNetwork is null && link.NetworkType is null;
        draft.Add(existing ? link with { Origin = VirtualLinkOrigin.Existing } : link, node.Section.Node);
        _links[node.Name] = link.Name;
    }

    internal void ReadPort(ToscaNode node)
    {
        var properties = node.Properties;
        properties?.Ignore("name", "description");
        properties?.NotDeployed("management", "which address manages the VNF is its manager's to know");
        properties?.NotDeployed("security_groups", "packet filters are not the infrastructure's");
        var ip = Addresses.Ip(properties?.Take("ip_address"), _diagnostics);
        var order = Values.Integer(properties?.Take("order"), 0, 1000, _diagnostics) ?? 0;
        var vnic = new Vnic
        {
            Name = node.Name,
            Kind = Values.Choice(properties?.Take("type"), Types, _diagnostics) ?? VnicKind.Virtio,
            VirtualLink = ReadTarget(node),
            MacAddress = Addresses.Mac(properties?.Take("mac_address"), _diagnostics),
            PortSecurity = Values.Boolean(properties?.Take("anti_spoofing_protection"), _diagnostics),
            IpAddresses = ip is null ? [] : [ip],
        };
        properties?.Done();
        node.OnlyRequires("virtualLink", "virtualBinding", "virtual_link", "virtual_binding");
        var bindings = node.Targets("virtualBinding", "virtual_binding").ToList();
        if (bindings.Count != 1)
        {
            _diagnostics.Error(
                node.Section.Node,
                "the connection point is not bound to one VDU",
                "add requirement virtualBinding");
        }

        _vnics.AddRange(bindings.Take(1).Select(b => (b.Target, order, vnic, b.Node)));
    }

    internal void Attach()
    {
        foreach (var stray in _vnics.Where(v => draft.Computes.All(c => c.Name != v.Vdu)))
        {
            _diagnostics.Error(stray.Node, $"there is no VDU '{stray.Vdu}'", "correct the name or add the VDU");
        }

        draft.ReplaceComputes(c => c with
        {
            Vnics = [.. _vnics.Where(v => v.Vdu == c.Name).OrderBy(v => v.Order).Select(v => v.Vnic)],
        });
    }

    private string ReadTarget(ToscaNode node)
    {
        var targets = node.Targets("virtualLink", "virtual_link").ToList();
        if (targets.Count != 1)
        {
            _diagnostics.Error(
                node.Section.Node,
                "the connection point is not on one virtual link",
                "add requirement virtualLink");
            return node.Name;
        }

        if (_links.TryGetValue(targets[0].Target, out var link))
        {
            return link;
        }

        _diagnostics.Error(
            targets[0].Node,
            $"there is no virtual link '{targets[0].Target}'",
            "correct the name or add the link");
        return targets[0].Target;
    }
}

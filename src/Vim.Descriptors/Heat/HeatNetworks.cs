using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Heat;

/// <summary>Networks and subnets of a Heat template.</summary>
internal sealed class HeatNetworks(DeploymentDraft draft, HeatQos qos)
{
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _linkOfSubnet = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HeatQos.Rates> _rates = new(StringComparer.Ordinal);
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void ReadNetwork(HeatResource network)
    {
        var properties = network.Properties;
        var name = Values.Name(properties.Take("name"), _diagnostics) ?? network.Id;
        properties.Ignore("admin_state_up", "tags", "dns_domain", "router_external");
        var link = new VirtualLink
        {
            Name = name,
            Origin = VirtualLinkOrigin.Create,
            Shared = Values.Boolean(properties.Take("shared"), _diagnostics) ?? false,
            PortSecurity = Values.Boolean(properties.Take("port_security_enabled"), _diagnostics),
            MtuBytes = (int?)Values.Integer(properties.Take("mtu"), 68, 65_535, _diagnostics),
        };
        var provider = network.Type == HeatTypes.ProviderNet
            ? properties
            : properties.TakeSection("value_specs");
        if (provider is not null)
        {
            link = ReadProvider(provider, network.Type == HeatTypes.ProviderNet ? "" : "provider:", link);
        }

        _rates[name] = qos.Of(properties.Take("qos_policy"));
        properties.Done();
        _links[network.Id] = name;
        draft.Add(link, properties.Node);
    }

    internal void ReadSubnet(HeatResource subnet)
    {
        var properties = subnet.Properties;
        var name = Values.Name(properties.Take("name"), _diagnostics) ?? subnet.Id;
        properties.Ignore("tags");
        var gateway = properties.Take("gateway_ip");
        var noGateway =
            properties.Has("gateway_ip") && (gateway is null || Values.Text(gateway, _diagnostics) is "" or "null");
        var cidr = Addresses.Cidr(properties.Take("cidr"), _diagnostics);
        var read = new Subnet
        {
            Name = name,
            Cidr = cidr,
            IpVersion = (int?)Values.Integer(properties.Take("ip_version"), 4, 6, _diagnostics)
                ?? (cidr?.Contains(':') == true ? 6 : 4),
            NoGateway = noGateway,
            GatewayIp = noGateway ? null : Addresses.Ip(gateway, _diagnostics),
            DhcpEnabled = Values.Boolean(properties.Take("enable_dhcp"), _diagnostics),
            DnsServers =
            [
                .. properties.TakeList("dns_nameservers").Select(n => Addresses.Ip(n, _diagnostics)).OfType<string>(),
            ],
            AllocationPools = [.. properties.TakeList("allocation_pools").Select(ReadPool).OfType<string>()],
        };
        var network = properties.Take("network") ?? properties.Take("network_id");
        properties.Ignore("network", "network_id");
        if (network is null)
        {
            _diagnostics.Error(properties.Node, "the subnet names no network", "add 'network'");
        }
        else if (LinkOf(network) is { } link)
        {
            _linkOfSubnet[subnet.Id] = link;
            draft.ReplaceLink(link, l => l with { Subnets = [.. l.Subnets, read] });
        }

        properties.Done();
    }

    /// <summary>Name of the link that a property names: a network of the template, or one that must exist.</summary>
    internal string? LinkOf(YamlNode network)
    {
        if (network is YamlReference reference)
        {
            if (_links.TryGetValue(reference.Resource, out var link))
            {
                return link;
            }

            _diagnostics.Error(network, $"'{reference.Resource}' is no network of the template", "name a network");
            return null;
        }

        if (Values.Name(network, _diagnostics) is not { } name)
        {
            return null;
        }

        if (!draft.HasLink(name))
        {
            draft.UseExistingLink(name);
        }

        return name;
    }

    /// <summary>Rates that the link's policy gives each of its ports.</summary>
    internal HeatQos.Rates RatesOf(string link) => _rates.GetValueOrDefault(link) ?? HeatQos.None;

    /// <summary>A port's address must be on a subnet of its network, as far as the template has both.</summary>
    internal void CheckSubnet(YamlNode? subnet, string link)
    {
        if (subnet is not YamlReference reference)
        {
            _ = Values.Name(subnet, _diagnostics);
        }
        else if (!_linkOfSubnet.TryGetValue(reference.Resource, out var own) || own != link)
        {
            _diagnostics.Error(
                subnet,
                $"'{reference.Resource}' is no subnet of the port's network",
                "name one of its subnets");
        }
    }

    private VirtualLink ReadProvider(Section provider, string prefix, VirtualLink link)
    {
        link = link with
        {
            NetworkType = Values.Word(provider.Take(prefix + "network_type"), Words.NetworkTypes, _diagnostics),
            PhysicalNetwork = Values.Name(provider.Take(prefix + "physical_network"), _diagnostics),
            SegmentationId = Values.Integer(provider.Take(prefix + "segmentation_id"), 1, (1 << 24) - 1, _diagnostics),
            VlanTransparent = Values.Boolean(provider.Take("vlan_transparent"), _diagnostics),
        };
        if (prefix.Length > 0)
        {
            provider.Done();
        }

        return link;
    }

    private string? ReadPool(YamlNode node)
    {
        if (Section.Open(node, _diagnostics) is not { } pool)
        {
            return null;
        }

        var first = Addresses.Ip(pool.Require("start"), _diagnostics);
        var last = Addresses.Ip(pool.Require("end"), _diagnostics);
        pool.Done();
        return first is null || last is null ? null : $"{first}-{last}";
    }
}

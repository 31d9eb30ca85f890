using System.Security.Cryptography;
using System.Text;
using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Heat;

/// <summary>Ports of a Heat template; servers name them.</summary>
internal sealed class HeatPorts(DeploymentDraft draft, HeatNetworks networks, HeatQos qos)
{
    private readonly Dictionary<string, (Vnic Vnic, YamlNode Node)> _ports = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void Read(HeatResource port)
    {
        var properties = port.Properties;
        properties.Ignore("name", "admin_state_up", "replacement_policy", "tags");
        properties.NotDeployed("security_groups", "packet filters are not the infrastructure's");
        properties.NotDeployed("allowed_address_pairs", "no anti-spoofing filter is set, so every address passes");
        properties.NotDeployed("dns_name", "names are given outside the infrastructure");
        var network = properties.Take("network") ?? properties.Take("network_id");
        properties.Ignore("network", "network_id");
        var link = network is null ? null : networks.LinkOf(network);
        if (network is null)
        {
            _diagnostics.Error(properties.Node, "the port names no network", "add 'network'");
        }

        var rates = qos.Of(properties.Take("qos_policy")).Or(link is null ? HeatQos.None : networks.RatesOf(link));
        var vnic = new Vnic
        {
            Name = port.Id,
            Kind = Values.Choice(properties.Take("binding:vnic_type"), Words.VnicTypes, _diagnostics)
                ?? VnicKind.Virtio,
            VirtualLink = link ?? "",
            MacAddress = Addresses.Mac(properties.Take("mac_address"), _diagnostics),
            PortSecurity = Values.Boolean(properties.Take("port_security_enabled"), _diagnostics),
            IpAddresses = ReadAddresses(properties, link),
            GuaranteedIngressBitsPerSecond = rates.GuaranteedIngress,
            GuaranteedEgressBitsPerSecond = rates.GuaranteedEgress,
            PeakIngressBitsPerSecond = rates.PeakIngress,
            PeakEgressBitsPerSecond = rates.PeakEgress,
        };
        properties.Done();
        _ports[port.Id] = (vnic, properties.Node);
    }

    /// <summary>The vNIC of a port; null with an error when there is none, or another server has it.</summary>
    internal Vnic? Take(YamlNode node)
    {
        if (node is not YamlReference reference)
        {
            _diagnostics.Error(
                node,
                "a port that exists already cannot be taken: its demands are not in the template",
                "define the port here");
            return null;
        }

        if (!_ports.TryGetValue(reference.Resource, out var port))
        {
            _diagnostics.Error(node, $"'{reference.Resource}' is no port of the template", "name a port");
            return null;
        }

        if (!_used.Add(reference.Resource))
        {
            _diagnostics.Error(node, $"port '{reference.Resource}' is used twice", "give each server ports of its own");
        }

        return port.Vnic;
    }

    /// <summary>
    /// Attributes that the template fixes: a port's fixed address, and its MAC. A port without MAC whose MAC the
    /// template needs (in user data) gets one derived from the port and the parameters, so that the text can be made
    /// beforehand.
    /// </summary>
    internal string? Attribute(string resource, IReadOnlyList<string> path, YamlNode asker)
    {
        if (!_ports.TryGetValue(resource, out var port))
        {
            return null;
        }

        switch (path)
        {
            case ["mac_address"]:
                if (port.Vnic.MacAddress is null)
                {
                    port.Vnic = port.Vnic with { MacAddress = DeriveMac(resource) };
                    _ports[resource] = port;
                    _diagnostics.Note(
                        asker,
                        $"the MAC address of port '{resource}' is needed beforehand: it gets {port.Vnic.MacAddress}");
                }

                return port.Vnic.MacAddress;
            case ["fixed_ips", var index, "ip_address"] when int.TryParse(index, out var number):
                return number >= 0 && number < port.Vnic.IpAddresses.Count ? port.Vnic.IpAddresses[number] : null;
            default:
                return null;
        }
    }

    internal void Done()
    {
        foreach (var (id, port) in _ports.Where(p => !_used.Contains(p.Key)))
        {
            _diagnostics.Note(port.Node, $"port '{id}' is attached to no server and is not made");
        }
    }

    private List<string> ReadAddresses(Section properties, string? link)
    {
        var addresses = new List<string>();
        foreach (var node in properties.TakeList("fixed_ips"))
        {
            if (Section.Open(node, _diagnostics) is not { } item)
            {
                continue;
            }

            var subnet = item.Take("subnet") ?? item.Take("subnet_id");
            item.Ignore("subnet", "subnet_id");
            if (subnet is not null && link is not null)
            {
                networks.CheckSubnet(subnet, link);
            }

            if (Addresses.Ip(item.Take("ip_address"), _diagnostics) is { } address)
            {
                addresses.Add(address);
            }

            item.Done();
        }

        return addresses;
    }

    /// <summary>A locally administered unicast address.</summary>
    private string DeriveMac(string port)
    {
        var seed = new StringBuilder(draft.Name).Append('\n').Append(port);
        foreach (var (name, value) in draft.Options.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            seed.Append('\n').Append(name).Append('=').Append(value);
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(seed.ToString()));
        var bytes = (byte[])[0x02, .. hash.AsSpan(0, 5)];
        return string.Join(':', bytes.Select(b => Convert.ToHexStringLower([b])));
    }
}

using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Openmano;

/// <summary>
/// The connections of an openmano VNF. Internal ones are links to create; external ones are open ends that the deployer
/// binds to a network. An interface that no connection names has no network and is refused.
/// </summary>
internal sealed class OpenmanoConnections(DeploymentDraft draft)
{
    private readonly Dictionary<(string Vnfc, string Interface), (string Link, YamlNode Node)> _links = [];
    private readonly HashSet<(string Vnfc, string Interface)> _used = [];
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    private static readonly Dictionary<string, bool> Management = new(StringComparer.Ordinal)
    {
        ["mgmt"] = true,
        ["data"] = false,
        ["bridge"] = false,
        ["ptp"] = false,
        ["e-lan"] = false,
        ["e-line"] = false,
    };

    internal void Read(Section vnf)
    {
        foreach (var node in vnf.TakeList("internal-connections"))
        {
            if (Section.Open(node, _diagnostics) is { } connection)
            {
                ReadInternal(connection);
            }
        }

        foreach (var node in vnf.TakeList("external-connections"))
        {
            if (Section.Open(node, _diagnostics) is { } connection)
            {
                ReadExternal(connection);
            }
        }
    }

    /// <summary>The vNIC on the link that its connection names.</summary>
    internal Vnic Connect(string vnfc, Vnic vnic, YamlNode place)
    {
        if (_links.TryGetValue((vnfc, vnic.Name), out var found))
        {
            _used.Add((vnfc, vnic.Name));
            return vnic with { VirtualLink = found.Link };
        }

        _diagnostics.Error(
            place,
            $"interface '{vnic.Name}' of VNFC '{vnfc}' is in no connection",
            "name it in internal-connections or external-connections");
        return vnic;
    }

    /// <summary>Refuses connections to interfaces that no VNFC has.</summary>
    internal void Done()
    {
        foreach (var (end, link) in _links.Where(l => !_used.Contains(l.Key)))
        {
            _diagnostics.Error(
                link.Node,
                $"VNFC '{end.Vnfc}' has no interface '{end.Interface}'",
                "correct the name or add the interface");
        }
    }

    private void ReadInternal(Section connection)
    {
        var name = Values.Name(connection.Require("name"), _diagnostics);
        var management = Values.Choice(connection.Take("type"), Management, _diagnostics);
        connection.Ignore("description");
        connection.NotDeployed("implementation", "the VIM chooses overlay or underlay from the vNICs on the link");
        var subnets = connection.TakeSection("ip-profile") is { } profile ? ReadIpProfile(profile, name ?? "") : [];
        foreach (var element in connection.TakeList("elements"))
        {
            if (Section.Open(element, _diagnostics) is { } end)
            {
                ReadEnd(end, name);
                end.Done();
            }
        }

        connection.Done();
        if (name is not null)
        {
            draft.Add(
                new VirtualLink
                {
                    Name = name,
                    Origin = VirtualLinkOrigin.Create,
                    Management = management ?? false,
                    Subnets = subnets,
                },
                connection.Node);
        }
    }

    private void ReadExternal(Section connection)
    {
        var name = Values.Name(connection.Require("name"), _diagnostics);
        var management = Values.Choice(connection.Require("type"), Management, _diagnostics);
        connection.Ignore("description");
        ReadEnd(connection, name);
        connection.Done();
        if (name is not null)
        {
            draft.Add(
                new VirtualLink { Name = name, Origin = VirtualLinkOrigin.External, Management = management ?? false },
                connection.Node);
        }
    }

    private void ReadEnd(Section end, string? link)
    {
        var vnfc = Values.Name(end.Require("VNFC"), _diagnostics);
        var local = Values.Name(end.Require("local_iface_name"), _diagnostics);
        if (link is not null && vnfc is not null && local is not null
            && !_links.TryAdd((vnfc, local), (link, end.Node)))
        {
            _diagnostics.Error(
                end.Node, $"interface '{local}' of VNFC '{vnfc}' is in two connections", "leave it in one");
        }
    }

    private IReadOnlyList<Subnet> ReadIpProfile(Section profile, string link)
    {
        var version = Values.Text(profile.Take("ip-version"), _diagnostics);
        var dns = Values.Text(profile.Take("dns-address"), _diagnostics);
        var dhcp = profile.TakeSection("dhcp");
        var enabled = Values.Boolean(dhcp?.Take("enabled"), _diagnostics);
        dhcp?.NotDeployed("start-address", "the VIM assigns addresses from the whole block");
        dhcp?.NotDeployed("count", "the VIM assigns addresses from the whole block");
        dhcp?.Done();
        var subnet = new Subnet
        {
            Name = link + "-subnet",
            IpVersion = version?.Contains('6', StringComparison.Ordinal) == true ? 6 : 4,
            Cidr = Addresses.Cidr(profile.Take("subnet-address"), _diagnostics),
            GatewayIp = Addresses.Ip(profile.Take("gateway-address"), _diagnostics),
            DhcpEnabled = enabled,
            DnsServers = dns is null ? [] : [.. dns.Split([',', ';'], StringSplitOptions.TrimEntries)],
        };
        profile.Ignore("name", "description");
        profile.Done();
        return [subnet];
    }
}

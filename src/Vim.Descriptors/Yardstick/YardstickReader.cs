using Vim.Descriptors.Heat;
using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Yardstick;

/// <summary>
/// The deployment context of an OPNFV Yardstick test case: servers of one flavour, each with a port on every network
/// unless it names its own. The scenarios, which say what to measure, are not deployed.
/// </summary>
internal sealed class YardstickReader(DeploymentDraft draft)
{
    private static readonly Dictionary<string, AffinityKind> Policies = new(StringComparer.Ordinal)
    {
        ["availability"] = AffinityKind.AntiAffinity,
        ["affinity"] = AffinityKind.Affinity,
    };

    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void Read(YamlMapping root)
    {
        var task = new Section(root, _diagnostics);
        task.Ignore("schema", "description");
        task.NotDeployed("scenarios", "they say what to measure on the deployment");
        var contexts = task.Take("context") is { } one ? [one] : task.TakeList("contexts");
        task.Ignore("context", "contexts");
        foreach (var node in contexts)
        {
            if (Section.Open(node, _diagnostics) is { } context)
            {
                ReadContext(context);
            }
        }

        task.Done();
        if (draft.Computes.Count == 0 && !_diagnostics.HasErrors)
        {
            _diagnostics.Error(root, "the test case deploys no server", "give one with a context of servers");
        }
    }

    private void ReadContext(Section context)
    {
        var type = Values.Text(context.Take("type"), _diagnostics) ?? "Heat";
        if (type == "Node")
        {
            _diagnostics.Note(context.Node, "a context of type Node names machines that exist already");
            return;
        }

        if (type != "Heat")
        {
            _diagnostics.Error(
                context.Take("type")!, $"a context of type '{type}' is no description of demands", "use type Heat");
            return;
        }

        draft.Name = Values.Name(context.Require("name"), _diagnostics) ?? "";
        context.Ignore("user", "password", "key_filename", "no_setup", "no_teardown");
        var image = Values.Name(context.Take("image"), _diagnostics);
        var flavour = ReadFlavour(context.Take("flavor"), draft.Name + "-flavour");
        ReadPlacements(context.TakeSection("placement_groups"));
        var networks = ReadNetworks(context.RequireSection("networks"));
        foreach (var entry in context.RequireSection("servers")?.Node.Entries ?? [])
        {
            if (Section.Open(entry.Value, _diagnostics) is { } server)
            {
                ReadServer(entry.Name, server, image, flavour, networks);
            }
        }

        context.Done();
    }

    private string? ReadFlavour(YamlNode? node, string name)
    {
        switch (node)
        {
            case YamlScalar:
                var existing = Values.Name(node, _diagnostics);
                draft.UseExistingFlavour(existing ?? "");
                return existing;
            case YamlMapping map:
                var section = new Section(map, _diagnostics);
                var given = Values.Name(section.Take("name"), _diagnostics) ?? name;
                var flavour = HeatFlavours.Read(given, section, _diagnostics);
                section.Done();
                draft.Add(flavour, map);
                return given;
            default:
                return null;
        }
    }

    private void ReadPlacements(Section? placements)
    {
        foreach (var entry in placements?.Node.Entries ?? [])
        {
            if (Section.Open(entry.Value, _diagnostics) is { } group)
            {
                var kind = Values.Choice(group.Require("policy"), Policies, _diagnostics);
                group.Done();
                draft.Add(
                    new AffinityGroup(entry.Name, kind ?? AffinityKind.AntiAffinity, AffinityScope.Host), entry.Key);
            }
        }
    }

    private List<(string Name, VnicKind Kind)> ReadNetworks(Section? networks)
    {
        var names = new List<(string, VnicKind)>();
        foreach (var entry in networks?.Node.Entries ?? [])
        {
            if (Section.Open(entry.Value, _diagnostics) is { } network)
            {
                names.Add((entry.Name, ReadNetwork(entry.Name, network)));
            }
        }

        return names;
    }

    private VnicKind ReadNetwork(string name, Section network)
    {
        var provider = Values.Boolean(network.Take("provider"), _diagnostics) ?? false;
        var segment = Values.Integer(network.Take("segmentation_id"), 1, (1 << 24) - 1, _diagnostics);
        var physical = Values.Name(network.Take("physical_network"), _diagnostics);
        var kind = Values.Choice(network.Take("vnic_type"), Words.VnicTypes, _diagnostics) ?? VnicKind.Virtio;
        var gateway = network.Take("gateway_ip");
        var noGateway = Values.Text(gateway, _diagnostics) is "null";
        var link = new VirtualLink
        {
            Name = name,
            Origin = VirtualLinkOrigin.Create,
            NetworkType = Values.Word(network.Take("network_type"), Words.NetworkTypes, _diagnostics)
                ?? (!provider ? null : segment is null ? "flat" : "vlan"),
            PhysicalNetwork = physical,
            SegmentationId = segment,
            PortSecurity = Values.Boolean(network.Take("port_security_enabled"), _diagnostics),
            Subnets =
            [
                new Subnet
                {
                    Name = name + "-subnet",
                    Cidr = Addresses.Cidr(network.Require("cidr"), _diagnostics),
                    NoGateway = noGateway,
                    GatewayIp = noGateway ? null : Addresses.Ip(gateway, _diagnostics),
                    DhcpEnabled = Values.Boolean(network.Take("enable_dhcp"), _diagnostics),
                },
            ],
        };
        network.NotDeployed("router", "routing is given outside; it has no bearing on placement");
        network.NotDeployed("external_network", "routing is given outside; it has no bearing on placement");
        network.Done();
        draft.Add(link, network.Node);
        return kind;
    }

    private void ReadServer(
        string name, Section server, string? image, string? flavour, List<(string Name, VnicKind Kind)> networks)
    {
        image = Values.Name(server.Take("image"), _diagnostics) ?? image;
        flavour = ReadFlavour(server.Take("flavor"), name + "-flavour") ?? flavour;
        server.NotDeployed("floating_ip", "public addresses are given outside; it has no bearing on placement");
        if (image is null || flavour is null)
        {
            _diagnostics.Error(
                server.Node,
                "the server has no image or no flavor",
                "give both, here or in the context");
            return;
        }

        draft.AddImage(new ImageReference { Name = image }, server.Node);
        var compute = new Compute
        {
            Name = name,
            FlavourName = flavour,
            ImageName = image,
            Vnics = ReadPorts(server.TakeSection("network_ports"), networks),
            Zone = Values.Name(server.Take("availability_zone"), _diagnostics),
            UserData = Values.Text(server.Take("user_data"), _diagnostics),
            AffinityGroups = ReadPlacement(server.Take("placement")),
            Count = (int)(Values.Integer(server.Take("instances"), 1, 1000, _diagnostics) ?? 1),
        };
        server.Done();
        draft.Add(compute, server.Node);
    }

    private List<string> ReadPlacement(YamlNode? placement)
    {
        if (Values.Name(placement, _diagnostics) is not { } name)
        {
            return [];
        }

        if (!draft.HasGroup(name))
        {
            _diagnostics.Error(
                placement!,
                $"there is no placement group '{name}'",
                "correct the name or add the group");
        }

        return [name];
    }

    private List<Vnic> ReadPorts(Section? ports, List<(string Name, VnicKind Kind)> networks)
    {
        if (ports is null)
        {
            return [.. networks.Select(n => new Vnic { Name = n.Name, Kind = n.Kind, VirtualLink = n.Name })];
        }

        var vnics = new List<Vnic>();
        foreach (var entry in ports.Node.Entries)
        {
            var network = networks.Find(n => n.Name == entry.Name);
            if (network.Name is null)
            {
                _diagnostics.Error(
                    entry.Key,
                    $"there is no network '{entry.Name}'",
                    "correct the name or add the network");
                continue;
            }

            IReadOnlyList<YamlNode> names =
                entry.Value is YamlScalar ? [entry.Value] : Section.AsList(entry.Value, _diagnostics);
            vnics.AddRange(names
                .Select(n => Values.Name(n, _diagnostics))
                .OfType<string>()
                .Select(n => new Vnic { Name = n, Kind = network.Kind, VirtualLink = network.Name }));
        }

        return vnics;
    }
}

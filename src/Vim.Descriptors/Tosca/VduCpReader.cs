using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>
/// tosca.nodes.nfv.VduCp (SOL001 6.8.8): a vNIC of the VDU it is bound to. One without a virtual link is an open end of
/// the VNF and becomes an external link of its own name.
/// </summary>
internal sealed class VduCpReader(DeploymentDraft draft, ToscaLinks links)
{
    private readonly List<(string Vdu, long Order, Vnic Vnic, YamlNode Node)> _vnics = [];
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void Read(ToscaNode node)
    {
        var properties = node.Properties;
        properties?.Ignore("layer_protocols", "role", "description", "allowed_address_data", "security");
        var interfaceDemand = new VirtualInterfaceDemand(_diagnostics);
        interfaceDemand.Read(properties?.TakeList("virtual_network_interface_requirements") ?? []);
        var kind = ReadKind(properties?.Take("vnic_type"), interfaceDemand);
        var order = Values.Integer(properties?.Take("order"), 0, 1000, _diagnostics) ?? long.MaxValue;
        var rate = Quantities.BitsPerSecond(properties?.Take("bitrate_requirement"), "bps", _diagnostics);
        var addresses = new List<string>();
        string? mac = null;
        foreach (var protocol in properties?.TakeList("protocol") ?? [])
        {
            mac = ReadProtocol(protocol, addresses) ?? mac;
        }

        var link = ReadLink(node);
        var leaves = links.Leaves(link);
        node.OnlyRequires("virtual_binding", "virtual_link");
        node.Capabilities?.Done();
        var vnic = new Vnic
        {
            Name = node.Name,
            Kind = kind,
            VirtualLink = link,
            GuaranteedIngressBitsPerSecond = rate ?? leaves?.Guaranteed,
            GuaranteedEgressBitsPerSecond = rate ?? leaves?.Guaranteed,
            PeakIngressBitsPerSecond = leaves?.Peak,
            PeakEgressBitsPerSecond = leaves?.Peak,
            Trunk = Values.Boolean(properties?.Take("trunk_mode"), _diagnostics) ?? false,
            IpAddresses = addresses,
            MacAddress = mac ?? interfaceDemand.MacAddress,
            Model = interfaceDemand.Model,
            GuestPciAddress = interfaceDemand.GuestPciAddress,
            NumaAffinity = interfaceDemand.NumaAffinity,
            GuestNumaNode = interfaceDemand.GuestNumaNode,
            DistinctPfGroup = interfaceDemand.DistinctPfGroup,
            DistinctNicGroup = interfaceDemand.DistinctNicGroup,
            DistinctSwitchGroup = interfaceDemand.DistinctSwitchGroup,
            PciVendorId = interfaceDemand.PciVendorId,
            PciDeviceId = interfaceDemand.PciDeviceId,
        };
        if (vnic.GuaranteedEgressBitsPerSecond > vnic.PeakEgressBitsPerSecond)
        {
            _diagnostics.Error(
                node.Section.Node,
                "the guaranteed bit rate is above the link's peak",
                "lower bitrate_requirement");
        }

        properties?.Done();
        foreach (var (vdu, place) in node.Targets("virtual_binding").Take(1))
        {
            _vnics.Add((vdu, order, vnic, place));
        }
    }

    /// <summary>Gives each compute its vNICs: by `order`, then as written.</summary>
    internal void Attach()
    {
        foreach (var stray in _vnics.Where(v => draft.Computes.All(c => c.Name != v.Vdu)))
        {
            _diagnostics.Error(stray.Node, $"there is no VDU '{stray.Vdu}'", "correct the name or add the VDU");
        }

        draft.ReplaceComputes(compute =>
        {
            var own = _vnics.Where(v => v.Vdu == compute.Name).OrderBy(v => v.Order).ToList();
            foreach (var (_, _, vnic, node) in own)
            {
                CheckNumaNode(compute, vnic, node);
            }

            return compute with { Vnics = [.. compute.Vnics, .. own.Select(v => v.Vnic)] };
        });
    }

    private void CheckNumaNode(Compute compute, Vnic vnic, YamlNode node)
    {
        var nodes = draft.NumaNodesOf(compute.FlavourName);
        if (vnic.GuestNumaNode is { } asked && asked >= Math.Max(nodes, 1))
        {
            _diagnostics.Error(
                node,
                $"the vNIC is tied to guest NUMA node {asked}, the VDU has {nodes}",
                "name a NUMA node that it has");
        }
    }

    private string ReadLink(ToscaNode node)
    {
        if (!node.Targets("virtual_binding").Any())
        {
            _diagnostics.Error(
                node.Section.Node,
                "the connection point is bound to no VDU",
                "add requirement virtual_binding");
        }

        var targets = node.Targets("virtual_link").ToList();
        if (targets.Count == 0)
        {
            if (!draft.HasLink(node.Name))
            {
                draft.Add(new VirtualLink { Name = node.Name, Origin = VirtualLinkOrigin.External }, node.Section.Node);
            }

            return node.Name;
        }

        if (targets.Count > 1)
        {
            _diagnostics.Error(targets[1].Node, "a connection point is on one virtual link", "remove the second");
        }

        if (!draft.HasLink(targets[0].Target))
        {
            _diagnostics.Error(
                targets[0].Node, $"there is no virtual link '{targets[0].Target}'", "correct the name or add the link");
        }

        return targets[0].Target;
    }

    private VnicKind ReadKind(YamlNode? vnicType, VirtualInterfaceDemand demand)
    {
        var kind = Values.Choice(vnicType, Words.VnicTypes, _diagnostics);
        if (kind is { } said && demand.Kind is { } asked && said != asked)
        {
            _diagnostics.Error(
                vnicType!,
                $"vnic_type says {said} and the interface requirement asks {asked}",
                "make them say the same");
        }

        return kind ?? demand.Kind ?? VnicKind.Virtio;
    }

    private string? ReadProtocol(YamlNode node, List<string> addresses)
    {
        string? mac = null;
        if (Section.Open(node, _diagnostics) is not { } protocol)
        {
            return mac;
        }

        protocol.Ignore("associated_layer_protocol");
        foreach (var item in protocol.TakeList("address_data"))
        {
            if (Section.Open(item, _diagnostics) is not { } address)
            {
                continue;
            }

            address.Ignore("address_type");
            if (address.TakeSection("l2_address_data") is { } layer2)
            {
                layer2.Ignore("mac_address_assignment");
                mac = Addresses.Mac(layer2.Take("mac_address"), _diagnostics);
                layer2.Done();
            }

            if (address.TakeSection("l3_address_data") is { } layer3)
            {
                ReadLayer3(layer3, addresses);
            }

            address.Done();
        }

        protocol.Done();
        return mac;
    }

    private void ReadLayer3(Section layer3, List<string> addresses)
    {
        layer3.Ignore("ip_address_assignment", "ip_address_type");
        if (Values.Boolean(layer3.Take("floating_ip_activated"), _diagnostics) == true)
        {
            _diagnostics.Note(layer3.Take("floating_ip_activated")!, "public addresses are given by the orchestrator");
        }

        var number = layer3.Take("number_of_ip_address");
        if (Values.Integer(number, 0, 64, _diagnostics) is > 1)
        {
            _diagnostics.Error(
                number!,
                "several free addresses on one vNIC are not given by the VIM",
                "name them in fixed_ip_address");
        }

        foreach (var item in layer3.TakeList("fixed_ip_address"))
        {
            if (Addresses.Ip(item, _diagnostics) is { } address)
            {
                addresses.Add(address);
            }
        }

        layer3.Done();
    }
}

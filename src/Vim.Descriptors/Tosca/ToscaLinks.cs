using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;

namespace Vim.Descriptors.Tosca;

/// <summary>
/// tosca.nodes.nfv.VnfVirtualLink (SOL001 6.8.9). Root bit rates are the link's own; leaf bit rates are those of each
/// connection point on it: the minimum is guaranteed each way, the maximum is the peak.
/// </summary>
internal sealed class ToscaLinks(DeploymentDraft draft)
{
    private readonly Dictionary<string, LeafRates> _leaves = new(StringComparer.Ordinal);
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal sealed record LeafRates(long? Guaranteed, long? Peak);

    /// <summary>Rates of the connection points on a link; null when there is no such link.</summary>
    internal LeafRates? Leaves(string link) => _leaves.GetValueOrDefault(link);

    internal void Read(ToscaNode node)
    {
        var link = new VirtualLink { Name = node.Name, Origin = VirtualLinkOrigin.Create };
        var leaves = new LeafRates(null, null);
        if (node.Properties is { } properties)
        {
            properties.Ignore("description", "test_access", "monitoring_parameters", "nfvi_maintenance_info");
            if (properties.TakeSection("connectivity_type") is { } connectivity)
            {
                connectivity.Ignore("layer_protocols", "flow_pattern");
                connectivity.Done();
            }

            if (properties.TakeSection("vl_profile") is { } profile)
            {
                (link, leaves) = ReadProfile(profile, link);
            }

            properties.Done();
        }

        node.OnlyRequires();
        node.Capabilities?.Ignore("virtual_linkable");
        node.Capabilities?.Done();
        _leaves[node.Name] = leaves;
        draft.Add(link, node.Section.Node);
    }

    private (VirtualLink Link, LeafRates Leaves) ReadProfile(Section profile, VirtualLink link)
    {
        var (peakRoot, peakLeaf) = ReadRates(profile.TakeSection("max_bitrate_requirements"));
        var (minRoot, minLeaf) = ReadRates(profile.TakeSection("min_bitrate_requirements"));
        if (minLeaf > peakLeaf || minRoot > peakRoot)
        {
            _diagnostics.Error(
                profile.Node,
                "the guaranteed bit rate is above the peak",
                "make the minimum the smaller");
        }

        link = link with { GuaranteedBitsPerSecond = minRoot, PeakBitsPerSecond = peakRoot };
        profile.Refuse("qos", "latency, jitter and loss cannot be promised by the VIM", "remove 'qos'");
        profile.Refuse(
            "service_availability",
            "a level of service availability is not understood",
            "use affinity rules");
        foreach (var node in profile.TakeList("virtual_link_protocol_data"))
        {
            if (Section.Open(node, _diagnostics) is { } data)
            {
                data.Ignore("associated_layer_protocol");
                link = ReadLayer2(data.TakeSection("l2_protocol_data"), link);
                link = ReadLayer3(data.TakeSection("l3_protocol_data"), link);
                data.Done();
            }
        }

        profile.Done();
        return (link, new LeafRates(minLeaf, peakLeaf));
    }

    private (long? Root, long? Leaf) ReadRates(Section? rates)
    {
        if (rates is null)
        {
            return (null, null);
        }

        var root = Quantities.BitsPerSecond(rates.Require("root"), "bps", _diagnostics);
        var leaf = Quantities.BitsPerSecond(rates.Take("leaf"), "bps", _diagnostics);
        rates.Done();
        return (root, leaf);
    }

    private VirtualLink ReadLayer2(Section? data, VirtualLink link)
    {
        if (data is null)
        {
            return link;
        }

        data.NotDeployed("name", "the link keeps the name of its node");
        link = link with
        {
            NetworkType = Values.Word(data.Take("network_type"), Words.NetworkTypes, _diagnostics),
            PhysicalNetwork = Values.Name(data.Take("physical_network"), _diagnostics),
            SegmentationId = Values.Integer(data.Take("segmentation_id"), 1, (1 << 24) - 1, _diagnostics),
            MtuBytes = (int?)Values.Integer(data.Take("mtu"), 68, 65_535, _diagnostics),
            VlanTransparent = Values.Boolean(data.Take("vlan_transparent"), _diagnostics),
        };
        data.Done();
        return link;
    }

    private VirtualLink ReadLayer3(Section? data, VirtualLink link)
    {
        if (data is null)
        {
            return link;
        }

        var version = Values.Text(data.Take("ip_version"), _diagnostics);
        var pools = new List<string>();
        foreach (var node in data.TakeList("ip_allocation_pools"))
        {
            if (Section.Open(node, _diagnostics) is { } pool)
            {
                var first = Addresses.Ip(pool.Require("start_ip_address"), _diagnostics);
                var last = Addresses.Ip(pool.Require("end_ip_address"), _diagnostics);
                pool.Done();
                pools.Add($"{first}-{last}");
            }
        }

        var subnet = new Subnet
        {
            Name = Values.Name(data.Take("name"), _diagnostics) ?? link.Name + "-subnet",
            IpVersion = version?.Contains('6', StringComparison.Ordinal) == true ? 6 : 4,
            Cidr = Addresses.Cidr(data.Take("cidr"), _diagnostics),
            GatewayIp = Addresses.Ip(data.Take("gateway_ip"), _diagnostics),
            DhcpEnabled = Values.Boolean(data.Take("dhcp_enabled"), _diagnostics),
            AllocationPools = pools,
        };
        data.Refuse("ipv6_address_mode", "a mode of IPv6 address assignment is not given by the VIM", "remove it");
        data.Done();
        return link with { Subnets = [.. link.Subnets, subnet] };
    }
}

using System.Globalization;
using Nfv.OrVi.V1;
using Vim.Descriptors.Model;

namespace Vim.Cli.Deployment;

/// <summary>Virtual links as networks and subnets.</summary>
internal static class NetworkMapper
{
    /// <summary>networkQoS parameter for the upper limit of the link as a whole, in bit/s.</summary>
    private const string PeakRate = "peak_bits_per_second";

    public static PlannedNetwork Map(VirtualLink link, MappingChoices choices, DemandLog log)
    {
        var where = $"network {link.Name}";
        log.Wishes(link.MtuBytes is not null, where, $"MTU of {link.MtuBytes} bytes");
        log.Wishes(link.VlanTransparent is true, where, "tagged frames of guests pass (vlan transparent)");
        log.Wishes(link.PortSecurity is true, where, "port security");
        foreach (var subnet in link.Subnets.Where(subnet => !HasCidr(subnet)))
        {
            log.Wishes(asked: true, where, $"subnet {subnet.Name} with an address block of the VIM's choice");
        }

        var network = new VirtualNetworkData
        {
            Bandwidth = new DataRate { BitsPerSecond = link.GuaranteedBitsPerSecond ?? 0 },
            IsShared = link.Shared,
        };
        if (link.NetworkType is { } type)
        {
            network.NetworkType = type;
        }

        if (link.PhysicalNetwork is { } physical)
        {
            network.ProviderNetwork = physical;
        }

        if (link.PeakBitsPerSecond is { } peak)
        {
            network.NetworkQos.Add(new NetworkQoS
            {
                QosName = PeakRate,
                QosValue = peak.ToString(CultureInfo.InvariantCulture),
            });
        }

        if (link.SegmentationId is { } segment)
        {
            network.SegmentationId = segment.ToString(CultureInfo.InvariantCulture);
        }

        return new PlannedNetwork(
            link.Name,
            new AllocateVirtualisedNetworkResourceRequest
            {
                NetworkResourceName = link.Name,
                NetworkResourceType = NetworkResourceType.Network,
                TypeNetworkData = network,
                ResourceGroupId = choices.Tenant,
            },
            [.. link.Subnets.Where(HasCidr).Select(subnet => MapSubnet(link, subnet, choices, log))]);
    }

    private static bool HasCidr(Subnet subnet) => subnet.Cidr is not null;

    private static AllocateVirtualisedNetworkResourceRequest MapSubnet(
        VirtualLink link, Subnet subnet, MappingChoices choices, DemandLog log)
    {
        var where = $"subnet {subnet.Name} of network {link.Name}";
        log.Wishes(subnet.DnsServers.Count > 0, where, $"name servers {string.Join(", ", subnet.DnsServers)}");
        var data = new NetworkSubnetData
        {
            NetworkId = link.Name,
            Cidr = subnet.Cidr ?? "",
            IpVersion = subnet.IpVersion == 6 ? IpVersion.Ipv6 : IpVersion.Ipv4,
        };
        if (subnet.GatewayIp is { } gateway)
        {
            data.GatewayIp = gateway;
        }

        if (subnet.DhcpEnabled is { } dhcp)
        {
            data.IsDhcpEnabled = dhcp;
        }

        foreach (var pool in subnet.AllocationPools)
        {
            var dash = pool.IndexOf('-', StringComparison.Ordinal);
            data.AddressPool.Add(new AddressPool
            {
                FirstAddress = dash < 0 ? pool : pool[..dash],
                LastAddress = dash < 0 ? pool : pool[(dash + 1)..],
            });
        }

        return new AllocateVirtualisedNetworkResourceRequest
        {
            NetworkResourceName = subnet.Name,
            NetworkResourceType = NetworkResourceType.Subnet,
            TypeSubnetData = data,
            ResourceGroupId = choices.Tenant,
        };
    }
}

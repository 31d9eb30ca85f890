using Vim.Domain.VirtualLinks;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>
/// Virtual links as VirtualNetwork, NetworkSubnet and VirtualNetworkPort (IFA 005 8.4.5). The one place where the
/// project's VirtualLink meets ETSI's VirtualNetwork.
/// </summary>
internal static class NetworkMapping
{
    public static Proto.VirtualNetwork ToProto(VirtualLinkState link)
    {
        var description = link.Description!;
        var result = new Proto.VirtualNetwork
        {
            NetworkResourceId = link.Id.Value,
            NetworkResourceName = description.Name,
            Bandwidth = new() { BitsPerSecond = description.Bandwidth.BitsPerSecond },
            NetworkType = description.NetworkType,
            IsShared = description.IsShared,
            OperationalState = link.IsDeleting ? Proto.OperationalState.Disabled : Proto.OperationalState.Enabled,
            ResourceGroupId = link.ResourceGroup.Value,
        };
        if (description.PhysicalNetwork is { } physical)
        {
            result.ProviderNetwork = physical;
        }

        if (description.SegmentationId.Length > 0)
        {
            result.SegmentationId = description.SegmentationId;
        }

        result.Subnet.AddRange(link.Subnets.Keys);
        result.NetworkPort.AddRange(link.Ports.Values.Select(port => ToProto(port, link.ResourceGroup.Value)));
        result.NetworkQos.AddRange(description.QualityOfService.Select(
            entry => new Proto.NetworkQoS { QosName = entry.Key, QosValue = entry.Value }));
        MetadataMapping.AddTo(result.Metadata, description.Metadata);
        return result;
    }

    public static Proto.NetworkSubnet ToProto(SubnetState subnet, string resourceGroup)
    {
        var description = subnet.Description;
        var result = new Proto.NetworkSubnet
        {
            ResourceId = subnet.Id.Value,
            NetworkId = subnet.Link.Value,
            NetworkResourceName = description.Name,
            IpVersion = subnet.IpVersion == 6 ? Proto.IpVersion.Ipv6 : Proto.IpVersion.Ipv4,
            GatewayIp = description.GatewayIp,
            Cidr = description.Cidr,
            IsDhcpEnabled = description.IsDhcpEnabled,
            OperationalState = Proto.OperationalState.Enabled,
            ResourceGroupId = resourceGroup,
        };
        result.AddressPool.AddRange(description.AddressPool.Select(
            range => new Proto.AddressPool { FirstAddress = range.First, LastAddress = range.Last }));
        MetadataMapping.AddTo(result.Metadata, description.Metadata);
        return result;
    }

    public static Proto.VirtualNetworkPort ToProto(PortState port, string resourceGroup)
    {
        var description = port.Description;
        var result = new Proto.VirtualNetworkPort
        {
            ResourceId = port.Id.Value,
            NetworkId = port.Link.Value,
            NetworkResourceName = description.Name,
            PortType = description.Type == PortType.Trunk ? Proto.PortType.Trunk : Proto.PortType.Access,
            MacAddress = port.MacAddress,
            OperationalState =
                port.AttachedTo is null ? Proto.OperationalState.Disabled : Proto.OperationalState.Enabled,
            ResourceGroupId = resourceGroup,
        };
        if (description.Bandwidth.BitsPerSecond > 0)
        {
            result.Bandwidth = new() { BitsPerSecond = description.Bandwidth.BitsPerSecond };
        }

        if (description.SegmentId.Length > 0)
        {
            result.SegmentId = description.SegmentId;
        }

        if (port.AttachedTo is { } compute)
        {
            result.AttachedResourceId = compute.Value;
        }

        result.IpAddress.AddRange(port.Addresses.Select(address => address.Address));
        MetadataMapping.AddTo(result.Metadata, description.Metadata);
        return result;
    }
}

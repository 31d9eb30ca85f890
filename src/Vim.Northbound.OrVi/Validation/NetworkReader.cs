using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Nfv.OrVi.V1;
using Vim.Domain.Requests;
using Vim.Domain.Units;
using Vim.Domain.VirtualLinks;
using Vim.Northbound.OrVi.Mapping;
using PortType = Vim.Domain.VirtualLinks.PortType;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>Network, subnet and port data (IFA 005 8.4.4) as the domain's descriptions.</summary>
internal sealed class NetworkReader(Violations violations)
{
    private const int MaxPools = 64;
    private const int MaxQualities = 32;
    private const int MaxAddresses = 64;

    private static readonly string[] NetworkTypes = ["vlan", "vxlan", "flat", "gre", "geneve", "local"];

    public VirtualLinkDescription Network(
        string path, VirtualNetworkData data, string name, ImmutableArray<MetadataEntry> metadata)
    {
        violations.NotSupported(data.HasSegmentType, $"{path}.segment_type");
        violations.NotSupported(data.HasSharingCriteria, $"{path}.sharing_criteria");
        violations.If(
            data.Layer3Attributes.Count > 0, $"{path}.layer3_attributes", "make the subnets by calls of their own");
        violations.If(
            data.HasNetworkType && !NetworkTypes.Contains(data.NetworkType),
            $"{path}.network_type",
            $"\"{data.NetworkType}\" is none of {string.Join(", ", NetworkTypes)}");
        violations.If(
            data.NetworkQos.Count > MaxQualities, $"{path}.network_qos", $"at most {MaxQualities} parameters");
        return new VirtualLinkDescription
        {
            Name = name,
            Bandwidth = Rate($"{path}.bandwidth", data.Bandwidth),
            NetworkType = data.HasNetworkType ? data.NetworkType : "vlan",
            SegmentationId = violations.Text($"{path}.segmentation_id", data.SegmentationId),
            PhysicalNetwork =
                violations.OptionalId($"{path}.provider_network", data.HasProviderNetwork, data.ProviderNetwork),
            IsShared = data.IsShared,
            QualityOfService =
            [
                .. data.NetworkQos.Take(MaxQualities).Select((qos, index) => new MetadataEntry(
                    violations.Id($"{path}.network_qos[{index}].qos_name", qos.QosName),
                    violations.Text($"{path}.network_qos[{index}].qos_value", qos.QosValue))),
            ],
            Metadata = Either(path, data.Metadata, metadata),
        };
    }

    public SubnetDescription Subnet(
        string path, NetworkSubnetData data, string name, ImmutableArray<MetadataEntry> metadata)
    {
        violations.Id($"{path}.network_id", data.NetworkId);
        var sound = IPNetwork.TryParse(data.Cidr, out var network);
        violations.If(
            !sound, $"{path}.cidr", $"\"{data.Cidr}\" is no prefix such as 192.0.2.0/24 or 2001:db8::/64");
        var isSix = network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6;
        violations.If(
            sound && data.IpVersion != IpVersion.Unspecified && isSix != (data.IpVersion == IpVersion.Ipv6),
            $"{path}.ip_version",
            $"{EtsiWords.Of(data.IpVersion)} contradicts cidr {data.Cidr}");
        violations.If(
            data.HasGatewayIp
                && !(IPAddress.TryParse(data.GatewayIp, out var gateway) && (!sound || network.Contains(gateway))),
            $"{path}.gateway_ip",
            $"\"{data.GatewayIp}\" is no address of {data.Cidr}");
        violations.If(data.AddressPool.Count > MaxPools, $"{path}.address_pool", $"at most {MaxPools} ranges");
        for (var index = 0; index < Math.Min(data.AddressPool.Count, MaxPools); index++)
        {
            Address($"{path}.address_pool[{index}].first_address", data.AddressPool[index].FirstAddress);
            Address($"{path}.address_pool[{index}].last_address", data.AddressPool[index].LastAddress);
        }

        return new SubnetDescription
        {
            Name = name,
            Cidr = data.Cidr,
            GatewayIp = data.GatewayIp,
            IsDhcpEnabled = data.IsDhcpEnabled,
            AddressPool =
            [
                .. data.AddressPool.Take(MaxPools)
                    .Select(pool => new AddressRange(pool.FirstAddress, pool.LastAddress)),
            ],
            Metadata = Either(path, data.Metadata, metadata),
        };
    }

    public PortDescription Port(
        string path, VirtualNetworkPortData data, string name, ImmutableArray<MetadataEntry> metadata)
    {
        violations.Id($"{path}.network_id", data.NetworkId);
        violations.If(
            data.PortType is not (Nfv.OrVi.V1.PortType.Access or Nfv.OrVi.V1.PortType.Trunk),
            $"{path}.port_type",
            "must be ACCESS or TRUNK");
        var mac = data.HasMacAddress ? VnicReader.MacAddress(data.MacAddress) : "";
        violations.If(
            mac is null, $"{path}.mac_address", $"\"{data.MacAddress}\" is no MAC address such as 52:54:00:12:34:56");
        violations.If(data.IpAddress.Count > MaxAddresses, $"{path}.ip_address", $"at most {MaxAddresses} addresses");
        for (var index = 0; index < Math.Min(data.IpAddress.Count, MaxAddresses); index++)
        {
            Address($"{path}.ip_address[{index}]", data.IpAddress[index]);
        }

        return new PortDescription
        {
            Name = name,
            Type = data.PortType == Nfv.OrVi.V1.PortType.Trunk ? PortType.Trunk : PortType.Access,
            SegmentId = violations.Text($"{path}.segment_id", data.SegmentId),
            Bandwidth = Rate($"{path}.bandwidth", data.Bandwidth),
            MacAddress = mac ?? "",
            FixedAddresses = [.. data.IpAddress.Take(MaxAddresses)],
            Metadata = Either(path, data.Metadata, metadata),
        };
    }

    private void Address(string field, string text) =>
        violations.If(!IPAddress.TryParse(text, out _), field, $"\"{text}\" is no IP address");

    private Bandwidth Rate(string field, DataRate? rate)
    {
        var bits = rate?.BitsPerSecond ?? 0;
        violations.If(bits < 0, field, "must not be negative");
        return new(Math.Max(0, bits));
    }

    private ImmutableArray<MetadataEntry> Either(
        string path,
        Google.Protobuf.Collections.RepeatedField<Nfv.OrVi.V1.KeyValuePair> own,
        ImmutableArray<MetadataEntry> outer)
    {
        violations.If(own.Count > 0 && !outer.IsEmpty, $"{path}.metadata", "give it here or in meta_data");
        return own.Count > 0 ? MetadataMapping.ToDomain(violations.Pairs($"{path}.metadata", own)) : outer;
    }
}

using Vim.Domain.Units;
using Vim.Domain.VirtualLinks;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>Encodings of the events of virtual links, subnets and ports.</summary>
internal static class NetworkEventCodec
{
    public static IEnumerable<EventType> Types =>
    [
        EventType.Of<VirtualLinkCreated, Proto.VirtualLinkCreated>(
            Proto.VirtualLinkCreated.Parser,
            e => new()
            {
                ResourceGroupId = e.ResourceGroup.Value,
                Description = ToProto(e.Description),
                Digest = e.Digest.ToProto(),
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(new(m.ResourceGroupId), ToDomain(m.Description), m.Digest.ToDomain(), m.AtUtcTicks.ToTime())),
        EventType.Of<VirtualLinkUpdated, Proto.VirtualLinkUpdated>(
            Proto.VirtualLinkUpdated.Parser,
            e =>
            {
                var message = new Proto.VirtualLinkUpdated { Metadata = e.Metadata.ToProto() };
                if (e.Name is { } name)
                {
                    message.Name = name;
                }

                return message;
            },
            m => new(m.HasName ? m.Name : null, m.Metadata.ToDomain())),
        EventType.Of<LinkGranted, Proto.LinkGranted>(
            Proto.LinkGranted.Parser,
            e => new() { ZoneId = e.Zone.Value, Grant = e.Grant },
            m => new(new(m.ZoneId), m.Grant)),
        EventType.Of<VirtualLinkDeletionStarted, Proto.VirtualLinkDeletionStarted>(
            Proto.VirtualLinkDeletionStarted.Parser,
            e => new() { AtUtcTicks = e.At.ToTicks() },
            m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<LinkGrantGivenBack, Proto.LinkGrantGivenBack>(
            Proto.LinkGrantGivenBack.Parser,
            e => new() { ZoneId = e.Zone.Value, Grant = e.Grant },
            m => new(new(m.ZoneId), m.Grant)),
        EventType.Of<VirtualLinkDeletionRefused, Proto.VirtualLinkDeletionRefused>(
            Proto.VirtualLinkDeletionRefused.Parser,
            e => new() { ZoneId = e.Zone.Value, ComputeCount = e.ComputeCount },
            m => new(new(m.ZoneId), m.ComputeCount)),
        EventType.Of<VirtualLinkDeleted, Proto.VirtualLinkDeleted>(
            Proto.VirtualLinkDeleted.Parser,
            e => new() { AtUtcTicks = e.At.ToTicks() },
            m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<SubnetCreated, Proto.SubnetCreated>(Proto.SubnetCreated.Parser, ToProto, ToDomain),
        EventType.Of<SubnetDeleted, Proto.SubnetDeleted>(
            Proto.SubnetDeleted.Parser, e => new() { SubnetId = e.Subnet.Value }, m => new(new(m.SubnetId))),
        EventType.Of<PortCreated, Proto.PortCreated>(Proto.PortCreated.Parser, ToProto, ToDomain),
        EventType.Of<PortAttached, Proto.PortAttached>(
            Proto.PortAttached.Parser,
            e => new() { PortId = e.Port.Value, ComputeId = e.Compute.Value, ZoneId = e.Zone.Value },
            m => new(new(m.PortId), new(m.ComputeId), new(m.ZoneId))),
        EventType.Of<PortDetached, Proto.PortDetached>(
            Proto.PortDetached.Parser, e => new() { PortId = e.Port.Value }, m => new(new(m.PortId))),
        EventType.Of<PortDeleted, Proto.PortDeleted>(
            Proto.PortDeleted.Parser, e => new() { PortId = e.Port.Value }, m => new(new(m.PortId))),
    ];

    private static Proto.VirtualLinkDescription ToProto(VirtualLinkDescription link)
    {
        var message = new Proto.VirtualLinkDescription
        {
            Name = link.Name,
            BitsPerSecond = link.Bandwidth.BitsPerSecond,
            NetworkType = link.NetworkType,
            SegmentationId = link.SegmentationId,
            IsShared = link.IsShared,
        };
        if (link.PhysicalNetwork is { } network)
        {
            message.PhysicalNetwork = network;
        }

        link.QualityOfService.AddTo(message.QualityOfService);
        link.Metadata.AddTo(message.Metadata);
        return message;
    }

    private static VirtualLinkDescription ToDomain(Proto.VirtualLinkDescription message) => new()
    {
        Name = message.Name,
        Bandwidth = new Bandwidth(message.BitsPerSecond),
        NetworkType = message.NetworkType,
        SegmentationId = message.SegmentationId,
        PhysicalNetwork = message.HasPhysicalNetwork ? message.PhysicalNetwork : null,
        IsShared = message.IsShared,
        QualityOfService = message.QualityOfService.ToDomain(),
        Metadata = message.Metadata.ToDomain(),
    };

    private static Proto.SubnetCreated ToProto(SubnetCreated created)
    {
        var subnet = created.Description;
        var message = new Proto.SubnetCreated
        {
            SubnetId = created.Subnet.Value,
            Name = subnet.Name,
            Cidr = subnet.Cidr,
            GatewayIp = subnet.GatewayIp,
            IsDhcpEnabled = subnet.IsDhcpEnabled,
            Digest = created.Digest.ToProto(),
        };
        foreach (var range in subnet.AddressPool)
        {
            message.AddressPool.Add(new Proto.AddressRange { First = range.First, Last = range.Last });
        }

        subnet.Metadata.AddTo(message.Metadata);
        return message;
    }

    private static SubnetCreated ToDomain(Proto.SubnetCreated message) => new(
        new(message.SubnetId),
        new()
        {
            Name = message.Name,
            Cidr = message.Cidr,
            GatewayIp = message.GatewayIp,
            IsDhcpEnabled = message.IsDhcpEnabled,
            AddressPool = [.. message.AddressPool.Select(range => new AddressRange(range.First, range.Last))],
            Metadata = message.Metadata.ToDomain(),
        },
        message.Digest.ToDomain());

    private static Proto.PortCreated ToProto(PortCreated created)
    {
        var port = created.Description;
        var message = new Proto.PortCreated
        {
            PortId = created.Port.Value,
            Name = port.Name,
            Type = SharedCodec.Up<PortType, Proto.PortType>(port.Type),
            SegmentId = port.SegmentId,
            BitsPerSecond = port.Bandwidth.BitsPerSecond,
            WishedMacAddress = port.MacAddress,
            MacAddress = created.MacAddress,
            Digest = created.Digest.ToProto(),
        };
        foreach (var address in port.FixedAddresses)
        {
            message.FixedAddresses.Add(address);
        }

        foreach (var address in created.Addresses)
        {
            message.Addresses.Add(new Proto.PortAddress { SubnetId = address.Subnet.Value, Address = address.Address });
        }

        port.Metadata.AddTo(message.Metadata);
        return message;
    }

    private static PortCreated ToDomain(Proto.PortCreated message) => new(
        new(message.PortId),
        new()
        {
            Name = message.Name,
            Type = SharedCodec.Down<Proto.PortType, PortType>(message.Type),
            SegmentId = message.SegmentId,
            Bandwidth = new Bandwidth(message.BitsPerSecond),
            MacAddress = message.WishedMacAddress,
            FixedAddresses = [.. message.FixedAddresses],
            Metadata = message.Metadata.ToDomain(),
        },
        message.MacAddress,
        [.. message.Addresses.Select(address => new PortAddress(new(address.SubnetId), address.Address))],
        message.Digest.ToDomain());
}

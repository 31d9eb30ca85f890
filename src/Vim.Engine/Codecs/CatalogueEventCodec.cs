using Vim.Codecs;
using Vim.Domain.AffinityGroups;
using Vim.Domain.Flavours;
using Vim.Domain.Identity;
using Vim.Domain.Images;
using Vim.Domain.Subscriptions;
using Vim.Domain.Units;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>Encodings of the events of flavours, images, affinity groups and subscriptions.</summary>
internal static class CatalogueEventCodec
{
    public static IEnumerable<EventType> Types =>
    [
        EventType.Of<FlavourCreated, Proto.FlavourCreated>(Proto.FlavourCreated.Parser, ToProto, m => new(
            m.Name,
            new(m.ResourceGroupId),
            m.Requirements.ToDomain(),
            m.Metadata.ToDomain(),
            m.Digest.ToDomain(),
            m.AtUtcTicks.ToTime())),
        EventType.Of<FlavourDeleted, Proto.FlavourDeleted>(
            Proto.FlavourDeleted.Parser, e => new() { AtUtcTicks = e.At.ToTicks() }, m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<ImageAdded, Proto.ImageAdded>(
            Proto.ImageAdded.Parser,
            e => new()
            {
                ResourceGroupId = e.ResourceGroup.Value,
                Description = ToProto(e.Description),
                Digest = e.Digest.ToProto(),
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(new(m.ResourceGroupId), ToDomain(m.Description), m.Digest.ToDomain(), m.AtUtcTicks.ToTime())),
        EventType.Of<ImageUpdated, Proto.ImageUpdated>(
            Proto.ImageUpdated.Parser,
            e => new() { Description = ToProto(e.Description), AtUtcTicks = e.At.ToTicks() },
            m => new(ToDomain(m.Description), m.AtUtcTicks.ToTime())),
        EventType.Of<ImageDeleted, Proto.ImageDeleted>(
            Proto.ImageDeleted.Parser, e => new() { AtUtcTicks = e.At.ToTicks() }, m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<AffinityGroupCreated, Proto.AffinityGroupCreated>(
            Proto.AffinityGroupCreated.Parser,
            e => new()
            {
                Name = e.Name,
                ResourceGroupId = e.ResourceGroup.Value,
                Type = e.Type.ToProto(),
                Scope = e.Scope.ToProto(),
                Soft = e.IsSoft,
                MaxMemberCount = e.MaxPerScope > 1 ? e.MaxPerScope : 0,
                Digest = e.Digest.ToProto(),
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(
                m.Name,
                new(m.ResourceGroupId),
                m.Type.ToDomain(),
                m.Scope.ToDomain(),
                m.Digest.ToDomain(),
                m.AtUtcTicks.ToTime())
            {
                IsSoft = m.Soft,
                MaxPerScope = Math.Max(1, m.MaxMemberCount),
            }),
        EventType.Of<AffinityGroupDeleted, Proto.AffinityGroupDeleted>(
            Proto.AffinityGroupDeleted.Parser,
            e => new() { AtUtcTicks = e.At.ToTicks() },
            m => new(m.AtUtcTicks.ToTime())),
        EventType.Of<SubscriptionCreated, Proto.SubscriptionCreated>(
            Proto.SubscriptionCreated.Parser,
            e => new()
            {
                ResourceGroupId = e.ResourceGroup.Value,
                Principal = e.Principal,
                Filter = ToProto(e.Filter),
                Digest = e.Digest.ToProto(),
                AtUtcTicks = e.At.ToTicks(),
            },
            m => new(
                new(m.ResourceGroupId),
                m.Principal,
                ToDomain(m.Filter),
                m.Digest.ToDomain(),
                m.AtUtcTicks.ToTime())),
        EventType.Of<SubscriptionDeleted, Proto.SubscriptionDeleted>(
            Proto.SubscriptionDeleted.Parser,
            e => new() { AtUtcTicks = e.At.ToTicks() },
            m => new(m.AtUtcTicks.ToTime())),
    ];

    private static Proto.FlavourCreated ToProto(FlavourCreated created)
    {
        var message = new Proto.FlavourCreated
        {
            Name = created.Name,
            ResourceGroupId = created.ResourceGroup.Value,
            Requirements = created.Requirements.ToProto(),
            Digest = created.Digest.ToProto(),
            AtUtcTicks = created.At.ToTicks(),
        };
        created.Metadata.AddTo(message.Metadata);
        return message;
    }

    private static Proto.ImageDescription ToProto(ImageDescription image)
    {
        var message = new Proto.ImageDescription
        {
            Name = image.Name,
            Provider = image.Provider,
            Version = image.Version,
            Checksum = image.Checksum,
            ContainerFormat = image.ContainerFormat,
            DiskFormat = image.DiskFormat,
            MinDiskBytes = image.MinDisk.Bytes,
            MinMemoryBytes = image.MinMemory.Bytes,
            SizeBytes = image.Size.Bytes,
            Source = image.Source,
            IsPublic = image.IsPublic,
        };
        image.Metadata.AddTo(message.Metadata);
        return message;
    }

    private static ImageDescription ToDomain(Proto.ImageDescription message) => new()
    {
        Name = message.Name,
        Provider = message.Provider,
        Version = message.Version,
        Checksum = message.Checksum,
        ContainerFormat = message.ContainerFormat,
        DiskFormat = message.DiskFormat,
        MinDisk = new MemorySize(message.MinDiskBytes),
        MinMemory = new MemorySize(message.MinMemoryBytes),
        Size = new MemorySize(message.SizeBytes),
        Source = message.Source,
        IsPublic = message.IsPublic,
        Metadata = message.Metadata.ToDomain(),
    };

    private static Proto.ChangeFilter ToProto(ChangeFilter filter)
    {
        var message = new Proto.ChangeFilter();
        foreach (var kind in filter.Kinds)
        {
            message.Kinds.Add(SharedCodec.Up<ResourceKind, Proto.ResourceKind>(kind));
        }

        foreach (var type in filter.Types)
        {
            message.Types_.Add(SharedCodec.Up<ChangeType, Proto.ChangeType>(type));
        }

        foreach (var id in filter.ResourceIds)
        {
            message.ResourceIds.Add(id);
        }

        foreach (var zone in filter.Zones)
        {
            message.ZoneIds.Add(zone.Value);
        }

        return message;
    }

    private static ChangeFilter ToDomain(Proto.ChangeFilter message) => new()
    {
        Kinds = [.. message.Kinds.Select(SharedCodec.Down<Proto.ResourceKind, ResourceKind>)],
        Types = [.. message.Types_.Select(SharedCodec.Down<Proto.ChangeType, ChangeType>)],
        ResourceIds = [.. message.ResourceIds],
        Zones = [.. message.ZoneIds.Select(id => new ZoneId(id))],
    };
}

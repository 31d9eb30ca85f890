using Vim.Actors;
using Vim.Domain.Identity;

namespace Vim.Engine.Actors;

/// <summary>Names of actors and shards. They are in the journal: never renamed.</summary>
internal static class ActorNames
{
    public const string Compute = "compute";
    public const string Host = "host";
    public const string Zone = "zone";
    public const string Reservation = "reservation";
    public const string Flavour = "flavour";
    public const string Image = "image";
    public const string VirtualLink = "virtual_link";
    public const string AffinityGroup = "affinity_group";
    public const string Subscription = "subscription";
    public const string ZoneDirectory = "zone_directory";

    private const string ZoneShardPrefix = "zone:";

    /// <summary>The shard of tenancy-wide resources.</summary>
    public static ShardId CatalogueShard { get; } = new("catalogue");

    /// <summary>The one zone directory.</summary>
    public static ActorId Directory { get; } = new(ZoneDirectory, "zones");

    public static ShardId ShardOf(ZoneId zone) => new(ZoneShardPrefix + zone.Value);

    /// <summary>The zone of a zone's shard.</summary>
    public static ZoneId ZoneOf(ShardId shard) => new(shard.Value[ZoneShardPrefix.Length..]);

    public static ActorId Of(ComputeId id) => new(Compute, id.Value);

    public static ActorId Of(HostId id) => new(Host, id.Value);

    public static ActorId Of(ZoneId id) => new(Zone, id.Value);

    public static ActorId Of(ReservationId id) => new(Reservation, id.Value);

    public static ActorId Of(VirtualLinkId id) => new(VirtualLink, id.Value);
}

using Vim.Actors;

namespace Vim.Engine.Actors;

/// <summary>Which kinds of actors live in which shard.</summary>
public static class EngineKinds
{
    /// <summary>The kinds of a zone's shard.</summary>
    public static IReadOnlyList<ActorKind> OfZone(EngineOptions options) =>
        [new ComputeActor(options), new HostActor(options), new ReservationActor(), new ZoneSchedulerActor(options)];

    /// <summary>The kinds of the catalogue's shard.</summary>
    public static IReadOnlyList<ActorKind> OfCatalogue(EngineOptions options) =>
    [
        new FlavourActor(),
        new ImageActor(),
        new AffinityGroupActor(),
        new SubscriptionActor(),
        new VirtualLinkActor(options),
        new ZoneDirectoryActor(),
    ];
}

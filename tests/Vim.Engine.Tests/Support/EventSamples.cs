using Vim.Actors.Messaging;
using Vim.Domain.AffinityGroups;
using Vim.Domain.Compute;
using Vim.Domain.Flavours;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Images;
using Vim.Domain.Placement;
using Vim.Domain.Reservations;
using Vim.Domain.Southbound;
using Vim.Domain.Subscriptions;
using Vim.Domain.Units;
using Vim.Domain.VirtualLinks;
using Vim.Domain.Zones;
using Vim.Engine.Actors;

using static Vim.Engine.Tests.Support.SampleValues;

namespace Vim.Engine.Tests.Support;

/// <summary>
/// One event of every persisted type, with something in every field. Never changed: golden files hang on them.
/// </summary>
internal static class EventSamples
{
    public static IEnumerable<(string Name, object Event)> All
    {
        get
        {
            object[] computes =
            [
                Requested, new ComputePlaced(Placement), new ComputeStarted(At),
                new ComputeOperationRequested(3, GuestOperation.Reboot, Digest, At),
                new ComputeOperated(3, GuestPowerState.Paused, At),
                new ComputeOperationFailed(4, new("vim.host.refused", "no")),
                new ComputeUpdated("name", Metadata),
                new ComputePowerChanged(GuestPowerState.Crashed, "triple fault", At),
                new ComputeRestarting(5, "boot-2", At), new ComputeUndefined(),
                new ComputeFailed(new("vim.host.silent", "nothing heard"), GuestGone: true, At),
                new ComputeGuestRemoved(), new ComputeTerminationRequested(At), new ComputeTerminated(At),
                new ComputeForgotten(), new ComputeRestored(Restored),
            ];
            object[] zones =
            [
                new HostRegistered(
                    Inventories.Small("h1") with { Traits = ["HW_CPU_X86_AVX512F"] }, "libvirt", Digest, At),
                new HostAvailabilityChanged(HostLease.Suspected, InMaintenance: true, "why", At),
                new HostAggregatesChanged(["edge", "gold"], At),
                new ReservationCreated
                {
                    Name = "kept",
                    Zone = new("z1"),
                    Owner = new("t1"),
                    Flavour = new("f1"),
                    Priority = 10,
                    Container = new()
                    {
                        Compute = new("container"),
                        Requirements = Requirements,
                        InAggregates = ["gold"],
                        NotInAggregates = ["edge"],
                        Priority = 5,
                        Reservation = new("other"),
                    },
                    Places = [Placement],
                    Digest = Digest,
                    At = At,
                },
                new ReservationPlaceLost(2, new ComputeId("c1"), At), new ReservationPlaceMended(3, Placement, At),
                new ReservationDeleted(At),
                new HostRemoved(At), new ZoneAdded(new("z1"), At),
                new LinkGrantReturned(new("l1"), 7, At), new IncarnationFloorRaised(3),
            ];
            object[] catalogue =
            [
                new FlavourCreated("small", new("t1"), Requirements, Metadata, Digest, At), new FlavourDeleted(At),
                new ImageAdded(new("t1"), Image, Digest, At), new ImageUpdated(Image, At), new ImageDeleted(At),
                new AffinityGroupCreated("g", new("t1"), AffinityType.AntiAffinity, AffinityScope.Rack, Digest, At),
                new AffinityGroupDeleted(At),
                new SubscriptionCreated(new("t1"), "nfvo", Filter, Digest, At), new SubscriptionDeleted(At),
            ];
            return
            [
                .. new[] { computes, Migrations, zones, catalogue, Network, Messaging }
                    .SelectMany(events => events)
                    .Select(Named),
                .. Later,
            ];
        }
    }

    /// <summary>Events that got fields after they were first released, with those.</summary>
    private static (string Name, object Event)[] Later
    {
        get
        {
            var placed = new ComputePlaced(Placement)
            {
                Takes = new ReservedPlace(new("r1"), 3),
                Breaks = [new(new("r2"), 1), new(new("r2"), 2)],
            };
            var requested = Requested with
            {
                Request = Requested.Request with
                {
                    InAggregates = ["gold"],
                    NotInAggregates = ["edge", "lab"],
                    Reservation = new ReservationId("r1"),
                    Priority = 10,
                },
            };
            return
            [
                ("ComputePlaced.Reserved", placed),
                ("ComputeRequested.Where", requested),
                ("ComputeRestored.Reserved", new ComputeRestored(
                    Restored with { Place = placed.Takes, Broken = placed.Breaks })),
                ("HostRegistered.FaultDomain", new HostRegistered(
                    Inventories.Small("h1") with { FaultDomain = "feed-a" }, "libvirt", Digest, At)),
            ];
        }
    }

    private static object[] Migrations =>
    [
        new ComputeMigrationRequested(6, MigrationType.Live, Placement, 3, Digest, At),
        new ComputeMigrationPrepared(6, "tcp://192.0.2.1:49152", At),
        new ComputeMigrationSent(6, new("vim.host.silent", "nothing heard"), At),
        new ComputeMigrationReverted(6, new("vim.compute.migration_lost", "gone"), At),
        new ComputeMigrated(6, At),
        new ComputeMigrationFailed(6, new("vim.host.refused", "no"), TargetGone: true, At),
        new ComputeMigrationCleared(6, At),
        new ComputeRestored(Restored with
        {
            Migration = new()
            {
                Number = 6,
                Type = MigrationType.Offline,
                Stage = MigrationStage.Settling,
                Elsewhere = Placement with { Host = new("h2") },
                Incarnation = 3,
                Endpoint = "tcp://192.0.2.1:49152",
                Failure = new("vim.host.silent", "nothing heard"),
                RequestedAt = At,
            },
            MigrationKeys = [new(Digest, 6, new("vim.host.refused", "no"))],
            LastIncarnation = 3,
        }),
    ];

    private static object[] Network =>
    [
        new VirtualLinkCreated(
            new("t1"),
            new()
            {
                Name = "net",
                Bandwidth = Bandwidth.FromGbps(10),
                NetworkType = "vxlan",
                SegmentationId = "100",
                PhysicalNetwork = "physnet1",
                IsShared = true,
                QualityOfService = [new("dscp", "46")],
                Metadata = Metadata,
            },
            Digest,
            At),
        new VirtualLinkUpdated("other", Metadata), new LinkGranted(new("z1"), 7), new VirtualLinkDeletionStarted(At),
        new LinkGrantGivenBack(new("z1"), 7), new VirtualLinkDeletionRefused(new("z1"), 3), new VirtualLinkDeleted(At),
        new SubnetCreated(
            new("s1"),
            new()
            {
                Name = "sub",
                Cidr = "192.0.2.0/24",
                GatewayIp = "192.0.2.1",
                IsDhcpEnabled = true,
                AddressPool = [new("192.0.2.10", "192.0.2.20")],
                Metadata = Metadata,
            },
            Digest),
        new SubnetDeleted(new("s1")),
        new PortCreated(
            new("p1"),
            new()
            {
                Name = "port",
                Type = PortType.Trunk,
                SegmentId = "5",
                Bandwidth = Bandwidth.FromMbps(100),
                MacAddress = "52:54:00:12:34:56",
                FixedAddresses = ["192.0.2.10"],
                Metadata = Metadata,
            },
            "52:54:00:12:34:56",
            [new(new("s1"), "192.0.2.10")],
            Digest),
        new PortAttached(new("p1"), new("c1"), new("z1")), new PortDetached(new("p1")), new PortDeleted(new("p1")),
    ];

    private static object[] Messaging =>
    [
        new OutboxOpened(Incarnation),
        Queued(new ReturnLinkGrant(new("l1"), 7)), Queued(new LinkGrantBack(new("z1"), 7)),
        Queued(new LinkStillUsed(new("z1"), 7, 3)), Queued(new DetachPort(new("p1"), new("c1"))),
        Queued(new AskPortHolder(new("l1"), new("p1"), new("c1"))),
        Queued(new PortHolderAnswer(new("p1"), new("c1"), Holds: true)),
        new OutboxAcknowledged(41), new InboxTaken(Incarnation, 42),
    ];

    private static OutboxQueued Queued(object message) =>
        new(41, new("compute", "c1"), new("virtual_link", "l1"), message);

    private static (string Name, object Event) Named(object @event) => @event switch
    {
        OutboxQueued queued => ($"OutboxQueued.{queued.Message.GetType().Name}", @event),
        ComputeRestored { State.Migration: not null } => ("ComputeRestored.Migrating", @event),
        _ => (@event.GetType().Name, @event),
    };
}

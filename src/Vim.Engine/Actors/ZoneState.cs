using System.Collections.Immutable;
using Vim.Actors;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Reservations;
using Vim.Domain.Zones;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Engine.Actors;

/// <summary>
/// What a zone's scheduler owns: the ledger of all capacity, which virtual links are used how often, and whose
/// retention ends when. All but the grants given back and the incarnations forgotten follows from the zone's hosts and
/// computes: while the zone lives by its changes (LedgerChanges.cs), after a restart by <see cref="Gather"/>.
/// </summary>
internal sealed class ZoneState(ZoneId zone, PlacementPolicy policy)
{
    private readonly Dictionary<VirtualLinkId, LinkUsage> _links = [];

    public ZoneId Zone => zone;

    public ZoneLedger Ledger { get; } = new(zone);

    /// <summary>Scratch of placement; no part of what events tell.</summary>
    public Placer Placer { get; } = new();

    /// <summary>
    /// By what hosts are chosen, with what it learned of requests; scratch as well. A restart learns again, from the
    /// computes that are remembered.
    /// </summary>
    public LearningPolicy Policy { get; private set; } = new(policy, []);

    /// <summary>Ended computes, the oldest first.</summary>
    public Queue<RetentionBegun> Ended { get; } = [];

    /// <summary>The highest incarnation of a compute that was forgotten.</summary>
    public int IncarnationFloor { get; private set; }

    /// <summary>Computes on the link.</summary>
    public int ComputesOn(VirtualLinkId link) => _links.TryGetValue(link, out var usage) ? usage.Count : 0;

    /// <summary>Whether the grant still stands, as far as this zone gave none back.</summary>
    public bool IsGrantGood(in LinkUse use) =>
        !_links.TryGetValue(use.Link, out var usage) || use.Grant > usage.ReturnedGrant;

    public void Apply(object @event)
    {
        switch (@event)
        {
            case ClaimGranted granted:
                Ledger.Apply(granted.Request, granted.Result);
                CountLinks(granted.Request, 1);
                Policy.Learn(granted.Request.Requirements);
                break;
            case ElsewhereGranted granted:
                Ledger.ApplyElsewhere(granted.Compute, granted.Placement);
                break;
            case PlacesExchanged exchanged:
                Ledger.Exchange(exchanged.Compute);
                break;
            case ElsewhereReleased released:
                Ledger.ReleaseElsewhere(released.Compute);
                break;
            case ClaimReleased released:
                Ledger.Release(released.Request.Compute);
                CountLinks(released.Request, -1);
                break;
            case ReservationBooked booked:
                Ledger.Reserve(booked.Reservation);
                break;
            case ReservationEnded ended:
                Ledger.EndReservation(ended.Reservation);
                break;
            case PlaceBroken broken:
                Ledger.Break(broken.Place);
                break;
            case PlaceFound found:
                Ledger.Mend(found.Place, found.Placement);
                break;
            case RetentionBegun begun:
                Ended.Enqueue(begun);
                break;
            case HostPut put:
                Ledger.PutHost(put.Inventory, put.Availability);
                Ledger.SetAggregates(put.Inventory.Id, put.Aggregates);
                break;
            case HostAvailabilitySet set:
                Ledger.SetAvailability(set.Host, set.Availability);
                break;
            case HostAggregatesSet set:
                Ledger.SetAggregates(set.Host, set.Aggregates);
                break;
            case HostDropped dropped:
                Ledger.RemoveHost(dropped.Host);
                break;
            case LinkGrantReturned returned:
                UsageOf(returned.Link).ReturnedGrant = returned.Grant;
                break;
            case IncarnationFloorRaised raised:
                IncarnationFloor = raised.Incarnation;
                break;
            case EndedForgotten forgotten:
                for (var count = forgotten.Count; count > 0; count--)
                {
                    Ended.Dequeue();
                }

                break;
            default:
                throw new ArgumentException($"a zone has no event {@event.GetType().Name}", nameof(@event));
        }
    }

    /// <summary>The shortest events that give what cannot be gathered.</summary>
    public IReadOnlyList<object> Summarise() =>
    [
        .. IncarnationFloor == 0 ? Array.Empty<object>() : [new IncarnationFloorRaised(IncarnationFloor)],
        .. _links.Where(link => link.Value.ReturnedGrant > 0)
            .OrderBy(link => link.Key.Value, StringComparer.Ordinal)
            .Select(link => new LinkGrantReturned(link.Key, link.Value.ReturnedGrant, default)),
    ];

    /// <summary>Fills the ledger from the states of all hosts, computes and reservations of the zone.</summary>
    public void Gather(IEnumerable<KeyValuePair<ActorId, object>> others)
    {
        var holders = new List<ComputeState>();
        var ended = new List<ComputeState>();
        var reservations = new List<ReservationState>();
        foreach (var (_, state) in others)
        {
            switch (state)
            {
                case HostState { Inventory: { } inventory } host:
                    Ledger.PutHost(inventory, host.Availability);
                    Ledger.SetAggregates(inventory.Id, host.Aggregates);
                    break;
                case ComputeState { HoldsClaim: true } compute:
                    holders.Add(compute);
                    break;
                case ComputeState { Phase: ComputePhase.Terminated or ComputePhase.Failed } compute:
                    ended.Add(compute);
                    break;
                case ReservationState { Exists: true } reservation:
                    reservations.Add(reservation);
                    break;
            }
        }

        foreach (var compute in holders)
        {
            // What a host's inventory of today has no more was promised all the same, and is told as such.
            Ledger.Restore(compute.Id, compute.Placement!, compute.Request!.GroupIds);
            CountLinks(compute.Request!, 1);
            if (compute.Migration is { } migration)
            {
                Ledger.RestoreElsewhere(compute.Id, migration.Elsewhere);
            }
        }

        ReservationBooking.Restore(Ledger, reservations, holders);
        foreach (var compute in ended.OrderBy(compute => compute.EndedAt).ThenBy(compute => compute.Id.Value))
        {
            Ended.Enqueue(new(compute.Id, compute.EndedAt!.Value, compute.LastIncarnation));
        }

        Policy = UsualRequests.Learn(policy, holders.Concat(ended));
    }

    private void CountLinks(PlacementRequest request, int step)
    {
        var vnics = request.Requirements.Vnics;
        for (var index = 0; index < vnics.Length; index++)
        {
            if (vnics[index].VirtualLink is { } link && IsFirstOf(vnics, index, link))
            {
                UsageOf(link).Count += step;
            }
        }
    }

    private static bool IsFirstOf(ImmutableArray<VnicRequirement> vnics, int index, VirtualLinkId link)
    {
        for (var before = 0; before < index; before++)
        {
            if (vnics[before].VirtualLink == link)
            {
                return false;
            }
        }

        return true;
    }

    private LinkUsage UsageOf(VirtualLinkId link)
    {
        if (!_links.TryGetValue(link, out var usage))
        {
            _links.Add(link, usage = new());
        }

        return usage;
    }

    private sealed class LinkUsage
    {
        public int Count { get; set; }

        public long ReturnedGrant { get; set; }
    }
}

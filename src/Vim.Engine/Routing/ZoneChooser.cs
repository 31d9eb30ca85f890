using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Engine.Hosting;
using Vim.Engine.Views;

namespace Vim.Engine.Routing;

/// <summary>
/// Which zones an allocation is brought to, the likeliest first: the one given; else those that affinity leaves, by the
/// wishes of soft groups and then by how much is free in them.
/// </summary>
internal sealed class ZoneChooser(EngineViews views, ShardOpener shards)
{
    /// <summary>The zones, at least one; else the error says why there is none.</summary>
    public IReadOnlyList<OpenZone> Choose(AllocateCompute command, PlacementRequest request, out VimError? error)
    {
        error = null;
        if (command.Zone is { } given)
        {
            if (shards.FindZone(given) is { } zone)
            {
                return [zone];
            }

            error = AllocationRouter.UnknownZone(given);
            return [];
        }

        var zones = shards.Zones.ToList();
        if (zones.Count > 1)
        {
            Narrow(zones, request);
            zones.Sort((left, right) => Compare(left, right, request));
        }

        if (zones.Count == 0)
        {
            error = new()
            {
                Code = ErrorCodes.UnknownZone,
                Message = shards.Zones.Any()
                    ? "the affinity constraints leave no zone: what it must be with, or apart from, is in other zones"
                    : "there is no zone yet; zones are known once a host of theirs has registered",
            };
        }

        return zones;
    }

    private void Narrow(List<OpenZone> zones, PlacementRequest request)
    {
        if (request.Reservation is { } id && views.Reservations.Find(id.Value) is { } reservation)
        {
            zones.RemoveAll(zone => zone.Zone != reservation.State.Zone);
        }

        foreach (var membership in request.Groups.Where(membership => !membership.IsSoft))
        {
            KeepGroup(zones, membership);
        }

        foreach (var other in request.Resources)
        {
            KeepResource(zones, other);
        }

        KeepHosts(zones, request);
    }

    private void KeepGroup(List<OpenZone> zones, GroupMembership membership)
    {
        var isTogether = membership.Type == AffinityType.Affinity;
        if (isTogether && zones.Exists(zone => shards.Groups.HasMembers(membership.Group, zone.Zone)))
        {
            zones.RemoveAll(zone => !shards.Groups.HasMembers(membership.Group, zone.Zone));
        }
        else if (!isTogether && membership.Scope == AffinityScope.Zone)
        {
            zones.RemoveAll(zone => shards.Groups.HasMembers(membership.Group, zone.Zone));
        }
    }

    private void KeepResource(List<OpenZone> zones, ResourceAffinity other)
    {
        if (views.Computes.Find(other.Compute.Value)?.State is not { HoldsClaim: true } compute)
        {
            return;
        }

        if (other.Type == AffinityType.Affinity)
        {
            zones.RemoveAll(zone => zone.Zone != compute.Zone);
        }
        else if (other.Scope == AffinityScope.Zone)
        {
            zones.RemoveAll(zone => zone.Zone == compute.Zone);
        }
    }

    /// <summary>Zones of the hosts that the request names; all where nobody knows one of them.</summary>
    private void KeepHosts(List<OpenZone> zones, PlacementRequest request)
    {
        var homes = request.OnlyHosts
            .Select(host => views.Hosts.Find(host.Value)?.State.Zone)
            .OfType<ZoneId>()
            .ToHashSet();
        if (homes.Count > 0)
        {
            zones.RemoveAll(zone => !homes.Contains(zone.Zone));
        }
    }

    private int Compare(OpenZone left, OpenZone right, PlacementRequest request)
    {
        var byWishes = WishesMet(right, request).CompareTo(WishesMet(left, request));
        if (byWishes != 0)
        {
            return byWishes;
        }

        var byScore = right.Load.Score(request.Requirements).CompareTo(left.Load.Score(request.Requirements));
        return byScore != 0 ? byScore : string.CompareOrdinal(left.Zone.Value, right.Zone.Value);
    }

    /// <summary>How many soft groups are better off in a zone: with their members, or apart from them.</summary>
    private int WishesMet(OpenZone zone, PlacementRequest request)
    {
        var met = 0;
        foreach (var membership in request.Groups)
        {
            var isTogether = membership.Type == AffinityType.Affinity;
            var counts = membership.IsSoft && (isTogether || membership.Scope == AffinityScope.Zone);
            met += counts && shards.Groups.HasMembers(membership.Group, zone.Zone) == isTogether ? 1 : 0;
        }

        return met;
    }
}

using Vim.Actors;
using Vim.Actors.Journaling;
using Vim.Actors.Observing;
using Vim.Domain.Compute;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Subscriptions;
using Vim.Domain.Zones;
using Vim.Engine.Actors;
using Vim.Engine.Views;

namespace Vim.Engine.Projection;

/// <summary>
/// Turns the durable events of one zone's shard into views and changes, with the same evolution that the actors use.
/// Called by one at a time, in order; several zones' projections share the tables.
/// </summary>
internal sealed class ZoneProjection(
    ZoneId zone, EngineViews views, GroupIndex groups, ZoneLoad load, ChangePublisher changes) : IEventFeed
{
    private int _hosts;
    private int _computes;

    public void Restored(ShardId shard, in ActorSnapshot snapshot) =>
        throw new InvariantException($"{snapshot.Actor} has a snapshot, and no kind of a zone takes any");

    public void Restored(ShardId shard, in JournaledEvent journaled)
    {
        using (views.Computes.BeginGroup())
        using (views.Hosts.BeginGroup())
        using (views.Zones.BeginGroup())
        {
            Apply(journaled, isNews: false);
        }
    }

    public void Committed(ShardId shard, IReadOnlyList<JournaledEvent> events)
    {
        using (views.Computes.BeginGroup())
        using (views.Hosts.BeginGroup())
        using (views.Zones.BeginGroup())
        {
            for (var index = 0; index < events.Count; index++)
            {
                Apply(events[index], isNews: true);
            }
        }
    }

    private void Apply(in JournaledEvent journaled, bool isNews)
    {
        switch (journaled.Actor.Kind)
        {
            case ActorNames.Compute:
                ApplyCompute(journaled, isNews);
                break;
            case ActorNames.Host:
                ApplyHost(journaled, isNews);
                break;
            case ActorNames.Zone:
                ApplyZone(journaled, isNews);
                break;
        }
    }

    private void ApplyCompute(in JournaledEvent journaled, bool isNews)
    {
        var id = journaled.Actor.Key;
        var before = views.Computes.Find(id)?.State ?? ComputeState.None(new(id));
        var after = ComputeEvolution.Evolve(before, journaled.Event);
        var view = new ComputeView(after, journaled.Position);
        if (after.Phase == ComputePhase.Absent)
        {
            views.Computes.Remove(id);
            return;
        }

        views.Computes.Put(view);
        if (!isNews || journaled.Event is ComputeRequested)
        {
            // Nobody can tell the request from the placement: they are durable together.
            return;
        }

        var type = journaled.Event switch
        {
            ComputePlaced => ChangeType.Created,
            ComputeTerminated => ChangeType.Deleted,
            _ => ChangeType.Updated,
        };
        changes.Publish(journaled, ResourceKind.Compute, type, after.ResourceGroup, zone, view);
    }

    private void ApplyHost(in JournaledEvent journaled, bool isNews)
    {
        var id = journaled.Actor.Key;
        var known = views.Hosts.Find(id);
        var after = HostDecider.Evolve(known?.State ?? HostState.None(new(id)), journaled.Event);
        var view = new HostView(after, known?.Inventory, journaled.Position);
        if (after.Exists)
        {
            views.Hosts.Put(view);
        }
        else
        {
            views.Hosts.Remove(id);
        }

        if (isNews)
        {
            var type = !after.Exists ? ChangeType.Deleted
                : known is null ? ChangeType.Created
                : ChangeType.Updated;
            changes.Publish(journaled, ResourceKind.Host, type, default, zone, view);
        }
    }

    private void ApplyZone(in JournaledEvent journaled, bool isNews)
    {
        switch (journaled.Event)
        {
            case ClaimGranted granted:
                _computes++;
                groups.Join(granted, zone);
                load.Claim(granted.Placement, 1);
                break;
            case ClaimReleased released:
                _computes--;
                groups.Leave(released.Compute);
                Unload(released.Compute);
                break;
            case HostPut put:
                Put(put, journaled.Position, isNews ? journaled : null);
                break;
            case HostAvailabilitySet set:
                load.SetAvailability(set.Host, set.Availability);
                break;
            case HostDropped dropped:
                _hosts--;
                load.Drop(dropped.Host);
                break;
            default:
                return;
        }

        views.Zones.Put(new ZoneView(zone, _hosts, _computes, journaled.Position));
    }

    private void Put(HostPut put, long position, JournaledEvent? news)
    {
        var id = put.Inventory.Id;
        var known = views.Hosts.Find(id.Value);
        _hosts += known?.Inventory is null ? 1 : 0;
        load.Put(put.Inventory);
        var view = new HostView(known?.State ?? HostState.None(id), put.Inventory, position);
        views.Hosts.Put(view);
        if (news is { } journaled && known?.Inventory is not null)
        {
            changes.Publish(journaled, ResourceKind.Host, ChangeType.Updated, default, zone, view);
        }
    }

    private void Unload(ComputeId compute)
    {
        if (views.Computes.Find(compute.Value)?.State.Placement is { } placement)
        {
            load.Claim(placement, -1);
        }
    }
}

using Vim.Actors;
using Vim.Actors.Journaling;
using Vim.Actors.Observing;
using Vim.Domain.Compute;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Reservations;
using Vim.Domain.Subscriptions;
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

    public void Restored(ShardId shard, ActorId actor, object state, long position)
    {
        switch (state)
        {
            case ComputeState compute:
                using (views.Computes.BeginGroup())
                {
                    Show(ComputeState.None(compute.Id), new(compute, position));
                }

                break;
            case HostState host:
                using (views.Hosts.BeginGroup())
                {
                    Show(HostState.None(host.Id), new(host, position));
                }

                break;
            case ReservationState reservation:
                using (views.Reservations.BeginGroup())
                {
                    Show(new ReservationView(reservation, position));
                }

                break;
        }
    }

    public void Opened(ShardId shard, long lastPosition)
    {
        using (views.Zones.BeginGroup())
        {
            views.Zones.Put(new(zone, _hosts, _computes, lastPosition));
        }
    }

    public void Committed(ShardId shard, IReadOnlyList<JournaledEvent> events)
    {
        using (views.Computes.BeginGroup())
        using (views.Hosts.BeginGroup())
        using (views.Reservations.BeginGroup())
        using (views.Zones.BeginGroup())
        {
            for (var index = 0; index < events.Count; index++)
            {
                Apply(events[index]);
            }

            views.Zones.Put(new(zone, _hosts, _computes, events[^1].Position));
        }
    }

    private void Apply(in JournaledEvent journaled)
    {
        switch (journaled.Actor.Kind)
        {
            case ActorNames.Compute:
                ApplyCompute(journaled);
                break;
            case ActorNames.Host:
                ApplyHost(journaled);
                break;
            case ActorNames.Reservation:
                var id = journaled.Actor.Key;
                var before = views.Reservations.Find(id)?.State ?? ReservationState.None(new(id));
                Show(new ReservationView(ReservationDecider.Evolve(before, journaled.Event), journaled.Position));
                break;
        }
    }

    private void ApplyCompute(in JournaledEvent journaled)
    {
        var id = journaled.Actor.Key;
        var before = views.Computes.Find(id)?.State ?? ComputeState.None(new(id));
        var view = new ComputeView(ComputeEvolution.Evolve(before, journaled.Event), journaled.Position);
        Show(before, view);
        if (view.State.Phase == ComputePhase.Absent || journaled.Event is ComputeRequested)
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
        changes.Publish(journaled, ResourceKind.Compute, type, view.State.ResourceGroup, zone, view);
    }

    private void ApplyHost(in JournaledEvent journaled)
    {
        var id = journaled.Actor.Key;
        var before = views.Hosts.Find(id)?.State ?? HostState.None(new(id));
        var view = new HostView(HostDecider.Evolve(before, journaled.Event), journaled.Position);
        Show(before, view);
        var type = !view.State.Exists ? ChangeType.Deleted
            : !before.Exists ? ChangeType.Created
            : ChangeType.Updated;
        changes.Publish(journaled, ResourceKind.Host, type, default, zone, view);
    }

    private void Show(ComputeState before, ComputeView view)
    {
        var after = view.State;
        if (after.Phase == ComputePhase.Absent)
        {
            views.Computes.Remove(view.Id);
        }
        else
        {
            views.Computes.Put(view);
        }

        if (!before.HoldsClaim && after.HoldsClaim)
        {
            _computes++;
            groups.Join(after.Request!, zone);
        }
        else if (before.HoldsClaim && !after.HoldsClaim)
        {
            _computes--;
            groups.Leave(after.Id);
        }

        if (before.HoldsClaim != after.HoldsClaim || before.Migration != after.Migration)
        {
            Load(before, -1);
            Load(after, 1);
        }
    }

    private void Load(ComputeState state, int sign)
    {
        if (!state.HoldsClaim)
        {
            return;
        }

        load.Claim(state.Placement!, sign);
        if (state.Migration is { } migration)
        {
            load.Claim(migration.Elsewhere, sign);
        }
    }

    private void Show(ReservationView view)
    {
        if (view.State.Exists)
        {
            views.Reservations.Put(view);
        }
        else
        {
            views.Reservations.Remove(view.Id);
        }
    }

    private void Show(HostState before, HostView view)
    {
        var after = view.State;
        if (!after.Exists)
        {
            views.Hosts.Remove(view.Id);
            load.Drop(after.Id);
            _hosts -= before.Exists ? 1 : 0;
            return;
        }

        views.Hosts.Put(view);
        _hosts += before.Exists ? 0 : 1;
        if (before.Inventory != after.Inventory)
        {
            load.Put(after.Inventory!);
        }

        if (before.Availability != after.Availability)
        {
            load.SetAvailability(after.Id, after.Availability);
        }
    }
}

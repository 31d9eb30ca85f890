using Vim.Actors;
using Vim.Actors.Journaling;
using Vim.Actors.Observing;
using Vim.Domain.AffinityGroups;
using Vim.Domain.Flavours;
using Vim.Domain.Identity;
using Vim.Domain.Images;
using Vim.Domain.Subscriptions;
using Vim.Domain.VirtualLinks;
using Vim.Domain.Zones;
using Vim.Engine.Actors;
using Vim.Engine.Views;

namespace Vim.Engine.Projection;

/// <summary>
/// Turns the durable events of the catalogue's shard into views and changes. Called by one at a time, in order.
/// </summary>
internal sealed class CatalogueProjection(EngineViews views, ChangePublisher changes) : IEventFeed
{
    public void Restored(ShardId shard, ActorId actor, object state, long position)
    {
        using var open = new Group(views);
        switch (state)
        {
            case FlavourState flavour:
                Show(views.Flavours, new(flavour, position), flavour.Exists);
                break;
            case ImageState image:
                Show(views.Images, new(image, position), image.Exists);
                break;
            case AffinityGroupState group:
                Show(views.AffinityGroups, new(group, position), group.Exists);
                break;
            case SubscriptionState subscription:
                Show(views.Subscriptions, new(subscription, position), subscription.Exists);
                break;
            case VirtualLinkState link:
                Show(views.VirtualLinks, new(link, position), link.Exists);
                ShowAllParts(link, position);
                break;
            case ZoneDirectoryState directory:
                foreach (var zone in directory.Zones)
                {
                    Show(zone);
                }

                break;
        }
    }

    public void Opened(ShardId shard, long lastPosition)
    {
    }

    public void Committed(ShardId shard, IReadOnlyList<JournaledEvent> events)
    {
        for (var index = 0; index < events.Count; index++)
        {
            using var group = new Group(views);
            Apply(events[index]);
        }
    }

    private void Apply(in JournaledEvent journaled)
    {
        var id = journaled.Actor.Key;
        var position = journaled.Position;
        switch (journaled.Actor.Kind)
        {
            case ActorNames.Flavour:
                var flavour = FlavourDecider.Evolve(
                    views.Flavours.Find(id)?.State ?? new() { Id = new(id) }, journaled.Event);
                Show(views.Flavours, new(flavour, position), flavour.Exists);
                Tell(
                    journaled, ResourceKind.Flavour, flavour.ResourceGroup, flavour.Exists,
                    journaled.Event is FlavourCreated, new FlavourView(flavour, position));
                break;
            case ActorNames.Image:
                var image = ImageDecider.Evolve(
                    views.Images.Find(id)?.State ?? new() { Id = new(id) }, journaled.Event);
                Show(views.Images, new(image, position), image.Exists);
                Tell(
                    journaled, ResourceKind.Image, image.ResourceGroup, image.Exists,
                    journaled.Event is ImageAdded, new ImageView(image, position));
                break;
            case ActorNames.AffinityGroup:
                var group = AffinityGroupDecider.Evolve(
                    views.AffinityGroups.Find(id)?.State ?? new() { Id = new(id) }, journaled.Event);
                Show(views.AffinityGroups, new(group, position), group.Exists);
                Tell(
                    journaled, ResourceKind.AffinityGroup, group.ResourceGroup, group.Exists,
                    journaled.Event is AffinityGroupCreated, new AffinityGroupView(group, position));
                break;
            case ActorNames.Subscription:
                var subscription = SubscriptionDecider.Evolve(
                    views.Subscriptions.Find(id)?.State ?? new() { Id = new(id) }, journaled.Event);
                Show(views.Subscriptions, new(subscription, position), subscription.Exists);
                break;
            case ActorNames.VirtualLink:
                ApplyLink(journaled);
                break;
            case ActorNames.ZoneDirectory:
                Show(((ZoneAdded)journaled.Event).Zone);
                break;
        }
    }

    private void ApplyLink(in JournaledEvent journaled)
    {
        var id = journaled.Actor.Key;
        var before = views.VirtualLinks.Find(id)?.State ?? new() { Id = new(id) };
        var link = VirtualLinkDecider.Evolve(before, journaled.Event);
        var view = new VirtualLinkView(link, journaled.Position);
        Show(views.VirtualLinks, view, link.Exists);
        ShowParts(journaled, before, link);
        var isInternal = journaled.Event is LinkGranted or LinkGrantGivenBack
            or VirtualLinkDeletionStarted or VirtualLinkDeletionRefused;
        if (!isInternal)
        {
            Tell(
                journaled, ResourceKind.VirtualLink, link.ResourceGroup, link.Exists,
                journaled.Event is VirtualLinkCreated, view);
        }
    }

    private void ShowAllParts(VirtualLinkState link, long position)
    {
        if (!link.Exists)
        {
            return;
        }

        foreach (var subnet in link.Subnets.Values)
        {
            views.Subnets.Put(new(subnet, position));
        }

        foreach (var port in link.Ports.Values)
        {
            views.Ports.Put(new(port, position));
        }
    }

    private void ShowParts(in JournaledEvent journaled, VirtualLinkState before, VirtualLinkState after)
    {
        switch (journaled.Event)
        {
            case SubnetCreated created:
                views.Subnets.Put(new(after.Subnets[created.Subnet.Value], journaled.Position));
                break;
            case SubnetDeleted deleted:
                views.Subnets.Remove(deleted.Subnet.Value);
                break;
            case PortCreated { Port: var port }:
                views.Ports.Put(new(after.Ports[port.Value], journaled.Position));
                break;
            case PortAttached { Port: var port }:
                views.Ports.Put(new(after.Ports[port.Value], journaled.Position));
                break;
            case PortDetached { Port: var port }:
                views.Ports.Put(new(after.Ports[port.Value], journaled.Position));
                break;
            case PortDeleted deleted:
                views.Ports.Remove(deleted.Port.Value);
                break;
            case VirtualLinkDeleted:
                foreach (var subnet in before.Subnets.Keys)
                {
                    views.Subnets.Remove(subnet);
                }

                break;
        }
    }

    private static void Show<TView>(ViewTable<TView> table, TView view, bool exists)
        where TView : class, IView
    {
        if (exists)
        {
            table.Put(view);
        }
        else
        {
            table.Remove(view.Id);
        }
    }

    private void Show(ZoneId zone) => views.Zones.Put(views.Zones.Find(zone.Value) ?? new ZoneView(zone, 0, 0, 0));

    private void Tell(
        in JournaledEvent journaled,
        ResourceKind kind,
        ResourceGroupId resourceGroup,
        bool exists,
        bool isCreated,
        IView view)
    {
        var type = !exists ? ChangeType.Deleted : isCreated ? ChangeType.Created : ChangeType.Updated;
        changes.Publish(journaled, kind, type, resourceGroup, default, view);
    }

    /// <summary>Keeps lists out of all tables of the catalogue while they change.</summary>
    private readonly ref struct Group
    {
        private readonly Lock.Scope _flavours;
        private readonly Lock.Scope _images;
        private readonly Lock.Scope _groups;
        private readonly Lock.Scope _subscriptions;
        private readonly Lock.Scope _links;
        private readonly Lock.Scope _subnets;
        private readonly Lock.Scope _ports;
        private readonly Lock.Scope _zones;

        public Group(EngineViews views)
        {
            _flavours = views.Flavours.BeginGroup();
            _images = views.Images.BeginGroup();
            _groups = views.AffinityGroups.BeginGroup();
            _subscriptions = views.Subscriptions.BeginGroup();
            _links = views.VirtualLinks.BeginGroup();
            _subnets = views.Subnets.BeginGroup();
            _ports = views.Ports.BeginGroup();
            _zones = views.Zones.BeginGroup();
        }

        public void Dispose()
        {
            _zones.Dispose();
            _ports.Dispose();
            _subnets.Dispose();
            _links.Dispose();
            _subscriptions.Dispose();
            _groups.Dispose();
            _images.Dispose();
            _flavours.Dispose();
        }
    }
}

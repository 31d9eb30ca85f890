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
    public void Restored(ShardId shard, in ActorSnapshot snapshot) =>
        throw new InvariantException($"{snapshot.Actor} has a snapshot, and no kind of the catalogue takes any");

    public void Restored(ShardId shard, in JournaledEvent journaled) => ApplyInGroup(journaled, isNews: false);

    public void Committed(ShardId shard, IReadOnlyList<JournaledEvent> events)
    {
        for (var index = 0; index < events.Count; index++)
        {
            ApplyInGroup(events[index], isNews: true);
        }
    }

    private void ApplyInGroup(in JournaledEvent journaled, bool isNews)
    {
        using (views.Flavours.BeginGroup())
        using (views.Images.BeginGroup())
        using (views.AffinityGroups.BeginGroup())
        using (views.Subscriptions.BeginGroup())
        using (views.VirtualLinks.BeginGroup())
        using (views.Subnets.BeginGroup())
        using (views.Ports.BeginGroup())
        {
            Apply(journaled, isNews);
        }
    }

    private void Apply(in JournaledEvent journaled, bool isNews)
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
                    journaled, isNews, ResourceKind.Flavour, flavour.ResourceGroup, flavour.Exists,
                    journaled.Event is FlavourCreated, new FlavourView(flavour, position));
                break;
            case ActorNames.Image:
                var image = ImageDecider.Evolve(
                    views.Images.Find(id)?.State ?? new() { Id = new(id) }, journaled.Event);
                Show(views.Images, new(image, position), image.Exists);
                Tell(
                    journaled, isNews, ResourceKind.Image, image.ResourceGroup, image.Exists,
                    journaled.Event is ImageAdded, new ImageView(image, position));
                break;
            case ActorNames.AffinityGroup:
                var group = AffinityGroupDecider.Evolve(
                    views.AffinityGroups.Find(id)?.State ?? new() { Id = new(id) }, journaled.Event);
                Show(views.AffinityGroups, new(group, position), group.Exists);
                Tell(
                    journaled, isNews, ResourceKind.AffinityGroup, group.ResourceGroup, group.Exists,
                    journaled.Event is AffinityGroupCreated, new AffinityGroupView(group, position));
                break;
            case ActorNames.Subscription:
                var subscription = SubscriptionDecider.Evolve(
                    views.Subscriptions.Find(id)?.State ?? new() { Id = new(id) }, journaled.Event);
                Show(views.Subscriptions, new(subscription, position), subscription.Exists);
                break;
            case ActorNames.VirtualLink:
                ApplyLink(journaled, isNews);
                break;
            case ActorNames.ZoneDirectory:
                using (views.Zones.BeginGroup())
                {
                    var zone = ((ZoneAdded)journaled.Event).Zone;
                    views.Zones.Put(views.Zones.Find(zone.Value) ?? new ZoneView(zone, 0, 0, 0));
                }

                break;
        }
    }

    private void ApplyLink(in JournaledEvent journaled, bool isNews)
    {
        var id = journaled.Actor.Key;
        var before = views.VirtualLinks.Find(id)?.State ?? new() { Id = new(id) };
        var link = VirtualLinkDecider.Evolve(before, journaled.Event);
        var view = new VirtualLinkView(link, journaled.Position);
        Show(views.VirtualLinks, view, link.Exists);
        ShowParts(journaled, before, link);
        var isInternal = journaled.Event is LinkGranted or LinkGrantGivenBack
            or VirtualLinkDeletionStarted or VirtualLinkDeletionRefused;
        Tell(
            journaled, isNews && !isInternal, ResourceKind.VirtualLink, link.ResourceGroup, link.Exists,
            journaled.Event is VirtualLinkCreated, view);
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

    private void Tell(
        in JournaledEvent journaled,
        bool isNews,
        ResourceKind kind,
        ResourceGroupId resourceGroup,
        bool exists,
        bool isCreated,
        IView view)
    {
        if (isNews)
        {
            var type = !exists ? ChangeType.Deleted : isCreated ? ChangeType.Created : ChangeType.Updated;
            changes.Publish(journaled, kind, type, resourceGroup, default, view);
        }
    }
}

using Vim.Actors.Journaling;
using Vim.Domain.Identity;
using Vim.Domain.Subscriptions;
using Vim.Engine.Changes;
using Vim.Engine.Ports;
using Vim.Engine.Views;

namespace Vim.Engine.Projection;

/// <summary>Makes a change of a durable event and tells it to the feed and the notifier. Any thread.</summary>
internal sealed class ChangePublisher(ChangeFeed feed, INotifier? notifier)
{
    private readonly Lock _gate = new();

    public void Publish(
        in JournaledEvent journaled,
        ResourceKind kind,
        ChangeType type,
        ResourceGroupId resourceGroup,
        ZoneId zone,
        IView view)
    {
        var change = new ChangeNotification
        {
            At = journaled.Time,
            Kind = kind,
            Type = type,
            ResourceId = view.Id,
            ResourceGroup = resourceGroup,
            Zone = zone,
            Event = journaled.Event.GetType().Name,
            View = type == ChangeType.Deleted ? null : view,
        };
        if (notifier is null)
        {
            feed.Publish(change);
            return;
        }

        // The notifier is promised the order of the numbers, whichever zone they come from.
        lock (_gate)
        {
            notifier.Changed(feed.Publish(change));
        }
    }
}

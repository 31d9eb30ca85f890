using Vim.Domain.Subscriptions;

namespace Vim.Engine.Changes;

/// <summary>Whether a change passes a filter.</summary>
public static class ChangeMatch
{
    /// <summary>Whether every part of the filter lets the change through; an empty part lets all through.</summary>
    public static bool Matches(ChangeFilter filter, ChangeNotification change) =>
        (filter.Kinds.IsEmpty || filter.Kinds.Contains(change.Kind))
        && (filter.Types.IsEmpty || filter.Types.Contains(change.Type))
        && (filter.ResourceIds.IsEmpty || filter.ResourceIds.Contains(change.ResourceId))
        && (filter.Zones.IsEmpty || filter.Zones.Contains(change.Zone));
}

using Vim.Engine.Changes;

namespace Vim.Engine.Ports;

/// <summary>
/// Port: is told every change when it is durable, in the order of the sequence numbers; for alarms and gauges beside
/// the change feed. Called from shards' turns, one at a time: returns quickly, never throws.
/// </summary>
public interface INotifier
{
    /// <summary>A resource changed.</summary>
    void Changed(ChangeNotification notification);
}

using Vim.Actors.Journaling;

namespace Vim.Actors.Shards;

/// <summary>
/// Keeps the journal short: adds to groups, as they are sent, the snapshots that are due and the ends of actors of
/// which nothing needs to be known. A state that is taken then contains only events of this and earlier groups, and the
/// groups end in order, so no snapshot is durable before its events. Used on the shard's turn only, between chains.
/// </summary>
internal sealed class GroupShrinker(
    ShardId shard, ActorTable table, ShardEnvironment environment, ShardOptions options)
{
    private readonly List<ActorCell> _ended = [];

    public SnapshotQueue Queue { get; } = new(options);

    /// <summary>Whether a group without events is worth sending.</summary>
    public bool HasWork => Queue.IsDue || _ended.Count > 0;

    public long Snapshots { get; private set; }

    public TimeSpan SnapshotTime { get; private set; }

    public long Ended { get; private set; }

    /// <summary>An event of the actor was applied and will be journaled, or was replayed.</summary>
    public void Grew(ActorCell cell)
    {
        Queue.Grew(cell);
        if (cell.Kind.StateHasEnded(cell.State!))
        {
            _ended.Add(cell);
        }
    }

    /// <summary>Adds what is due to a group that is about to be sent.</summary>
    public void Shrink(CommitGroup group)
    {
        foreach (var cell in _ended)
        {
            End(group, cell);
        }
        _ended.Clear();
        var time = environment.Time.GetUtcNow();
        var left = options.MaxReplacedRowsPerGroup;
        while (left > 0 && Queue.TryTake(out var cell))
        {
            left -= cell.Rows;
            Take(group, cell, time);
            Queue.Settle(cell, rows: 1);
        }
    }

    private void Take(CommitGroup group, ActorCell cell, DateTimeOffset time)
    {
        try
        {
            var events = cell.Kind.SummaryOf(cell.State!);
            group.Snapshots.Add(new ActorSnapshot(cell.Id, cell.Sequence, cell.LastPosition, events, time));
        }
        catch (Exception exception)
        {
            // Whatever an actor's code throws must not hurt the others: its events stay in the journal.
            environment.Observer.ReleaseFailed(shard, cell.Id, exception);
        }
    }

    /// <summary>The group was handed to the journal, and so was encoded.</summary>
    public void Sent(CommitGroup group)
    {
        Ended += group.Ended.Count;
        if (group.Snapshots.Count > 0)
        {
            Snapshots += group.Snapshots.Count;
            SnapshotTime += environment.Time.GetElapsedTime(group.Started);
        }
    }

    private void End(CommitGroup group, ActorCell cell)
    {
        // It may have begun anew since, or be on its way from the journal: then its end comes up again.
        if (cell.Rows == 0 || cell.Status != CellStatus.Active || !cell.Kind.StateHasEnded(cell.State!))
        {
            return;
        }
        group.Ended.Add(cell.Id);
        Queue.Settle(cell, rows: 0);
        cell.Sequence = 0;
        cell.State = cell.Kind.InitialState(cell.Id);
        if (cell.Timers == 0 && cell.Parked == 0)
        {
            table.Remove(cell);
        }
    }
}

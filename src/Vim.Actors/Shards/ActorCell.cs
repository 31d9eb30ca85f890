namespace Vim.Actors.Shards;

internal enum CellStatus
{
    Active,
    Loading,
    Failed,
}

/// <summary>One actor in memory: its state and what the shard knows about it. Linked into the table's list by last
/// use.</summary>
internal sealed class ActorCell(ActorId id, ActorKind kind)
{
    public ActorId Id { get; } = id;

    public ActorKind Kind { get; } = kind;

    public object? State { get; set; }

    public CellStatus Status { get; set; }

    /// <summary>Number of the last event in the state.</summary>
    public long Sequence { get; set; }

    /// <summary>Rows of it in the journal, those on their way included: snapshot and events since.</summary>
    public int Rows { get; set; }

    /// <summary>Whether it waits in the <see cref="SnapshotQueue"/>.</summary>
    public bool IsBehind { get; set; }

    /// <summary>Whether it is the next to get a snapshot.</summary>
    public bool IsSnapshotUrgent { get; set; }

    /// <summary>Position in the shard of the last event: durable once the journal is that far.</summary>
    public long LastPosition { get; set; }

    public int Timers { get; set; }

    public int Parked { get; set; }

    public int FailedRecoveries { get; set; }

    /// <summary>Messages that wait until the actor is loaded.</summary>
    public Queue<Inbound>? Stash { get; set; }

    public ActorCell? Older { get; set; }

    public ActorCell? Newer { get; set; }
}

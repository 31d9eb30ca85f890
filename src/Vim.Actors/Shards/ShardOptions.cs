namespace Vim.Actors.Shards;

/// <summary>Limits of one shard. Every queue has one.</summary>
public sealed record ShardOptions
{
    /// <summary>Messages from outside that may wait; more are refused as overloaded.</summary>
    public int MailboxCapacity { get; init; } = 16_384;

    /// <summary>Hint in the refusal when the mailbox is full.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Turns that one message may cause; more is a loop.</summary>
    public int MaxTurnsPerChain { get; init; } = 100_000;

    /// <summary>Appends that may be in flight at once.</summary>
    public int MaxAppendsInFlight { get; init; } = 2;

    /// <summary>Events after which a group is closed and appended without waiting for the end of the run.</summary>
    public int MaxGroupEvents { get; init; } = 4_096;

    /// <summary>Events, replies and effects that may wait for the journal; at the limit the shard takes no message
    /// until some are durable.</summary>
    public int MaxUndurable { get; init; } = 65_536;

    /// <summary>
    /// Rows of the journal beyond one for each actor, above which actors get snapshots: what a restart may have to read
    /// in vain. A snapshot takes the place of the events that it contains.
    /// </summary>
    public int SnapshotDebt { get; init; } = 100_000;

    /// <summary>Rows of one actor, at least 2, above which it gets a snapshot at once.</summary>
    public int SnapshotEvery { get; init; } = 256;

    /// <summary>
    /// Rows that the snapshots of one group may replace, so that neither a turn nor a commit takes long over them. One
    /// actor's are not divided.
    /// </summary>
    public int MaxReplacedRowsPerGroup { get; init; } = 512;

    /// <summary>Actors in memory, at least 16, above which those at rest are passivated.</summary>
    public int MaxResidentActors { get; init; } = 1_000_000;

    /// <summary>Askers that may be parked.</summary>
    public int MaxParked { get; init; } = 65_536;

    /// <summary>Dead letters kept; the oldest goes first.</summary>
    public int MaxDeadLetters { get; init; } = 256;

    /// <summary>Times in a row that <see cref="Recovered"/> may throw before the actor is marked failed.</summary>
    public int MaxFailedRecoveries { get; init; } = 3;

    /// <summary>Messages to one other shard that may wait for its acknowledgement.</summary>
    public int MaxOutbox { get; init; } = 65_536;

    /// <summary>After how long unacknowledged messages to another shard are sent again.</summary>
    public TimeSpan OutboxResendAfter { get; init; } = TimeSpan.FromSeconds(1);
}

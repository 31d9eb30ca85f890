namespace Vim.Actors.Shards;

/// <summary>Where a shard is in its life.</summary>
public enum ShardStatus
{
    /// <summary>Made, not opened.</summary>
    Created,

    /// <summary>Replaying; messages wait in the mailbox.</summary>
    Opening,

    /// <summary>Taking messages.</summary>
    Running,

    /// <summary>Takes no more messages, waits for its last groups.</summary>
    Closing,

    /// <summary>Closed in order or stopped by an error: make a new one from the journal.</summary>
    Stopped,
}

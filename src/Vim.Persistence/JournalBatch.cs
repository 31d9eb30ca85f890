namespace Vim.Persistence;

/// <summary>Events and snapshots of one shard that become durable together or not at all.</summary>
/// <param name="Shard">Whose batch.</param>
/// <param name="Epoch">The epoch that the writer got when it opened the shard.</param>
/// <param name="FirstPosition">Position of the first event: one more than the shard's last.</param>
/// <param name="Events">At least one event, in order. Not changed until the append has ended.</param>
/// <param name="Snapshots">Snapshots at or before the last event of the batch. Not changed until the append has
/// ended.</param>
public sealed record JournalBatch(
    string Shard, long Epoch, long FirstPosition, IReadOnlyList<EventRecord> Events,
        IReadOnlyList<SnapshotRecord> Snapshots);

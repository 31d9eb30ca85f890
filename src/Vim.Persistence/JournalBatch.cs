namespace Vim.Persistence;

/// <summary>
/// What becomes durable together or not at all in one shard: first the events, then the snapshots, each of which takes
/// the place of the events that it contains, then the ends of entities. At least one of the three lists has something.
/// </summary>
/// <param name="Shard">Whose batch.</param>
/// <param name="Epoch">The epoch that the writer got when it opened the shard.</param>
/// <param name="FirstPosition">Position of the first event: one more than the shard's last.</param>
/// <param name="Events">In order. Not changed until the append has ended.</param>
/// <param name="Snapshots">At or before the last event of their entity in this batch or before. The events up to a
/// snapshot's sequence are removed. Not changed until the append has ended.</param>
public sealed record JournalBatch(
    string Shard, long Epoch, long FirstPosition, IReadOnlyList<EventRecord> Events,
        IReadOnlyList<SnapshotRecord> Snapshots)
{
    /// <summary>
    /// Entities of which nothing is kept: all their events and their snapshot are removed, those of this batch too. The
    /// next event of such an entity, in a later batch, has sequence 1 again. Not changed until the append has ended.
    /// </summary>
    public IReadOnlyList<PersistenceId> Ended { get; init; } = [];

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => Events.Count + Snapshots.Count + Ended.Count == 0;
}

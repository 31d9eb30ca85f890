namespace Vim.Actors.Shards;

/// <summary>What a shard has done so far.</summary>
/// <param name="Turns">Turns taken.</param>
/// <param name="Events">Events emitted.</param>
/// <param name="Groups">Groups committed.</param>
/// <param name="LastPosition">Position of the last event, durable or not.</param>
/// <param name="DurablePosition">Position of the last durable event.</param>
/// <param name="Mailbox">Messages from outside that wait.</param>
/// <param name="Residents">Actors in memory.</param>
/// <param name="Snapshots">Snapshots taken.</param>
/// <param name="SnapshotTime">Time on the shard's turns for taking and encoding them.</param>
/// <param name="Ended">Actors of which nothing is kept any more.</param>
/// <param name="SnapshotDebt">Rows of the journal beyond one for each actor: what a restart reads in vain.</param>
public readonly record struct ShardStatistics(
    long Turns, long Events, long Groups, long LastPosition, long DurablePosition, int Mailbox, int Residents,
    long Snapshots, TimeSpan SnapshotTime, long Ended, long SnapshotDebt);

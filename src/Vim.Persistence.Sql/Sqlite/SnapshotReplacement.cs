using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// Puts snapshots in the place of the events that they contain, and removes what is left of entities that ended, within
/// the transaction of their batch. What it costs is bounded by the batch: its writer says how much it lets go at once.
/// </summary>
internal sealed class SnapshotReplacement(SqliteHandle handle)
{
    private readonly SqliteStatement _insert = handle.Prepare("""
        INSERT INTO snapshots (shard, kind, key, sequence, type, version, epoch, time, payload)
        VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)
        ON CONFLICT (shard, kind, key) DO UPDATE SET
            sequence = excluded.sequence, type = excluded.type, version = excluded.version,
            epoch = excluded.epoch, time = excluded.time, payload = excluded.payload
        WHERE excluded.sequence >= snapshots.sequence
        """);

    private readonly SqliteStatement _deleteEvents = handle.Prepare(
        "DELETE FROM events WHERE shard = ?1 AND kind = ?2 AND key = ?3 AND sequence <= ?4");

    private readonly SqliteStatement _deleteSnapshot = handle.Prepare(
        "DELETE FROM snapshots WHERE shard = ?1 AND kind = ?2 AND key = ?3");

    // The shard's last event may be among those that go: its position must not be given again.
    private readonly SqliteStatement _keepPosition = handle.Prepare(
        "UPDATE shards SET compacted_to = ?1 WHERE number = ?2");

    public void Run(JournalBatch batch, long shard, long lastPosition, NameTable names)
    {
        if (batch.Snapshots.Count + batch.Ended.Count == 0)
        {
            return;
        }
        foreach (var one in batch.Snapshots)
        {
            var kind = names.NumberOf(one.Id.Kind);
            _insert.Bind(1, shard).Bind(2, kind).Bind(3, one.Id.Key).Bind(4, one.Sequence)
                .Bind(5, names.NumberOf(one.Type)).Bind(6, one.Version).Bind(7, batch.Epoch)
                .Bind(8, one.Time.UtcTicks).Bind(9, one.Payload.Span).Run();
            _deleteEvents.Bind(1, shard).Bind(2, kind).Bind(3, one.Id.Key).Bind(4, one.Sequence).Run();
        }
        foreach (var id in batch.Ended)
        {
            var kind = names.NumberOf(id.Kind);
            _deleteEvents.Bind(1, shard).Bind(2, kind).Bind(3, id.Key).Bind(4, long.MaxValue).Run();
            _deleteSnapshot.Bind(1, shard).Bind(2, kind).Bind(3, id.Key).Run();
        }
        _keepPosition.Bind(1, lastPosition).Bind(2, shard).Run();
    }
}

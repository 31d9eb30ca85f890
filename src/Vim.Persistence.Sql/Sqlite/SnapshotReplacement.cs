using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// Puts snapshots in the place of the events that they contain, and removes what is left of entities that ended, within
/// the transaction of their batch. What it costs is bounded by the batch: its writer says how much it lets go at once.
/// </summary>
internal sealed class SnapshotReplacement(SqliteHandle handle, NameTable names, EntityTable entities)
{
    private readonly SqliteStatement _insert = handle.Prepare("""
        INSERT INTO snapshots (entity, sequence, type, version, epoch, time, payload)
        VALUES (?1,?2,?3,?4,?5,?6,?7)
        ON CONFLICT (entity) DO UPDATE SET
            sequence = excluded.sequence, type = excluded.type, version = excluded.version,
            epoch = excluded.epoch, time = excluded.time, payload = excluded.payload
        WHERE excluded.sequence >= snapshots.sequence
        """);

    private readonly SqliteStatement _deleteEvents = handle.Prepare(
        "DELETE FROM events WHERE entity = ?1 AND sequence <= ?2");

    private readonly SqliteStatement _deleteSnapshot = handle.Prepare("DELETE FROM snapshots WHERE entity = ?1");

    // The shard's last event may be among those that go: its position must not be given again.
    private readonly SqliteStatement _keepPosition = handle.Prepare(
        "UPDATE shards SET compacted_to = ?1 WHERE number = ?2");

    public void Run(JournalBatch batch, ShardRow shard, long lastPosition)
    {
        if (batch.Snapshots.Count + batch.Ended.Count == 0)
        {
            return;
        }
        foreach (var one in batch.Snapshots)
        {
            var entity = entities.NumberOf(shard, names.NumberOf(one.Id.Kind), one.Id.Key, isFirst: false);
            _insert.Bind(1, entity).Bind(2, one.Sequence)
                .Bind(3, names.NumberOf(one.Type)).Bind(4, one.Version).Bind(5, batch.Epoch)
                .Bind(6, one.Time.UtcTicks).Bind(7, one.Payload.Span).Run();
            _deleteEvents.Bind(1, entity).Bind(2, one.Sequence).Run();
        }
        foreach (var id in batch.Ended)
        {
            Remove(shard, names.NumberOf(id.Kind), id.Key);
        }
        _keepPosition.Bind(1, lastPosition).Bind(2, shard.Number).Run();
    }

    private void Remove(ShardRow shard, long kind, string key)
    {
        if (entities.Find(shard, kind, key) is { } entity)
        {
            _deleteEvents.Bind(1, entity).Bind(2, long.MaxValue).Run();
            _deleteSnapshot.Bind(1, entity).Run();
            entities.Remove(shard, kind, key, entity);
        }
    }
}

namespace Vim.Persistence.Memory;

/// <summary>
/// What a journal in memory has made durable: it outlives the stores on it, as a disk outlives a process. Several
/// stores may share one.
/// Guarded by a lock.
/// </summary>
public sealed class MemoryJournalMedium
{
    private readonly Dictionary<string, MemoryShard> _shards = [];
    private readonly Lock _lock = new();

    internal ShardOpening Open(string shard)
    {
        lock (_lock)
        {
            if (!_shards.TryGetValue(shard, out var rows))
            {
                rows = new MemoryShard();
                _shards.Add(shard, rows);
            }
            rows.Epoch++;
            return new ShardOpening(shard, rows.Epoch, rows.LastPosition);
        }
    }

    internal JournalOutcome Apply(JournalBatch batch)
    {
        lock (_lock)
        {
            return _shards.TryGetValue(batch.Shard, out var rows)
                ? rows.Apply(batch)
                : JournalOutcome.Failed(new JournalError(
                    JournalErrorCodes.ShardNotOpen,
                    $"shard {batch.Shard} was never opened in this journal: open it first"));
        }
    }

    internal (List<MemoryRow<SnapshotHeader>> Snapshots, List<MemoryRow<EventHeader>> Events) Read(
        string shard, PersistenceId? only)
    {
        lock (_lock)
        {
            return _shards.TryGetValue(shard, out var rows) ? rows.Read(only) : ([], []);
        }
    }

    /// <summary>How many events and snapshots there are, of all shards.</summary>
    public int RowCount
    {
        get
        {
            lock (_lock)
            {
                return _shards.Values.Sum(rows => rows.Count);
            }
        }
    }
}

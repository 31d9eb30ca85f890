namespace Vim.Persistence.Memory;

/// <summary>The rows of one shard in memory. Guarded by the medium's lock.</summary>
internal sealed class MemoryShard
{
    private readonly List<MemoryRow<EventHeader>> _events = [];
    private readonly Dictionary<PersistenceId, MemoryRow<SnapshotHeader>> _snapshots = [];
    private readonly Dictionary<PersistenceId, long> _lastSequences = [];

    public long Epoch { get; set; }

    public long LastPosition { get; private set; }

    public JournalOutcome Apply(JournalBatch batch)
    {
        if (batch.Epoch != Epoch)
        {
            return JournalOutcome.Fenced(
                $"shard {batch.Shard} belongs to epoch {Epoch}; this writer has epoch {batch.Epoch} and must stop");
        }
        if (batch.FirstPosition != LastPosition + 1)
        {
            return JournalOutcome.Conflict(
                $"shard {batch.Shard} is at position {LastPosition}; "
                    + $"a batch from {batch.FirstPosition} does not follow");
        }
        if (FirstConflict(batch) is { } conflict)
        {
            return JournalOutcome.Conflict(
                $"shard {batch.Shard}: event {conflict.Sequence} of {conflict.Id} does not follow the last one");
        }
        foreach (var one in batch.Events)
        {
            LastPosition++;
            _lastSequences[one.Id] = one.Sequence;
            var header = new EventHeader(
                one.Id, one.Sequence, LastPosition, one.Type, one.Version, batch.Epoch, one.Time);
            _events.Add(new MemoryRow<EventHeader>(header, one.Payload.ToArray()));
        }
        foreach (var one in batch.Snapshots)
        {
            var header = new SnapshotHeader(one.Id, one.Sequence, one.Type, one.Version, batch.Epoch, one.Time);
            _snapshots[one.Id] = new MemoryRow<SnapshotHeader>(header, one.Payload.ToArray());
        }
        foreach (var id in batch.Ended)
        {
            _snapshots.Remove(id);
            _lastSequences.Remove(id);
        }
        Remove(batch);
        return JournalOutcome.Committed;
    }

    public int Count => _events.Count + _snapshots.Count;

    public (List<MemoryRow<SnapshotHeader>> Snapshots, List<MemoryRow<EventHeader>> Events) Read(PersistenceId? only)
    {
        bool IsWanted(PersistenceId id) => only is null || only == id;
        return (
            [.. _snapshots.Values.Where(row => IsWanted(row.Header.Id))],
            [.. _events.Where(row => IsWanted(row.Header.Id))]);
    }

    private void Remove(JournalBatch batch)
    {
        if (batch.Snapshots.Count + batch.Ended.Count > 0)
        {
            var ended = batch.Ended.ToHashSet();
            _events.RemoveAll(
                row => ended.Contains(row.Header.Id) || row.Header.Sequence <= Covered(row.Header.Id));
        }
    }

    private long Covered(PersistenceId id) => _snapshots.TryGetValue(id, out var row) ? row.Header.Sequence : 0;

    private EventRecord? FirstConflict(JournalBatch batch)
    {
        var last = new Dictionary<PersistenceId, long>();
        foreach (var one in batch.Events)
        {
            var before = last.TryGetValue(one.Id, out var inBatch) ? inBatch : _lastSequences.GetValueOrDefault(one.Id);
            if (one.Sequence != before + 1)
            {
                return one;
            }
            last[one.Id] = one.Sequence;
        }
        return null;
    }
}

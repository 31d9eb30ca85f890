using System.Text;

namespace Vim.Persistence.Tests.Support;

/// <summary>Writes one shard as its owner would: knows its epoch, its last position and the last sequence of each
/// entity.</summary>
public sealed class ShardWriter(IJournalStore store, ShardOpening opening)
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<PersistenceId, long> _sequences = [];

    public long Epoch { get; set; } = opening.Epoch;

    public long LastPosition { get; set; } = opening.LastPosition;

    public static async Task<ShardWriter> OpenAsync(IJournalStore store, string shard = "zone-1") =>
        new(store, await store.OpenShardAsync(shard, "test", CancellationToken.None).WaitAsync(
            TimeSpan.FromSeconds(30)));

    public static PersistenceId Id(string key) => new("compute", key);

    public EventRecord Event(string key, string text = "x", string type = "computePlaced", int version = 1)
    {
        var id = Id(key);
        var sequence = _sequences.GetValueOrDefault(id) + 1;
        _sequences[id] = sequence;
        return new EventRecord(id, sequence, type, version, Noon.AddSeconds(sequence), Encoding.UTF8.GetBytes(text));
    }

    public static SnapshotRecord Snapshot(string key, long sequence, string text) =>
        new(Id(key), sequence, "computeState", 1, Noon, Encoding.UTF8.GetBytes(text));

    /// <summary>Appends after the last position.</summary>
    public Task<JournalOutcome> AppendAsync(params EventRecord[] events) => AppendAsync(events, []);

    public Task<JournalOutcome> AppendAsync(EventRecord[] events, SnapshotRecord[] snapshots)
    {
        var first = LastPosition + 1;
        LastPosition += events.Length;
        return AppendAtAsync(first, events, snapshots);
    }

    /// <summary>Appends events and ends an entity.</summary>
    public Task<JournalOutcome> EndAsync(EventRecord[] events, string key)
    {
        var first = LastPosition + 1;
        LastPosition += events.Length;
        _sequences.Remove(Id(key));
        return AppendAsync(new JournalBatch(opening.Shard, Epoch, first, events, []) { Ended = [Id(key)] });
    }

    public Task<JournalOutcome> AppendAtAsync(long first, EventRecord[] events, SnapshotRecord[] snapshots) =>
        AppendAsync(new JournalBatch(opening.Shard, Epoch, first, events, snapshots));

    private Task<JournalOutcome> AppendAsync(JournalBatch batch)
    {
        var done = new TaskCompletionSource<JournalOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Append(batch, done.SetResult);
        return done.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }
}

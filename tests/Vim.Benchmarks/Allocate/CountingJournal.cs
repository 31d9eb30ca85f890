using Vim.Persistence;

namespace Vim.Benchmarks.Allocate;

/// <summary>A journal that counts the bytes of the payloads that go through it.</summary>
internal sealed class CountingJournal(IJournalStore store) : IJournalStore
{
    private long _bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    public Task<ShardOpening> OpenShardAsync(string shard, string owner, CancellationToken cancellation) =>
        store.OpenShardAsync(shard, owner, cancellation);

    public void Append(JournalBatch batch, Action<JournalOutcome> done)
    {
        var bytes = 0L;
        for (var index = 0; index < batch.Events.Count; index++)
        {
            bytes += batch.Events[index].Payload.Length;
        }

        Interlocked.Add(ref _bytes, bytes);
        store.Append(batch, done);
    }

    public void ReplayShard(string shard, IJournalReader reader) => store.ReplayShard(shard, reader);

    public void ReplayEntity(string shard, PersistenceId id, IJournalReader reader) =>
        store.ReplayEntity(shard, id, reader);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}

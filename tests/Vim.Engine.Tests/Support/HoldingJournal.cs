using Vim.Persistence;

namespace Vim.Engine.Tests.Support;

/// <summary>Whether the opening of shards waits, and which ones do.</summary>
public sealed class HeldOpenings
{
    private readonly List<TaskCompletionSource> _held = [];

    public bool IsHolding { get; set; }

    public int Count => _held.Count;

    /// <summary>Lets those that wait go on, or fail.</summary>
    public void Release(Exception? failure = null)
    {
        IsHolding = false;
        foreach (var held in _held)
        {
            if (failure is null)
            {
                held.SetResult();
            }
            else
            {
                held.SetException(failure);
            }
        }

        _held.Clear();
    }

    internal Task Wait()
    {
        if (!IsHolding)
        {
            return Task.CompletedTask;
        }

        _held.Add(new());
        return _held[^1].Task;
    }
}

/// <summary>A journal whose shards open when the test says so.</summary>
internal sealed class HoldingJournal(IJournalStore inner, HeldOpenings openings) : IJournalStore
{
    public async Task<ShardOpening> OpenShardAsync(string shard, string owner, CancellationToken cancellation)
    {
        await openings.Wait();
        return await inner.OpenShardAsync(shard, owner, cancellation);
    }

    public void Append(JournalBatch batch, Action<JournalOutcome> done) => inner.Append(batch, done);

    public void ReplayShard(string shard, IJournalReader reader) => inner.ReplayShard(shard, reader);

    public void ReplayEntity(string shard, PersistenceId id, IJournalReader reader) =>
        inner.ReplayEntity(shard, id, reader);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

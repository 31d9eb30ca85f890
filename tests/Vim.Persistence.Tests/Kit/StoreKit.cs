using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Kit;

/// <summary>
/// A store under test, with what is asked of each store. A store's tests inherit the kits and say where the store keeps
/// its data.
/// </summary>
/// <typeparam name="TMedium">Where the store keeps its data.</typeparam>
public abstract class StoreKit<TMedium> : IAsyncLifetime
    where TMedium : IStoreMedium, new()
{
    private readonly TMedium _medium = new();
    private readonly List<IJournalStore> _open = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }
        _medium.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a store on whatever this test made durable before.</summary>
    protected IJournalStore Open()
    {
        var store = _medium.Open();
        _open.Add(store);
        return store;
    }

    protected async Task CloseAsync(IJournalStore store)
    {
        _open.Remove(store);
        await store.DisposeAsync();
    }

    protected static void AssertCommitted(JournalOutcome outcome) => Assert.Equal(JournalOutcome.Committed, outcome);

    protected static async Task<Collected> ReadShardAsync(IJournalStore store, string shard = "zone-1")
    {
        var reader = new Collected();
        store.ReplayShard(shard, reader);
        Assert.Null(await reader.Completed);
        return reader;
    }

    protected static async Task<Collected> ReadEntityAsync(IJournalStore store, string key)
    {
        var reader = new Collected();
        store.ReplayEntity("zone-1", ShardWriter.Id(key), reader);
        Assert.Null(await reader.Completed);
        return reader;
    }
}

namespace Vim.Persistence;

/// <summary>
/// Port: the journal of many shards, in bytes. All members may be called from any thread; none blocks on the disk.
/// Every store passes the conformance kit of <c>tests/Vim.Persistence.Tests</c>.
/// </summary>
public interface IJournalStore : IAsyncDisposable
{
    /// <summary>
    /// Makes the caller the owner of a shard: a new epoch is durable when this ends, and appends with an older one are
    /// fenced from then on.
    /// </summary>
    /// <param name="shard">Name of the shard; made if it is new.</param>
    /// <param name="owner">Who opens it, for operators.</param>
    /// <param name="cancellation">Gives up waiting; the epoch may have risen all the same.</param>
    /// <exception cref="JournalException">The store failed.</exception>
    Task<ShardOpening> OpenShardAsync(string shard, string owner, CancellationToken cancellation);

    /// <summary>
    /// Makes a batch durable and then calls <paramref name="done"/> once, from any thread; it returns quickly. Batches
    /// of many shards share a commit. Batches of one shard end in order, and after one that did not commit no later one
    /// with a position behind it commits.
    /// </summary>
    void Append(JournalBatch batch, Action<JournalOutcome> done);

    /// <summary>Gives the snapshots of a shard and then, by position, all events that no snapshot contains.</summary>
    void ReplayShard(string shard, IJournalReader reader);

    /// <summary>The same for one entity, by sequence. Gives at least everything whose append has ended.</summary>
    void ReplayEntity(string shard, PersistenceId id, IJournalReader reader);
}

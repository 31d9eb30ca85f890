namespace Vim.Actors.Journaling;

/// <summary>
/// Port: the journal of one open shard, in objects. The adapter encodes. No method blocks, waits or throws for an
/// operating error.
/// </summary>
public interface IShardJournal
{
    /// <summary>
    /// Makes the group durable and then calls <paramref name="done"/> once, from any thread. Encodes events and
    /// snapshots before it returns (a snapshot may be a live state) and does not keep the lists. Several appends may be
    /// in flight; they end in order, and after one that did not commit no later one commits.
    /// </summary>
    void Append(ShardAppend group, Action<AppendOutcome> done);

    /// <summary>
    /// Gives the whole shard to <paramref name="receiver"/>: first the latest snapshot of each actor that has one, then
    /// by position all events; none that a snapshot contains.
    /// </summary>
    void ReplayShard(IReplayReceiver receiver);

    /// <summary>The same for one actor. Appends still in flight may be contained or not.</summary>
    void ReplayActor(ActorId actor, IReplayReceiver receiver);
}

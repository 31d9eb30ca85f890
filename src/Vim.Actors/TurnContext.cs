using Vim.Actors.Sources;

namespace Vim.Actors;

/// <summary>
/// Everything a turn may know besides state and message. Valid during the turn only: the shard uses one for all its
/// turns.
/// </summary>
public sealed class TurnContext
{
    /// <param name="self">The actor whose turn it is.</param>
    /// <param name="shard">The shard it lives in.</param>
    /// <param name="now">The time, the same for all turns of a chain.</param>
    /// <param name="random">Chance.</param>
    /// <param name="ids">New ids.</param>
    public TurnContext(ActorId self, ShardId shard, DateTimeOffset now, IRandomSource random, IIdSource ids)
    {
        Self = self;
        Shard = shard;
        Now = now;
        Random = random;
        Ids = ids;
    }

    public ActorId Self { get; internal set; }

    public ShardId Shard { get; }

    public DateTimeOffset Now { get; internal set; }

    public IRandomSource Random { get; }

    public IIdSource Ids { get; }

    /// <summary>Whether somebody outside waits for an answer of this chain of turns and none was given or parked
    /// yet.</summary>
    public bool Asked { get; set; }

    /// <summary>The actor of this or another shard that told the message; null from outside and from a timer.</summary>
    public ActorId? Sender { get; set; }
}

namespace Vim.Actors.Messaging;

/// <summary>What travels between shards. Give it to the receiving shard's <c>Deliver</c>.</summary>
/// <param name="From">The shard that sent it.</param>
/// <param name="To">The shard it is for.</param>
public abstract record ShardEnvelope(ShardId From, ShardId To);

/// <summary>A message of one shard's outbox to an actor of another shard.</summary>
/// <param name="From">The shard that sent it.</param>
/// <param name="To">The shard it is for.</param>
/// <param name="Incarnation">Which life of the outbox numbered it.</param>
/// <param name="Number">1, 2, 3 ... within the incarnation; taken in this order, each once.</param>
/// <param name="Sender">The actor that told it.</param>
/// <param name="Target">The actor it is for.</param>
/// <param name="Message">The message.</param>
public sealed record ShardMessage(
    ShardId From, ShardId To, Guid Incarnation, long Number, ActorId Sender, ActorId Target, object Message)
    : ShardEnvelope(From, To);

/// <summary>The receiver has made durable what messages up to a number brought about.</summary>
/// <param name="From">The shard that received the messages.</param>
/// <param name="To">The shard that sent them.</param>
/// <param name="Incarnation">Which life of the outbox.</param>
/// <param name="UpTo">The last number taken.</param>
public sealed record ShardAcknowledgement(ShardId From, ShardId To, Guid Incarnation, long UpTo)
    : ShardEnvelope(From, To);

namespace Vim.Actors.Messaging;

/// <summary>Event of an outbox: its first message starts a new life.</summary>
public sealed record OutboxOpened(Guid Incarnation);

/// <summary>Event of an outbox: a message waits for the other shard's acknowledgement.</summary>
public sealed record OutboxQueued(long Number, ActorId Sender, ActorId Target, object Message);

/// <summary>Event of an outbox: messages up to a number were taken.</summary>
public sealed record OutboxAcknowledged(long UpTo);

/// <summary>Event of an inbox: a message was taken; what it brought about is in the same group.</summary>
public sealed record InboxTaken(Guid Incarnation, long Number);

internal sealed record SendToShard(ActorId Sender, ActorId Target, object Message);

internal sealed class ResendDue
{
    internal static ResendDue Instance { get; } = new();
}

namespace Vim.Actors.Journaling;

/// <summary>What becomes durable together or not at all: first events, then snapshots, then ends.</summary>
/// <param name="Shard">Whose group.</param>
/// <param name="FirstPosition">One more than the last position of the group before.</param>
/// <param name="Events">In order of position. Not all three lists are empty.</param>
/// <param name="Snapshots">Each takes the place of its actor's events up to its sequence, which are removed.</param>
/// <param name="Ended">Actors of which everything is removed; their next event has sequence 1 again.</param>
public sealed record ShardAppend(
    ShardId Shard,
    long FirstPosition,
    IReadOnlyList<JournaledEvent> Events,
    IReadOnlyList<ActorSnapshot> Snapshots,
    IReadOnlyList<ActorId> Ended);

namespace Vim.Actors.Journaling;

/// <summary>A group of events and snapshots that becomes durable together or not at all.</summary>
/// <param name="Shard">Whose group.</param>
/// <param name="FirstPosition">Position of the first event: one more than the last position of the group
/// before.</param>
/// <param name="Events">At least one event, in order of position.</param>
/// <param name="Snapshots">Snapshots at or before the last event of this group.</param>
public sealed record ShardAppend(
    ShardId Shard, long FirstPosition, IReadOnlyList<JournaledEvent> Events, IReadOnlyList<ActorSnapshot> Snapshots);

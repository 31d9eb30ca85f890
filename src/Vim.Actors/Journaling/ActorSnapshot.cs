namespace Vim.Actors.Journaling;

/// <summary>The state of one actor after its event <paramref name="Sequence"/>.</summary>
/// <param name="Actor">Whose state.</param>
/// <param name="Sequence">Number of the last event that the state contains.</param>
/// <param name="Position">Position in the shard of that event.</param>
/// <param name="Events">The events that give the state: what <see cref="Actor{TState}.Summarise"/> gave.</param>
/// <param name="Time">When it was taken.</param>
public readonly record struct ActorSnapshot(
    ActorId Actor, long Sequence, long Position, IReadOnlyList<object> Events, DateTimeOffset Time);

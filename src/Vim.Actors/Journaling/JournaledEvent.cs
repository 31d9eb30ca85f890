namespace Vim.Actors.Journaling;

/// <summary>One event as the journal keeps it.</summary>
/// <param name="Actor">Whose event.</param>
/// <param name="Sequence">1 for the first event of the actor, then without gap.</param>
/// <param name="Position">1 for the first event of the shard, then without gap: the shard's total order.</param>
/// <param name="Event">The event.</param>
/// <param name="Time">When its chain of turns ran.</param>
public readonly record struct JournaledEvent(
    ActorId Actor, long Sequence, long Position, object Event, DateTimeOffset Time);

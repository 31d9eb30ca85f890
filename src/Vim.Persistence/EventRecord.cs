namespace Vim.Persistence;

/// <summary>An event on its way into the journal. Its position follows from its place in the batch.</summary>
/// <param name="Id">Whose event.</param>
/// <param name="Sequence">1 for the first event of the entity, then without gap.</param>
/// <param name="Type">Stable name of the event's type.</param>
/// <param name="Version">Version of the type's encoding, from 1.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Payload">Its encoding. Not changed until the append has ended.</param>
public readonly record struct EventRecord(
    PersistenceId Id, long Sequence, string Type, int Version, DateTimeOffset Time, ReadOnlyMemory<byte> Payload);

/// <summary>What the journal knows of an event besides its payload.</summary>
/// <param name="Id">Whose event.</param>
/// <param name="Sequence">1 for the first event of the entity, then without gap.</param>
/// <param name="Position">1 for the first event of the shard, then without gap.</param>
/// <param name="Type">Stable name of the event's type.</param>
/// <param name="Version">Version of the type's encoding.</param>
/// <param name="Epoch">Epoch of the owner that wrote it.</param>
/// <param name="Time">When it happened.</param>
public readonly record struct EventHeader(
    PersistenceId Id, long Sequence, long Position, string Type, int Version, long Epoch, DateTimeOffset Time);

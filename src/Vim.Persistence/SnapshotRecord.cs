namespace Vim.Persistence;

/// <summary>A snapshot on its way into the journal. It replaces an older one of the same entity.</summary>
/// <param name="Id">Whose state.</param>
/// <param name="Sequence">Number of the last event in the state.</param>
/// <param name="Type">Stable name of the state's type.</param>
/// <param name="Version">Version of the type's encoding, from 1.</param>
/// <param name="Time">When it was taken.</param>
/// <param name="Payload">Its encoding. Not changed until the append has ended.</param>
public readonly record struct SnapshotRecord(
    PersistenceId Id, long Sequence, string Type, int Version, DateTimeOffset Time, ReadOnlyMemory<byte> Payload);

/// <summary>What the journal knows of a snapshot besides its payload.</summary>
/// <param name="Id">Whose state.</param>
/// <param name="Sequence">Number of the last event in the state.</param>
/// <param name="Type">Stable name of the state's type.</param>
/// <param name="Version">Version of the type's encoding.</param>
/// <param name="Epoch">Epoch of the owner that wrote it.</param>
/// <param name="Time">When it was taken.</param>
public readonly record struct SnapshotHeader(
    PersistenceId Id, long Sequence, string Type, int Version, long Epoch, DateTimeOffset Time);

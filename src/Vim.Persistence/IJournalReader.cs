namespace Vim.Persistence;

/// <summary>Takes a replay. Called from any thread, by one at a time, and never after
/// <see cref="OnCompleted"/>.</summary>
public interface IJournalReader
{
    /// <summary>A snapshot; all come before the first event. The payload is valid during the call only.</summary>
    void OnSnapshot(in SnapshotHeader header, ReadOnlySpan<byte> payload);

    /// <summary>An event that no snapshot contains, in order. The payload is valid during the call only.</summary>
    void OnEvent(in EventHeader header, ReadOnlySpan<byte> payload);

    /// <summary>The end, once: null if everything was given. An exception that this reader throws ends the replay with
    /// an error too.</summary>
    void OnCompleted(JournalError? error);
}

namespace Vim.Persistence.Tests.Support;

public sealed record ReadEvent(EventHeader Header, byte[] Payload);

public sealed record ReadSnapshot(SnapshotHeader Header, byte[] Payload);

/// <summary>A replay, collected; wait for <see cref="Completed"/>.</summary>
public sealed class Collected : IJournalReader
{
    private readonly TaskCompletionSource<JournalError?> _completed = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    public List<ReadEvent> Events { get; } = [];

    public List<ReadSnapshot> Snapshots { get; } = [];

    public Action? OnEach { get; init; }

    public Task<JournalError?> Completed => _completed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public IEnumerable<long> Positions => Events.Select(one => one.Header.Position);

    public void OnSnapshot(in SnapshotHeader header, ReadOnlySpan<byte> payload)
    {
        Assert.Empty(Events);
        Snapshots.Add(new ReadSnapshot(header, payload.ToArray()));
    }

    public void OnEvent(in EventHeader header, ReadOnlySpan<byte> payload)
    {
        OnEach?.Invoke();
        Events.Add(new ReadEvent(header, payload.ToArray()));
    }

    public void OnCompleted(JournalError? error) => _completed.SetResult(error);
}

using System.Diagnostics;
using Vim.Persistence;

namespace Vim.Benchmarks.Journal;

/// <summary>Appends groups of one shard: computes with four events each, as an allocation makes them.</summary>
internal sealed class JournalLoad
{
    private const int EventsPerEntity = 4;
    private const int PayloadBytes = 200;

    private readonly IJournalStore _store;
    private readonly ShardOpening _opening;
    private readonly EventRecord[] _events;
    private readonly byte[] _payload = new byte[PayloadBytes];
    private long _position;
    private long _number;

    private JournalLoad(IJournalStore store, ShardOpening opening, int group)
    {
        _store = store;
        _opening = opening;
        _position = opening.LastPosition;
        _events = new EventRecord[group];
        for (var i = 0; i < PayloadBytes; i++)
        {
            _payload[i] = (byte)(i * 131);
        }
    }

    /// <summary>Milliseconds of each append.</summary>
    public List<double> Latencies { get; } = [];

    public static async Task<JournalLoad> OpenAsync(IJournalStore store, string shard, int group) =>
        new(store, await store.OpenShardAsync(shard, "benchmark", CancellationToken.None), group);

    public async Task AppendUntilAsync(long end, int appendsInFlight)
    {
        var inFlight = new Queue<(Task<JournalOutcome> Append, long Started)>();
        while (Stopwatch.GetTimestamp() < end || inFlight.Count > 0)
        {
            if (Stopwatch.GetTimestamp() < end)
            {
                inFlight.Enqueue((AppendAsync(), Stopwatch.GetTimestamp()));
                if (inFlight.Count < appendsInFlight)
                {
                    continue;
                }
            }
            var (append, started) = inFlight.Dequeue();
            var outcome = await append;
            if (outcome.Status != JournalStatus.Committed)
            {
                throw new JournalException(outcome.Error!);
            }
            Latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    private Task<JournalOutcome> AppendAsync()
    {
        var first = _position + 1;
        for (var i = 0; i < _events.Length; i++)
        {
            var id = new PersistenceId("compute", $"{_opening.Shard}-{_number / EventsPerEntity:D28}");
            var sequence = (_number % EventsPerEntity) + 1;
            _events[i] = new EventRecord(id, sequence, "computePlaced", 1, DateTimeOffset.UnixEpoch, _payload);
            _number++;
        }
        _position += _events.Length;
        var done = new TaskCompletionSource<JournalOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Append(new JournalBatch(_opening.Shard, _opening.Epoch, first, [.. _events], []), done.SetResult);
        return done.Task;
    }
}

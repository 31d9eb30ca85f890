namespace Vim.Actors.Shards;

/// <summary>
/// The timers of a shard's actors in one heap, woken by one timer of the <see cref="TimeProvider"/>. Volatile. Used on
/// the shard's turn only, but for the wake-up, which calls <c>wake</c> on any thread.
/// </summary>
internal sealed class ShardTimers
{
    private const int CompactionFloor = 1_024;

    private readonly Dictionary<(ActorId Actor, string Key), Entry> _live = [];
    private readonly PriorityQueue<Entry, (long Due, long Number)> _heap = new();
    private readonly TimeProvider _time;
    private readonly ITimer _wakeUp;
    private long _number;
    private long _armedFor = long.MaxValue;

    public ShardTimers(TimeProvider time, Action wake)
    {
        _time = time;
        _wakeUp = time.CreateTimer(
            static state => ((Action)state!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Set(ActorCell cell, string key, TimeSpan due, object message)
    {
        Cancel(cell, key);
        var ticks = (long)(Math.Max(due.TotalSeconds, 0) * _time.TimestampFrequency);
        var entry = new Entry(cell, key, message, _time.GetTimestamp() + ticks, _number++);
        _live[(cell.Id, key)] = entry;
        _heap.Enqueue(entry, (entry.Due, entry.Number));
        cell.Timers++;
        Arm();
    }

    public void Cancel(ActorCell cell, string key)
    {
        if (cell.Timers > 0 && _live.Remove((cell.Id, key), out var entry))
        {
            entry.IsCancelled = true;
            cell.Timers--;
            CompactIfMostAreCancelled();
        }
    }

    /// <summary>Takes the next timer that is due, or arms the wake-up for the next one that will be.</summary>
    public bool TryTakeDue(out Inbound inbound)
    {
        while (_heap.TryPeek(out var entry, out _))
        {
            if (!entry.IsCancelled && entry.Due > _time.GetTimestamp())
            {
                break;
            }
            _heap.Dequeue();
            if (!entry.IsCancelled)
            {
                _live.Remove((entry.Cell.Id, entry.Key));
                entry.Cell.Timers--;
                inbound = new Inbound(entry.Cell.Id, entry.Message, Asker: null, IsCounted: false);
                return true;
            }
        }
        _armedFor = long.MaxValue;
        Arm();
        inbound = default;
        return false;
    }

    public void Stop() => _wakeUp.Dispose();

    private void Arm()
    {
        if (!_heap.TryPeek(out var next, out _) || next.Due >= _armedFor)
        {
            return;
        }
        _armedFor = next.Due;
        var wait = TimeSpan.FromSeconds((double)(next.Due - _time.GetTimestamp()) / _time.TimestampFrequency);
        // A timer that fires a little early would find nothing due and spin: round up to the resolution of timers.
        var milliseconds = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, int.MaxValue - 1);
        _wakeUp.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private void CompactIfMostAreCancelled()
    {
        if (_heap.Count < CompactionFloor || _heap.Count < 2 * _live.Count)
        {
            return;
        }
        _heap.Clear();
        foreach (var entry in _live.Values)
        {
            _heap.Enqueue(entry, (entry.Due, entry.Number));
        }
    }

    private sealed class Entry(ActorCell cell, string key, object message, long due, long number)
    {
        public ActorCell Cell { get; } = cell;

        public string Key { get; } = key;

        public object Message { get; } = message;

        public long Due { get; } = due;

        public long Number { get; } = number;

        public bool IsCancelled { get; set; }
    }
}

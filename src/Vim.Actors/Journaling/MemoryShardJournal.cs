namespace Vim.Actors.Journaling;

/// <summary>
/// A journal in memory, for tests and simulations: keeps the objects as they are. With <c>isManual</c> an append
/// becomes durable only when <see cref="CompleteNext"/> says so. Not thread-safe when manual; else guarded by a lock.
/// </summary>
/// <param name="isManual">Whether somebody else decides when appends end.</param>
public sealed class MemoryShardJournal(bool isManual = false) : IShardJournal
{
    private readonly List<JournaledEvent> _events = [];
    private readonly List<JournaledEvent> _history = [];
    private readonly Dictionary<ActorId, ActorSnapshot> _snapshots = [];
    private readonly Queue<(ShardAppend Append, Action<AppendOutcome> Done)> _pending = new();
    private readonly Lock _lock = new();
    private readonly Queue<(ActorId Actor, IReplayReceiver Receiver)> _heldReplays = new();
    private AppendOutcome? _refusal;
    private long _lastPosition;

    /// <summary>The events that are durable and that no snapshot replaced, in order.</summary>
    public IReadOnlyList<JournaledEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Every event that ever was durable, in order.</summary>
    public IReadOnlyList<JournaledEvent> History
    {
        get
        {
            lock (_lock)
            {
                return [.. _history];
            }
        }
    }

    /// <summary>The snapshots that are durable.</summary>
    public IReadOnlyList<ActorSnapshot> Snapshots
    {
        get
        {
            lock (_lock)
            {
                return [.. _snapshots.Values];
            }
        }
    }

    /// <summary>Whether replays of single actors wait for <see cref="ReleaseActorReplays"/>.</summary>
    public bool HoldsActorReplays { get; set; }

    /// <summary>Whether appends throw, which a journal never should.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Replays of single actors that wait.</summary>
    public int HeldActorReplays => _heldReplays.Count;

    /// <summary>Replays of single actors that were asked for.</summary>
    public int ActorReplays { get; private set; }

    /// <summary>Appends that wait for <see cref="CompleteNext"/>.</summary>
    public int PendingCount => _pending.Count;

    public void Append(ShardAppend group, Action<AppendOutcome> done)
    {
        if (IsBroken)
        {
            throw new InvalidOperationException("this journal is broken");
        }
        // The caller keeps its lists.
        var copy = group with
        {
            Events = [.. group.Events],
            Snapshots = [.. group.Snapshots],
            Ended = [.. group.Ended],
        };
        if (isManual)
        {
            _pending.Enqueue((copy, done));
            return;
        }
        done(Apply(copy));
    }

    /// <summary>Makes the oldest waiting append durable, or ends it as <paramref name="outcome"/> says; later ones then
    /// fail too.</summary>
    public void CompleteNext(AppendOutcome? outcome = null)
    {
        var (append, done) = _pending.Dequeue();
        _refusal ??= outcome is { Status: not AppendStatus.Committed } ? outcome : null;
        done(_refusal ?? Apply(append));
    }

    /// <summary>Crashes: what waits is lost and never answered. The journal can then be opened again.</summary>
    public void Crash()
    {
        _pending.Clear();
        _heldReplays.Clear();
        _refusal = null;
    }

    public void ReplayShard(IReplayReceiver receiver)
    {
        var (snapshots, events) = Copy(_ => true);
        Give(receiver, snapshots, events, _lastPosition);
    }

    public void ReplayActor(ActorId actor, IReplayReceiver receiver)
    {
        ActorReplays++;
        if (HoldsActorReplays)
        {
            _heldReplays.Enqueue((actor, receiver));
            return;
        }
        GiveActor(actor, receiver);
    }

    /// <summary>Gives the replays of single actors that wait, or ends them all with an error.</summary>
    public void ReleaseActorReplays(string? error = null)
    {
        while (_heldReplays.TryDequeue(out var held))
        {
            if (error is null)
            {
                GiveActor(held.Actor, held.Receiver);
            }
            else
            {
                held.Receiver.OnCompleted(ReplayOutcome.Failed(error));
            }
        }
    }

    private void GiveActor(ActorId actor, IReplayReceiver receiver)
    {
        var (snapshots, events) = Copy(id => id == actor);
        Give(receiver, snapshots, events, lastPosition: 0);
    }

    private static void Give(
        IReplayReceiver receiver, List<ActorSnapshot> snapshots, List<JournaledEvent> events, long lastPosition)
    {
        foreach (var snapshot in snapshots)
        {
            receiver.OnSnapshot(snapshot);
        }
        foreach (var journaled in events)
        {
            receiver.OnEvent(journaled);
        }
        receiver.OnCompleted(ReplayOutcome.Done(lastPosition));
    }

    private (List<ActorSnapshot> Snapshots, List<JournaledEvent> Events) Copy(Func<ActorId, bool> isWanted)
    {
        lock (_lock)
        {
            return ([.. _snapshots.Values.Where(snapshot => isWanted(snapshot.Actor))],
                [.. _events.Where(journaled => isWanted(journaled.Actor))]);
        }
    }

    private AppendOutcome Apply(ShardAppend append)
    {
        lock (_lock)
        {
            if (append.FirstPosition != _lastPosition + 1)
            {
                return new AppendOutcome(
                    AppendStatus.Conflict, $"position {append.FirstPosition} given, {_lastPosition + 1} expected");
            }
            _lastPosition += append.Events.Count;
            _events.AddRange(append.Events);
            _history.AddRange(append.Events);
            foreach (var snapshot in append.Snapshots)
            {
                _snapshots[snapshot.Actor] = snapshot;
                _events.RemoveAll(one => one.Actor == snapshot.Actor && one.Sequence <= snapshot.Sequence);
            }
            foreach (var actor in append.Ended)
            {
                _snapshots.Remove(actor);
                _events.RemoveAll(one => one.Actor == actor);
            }
            return AppendOutcome.Committed;
        }
    }
}

namespace Vim.Actors.Journaling;

/// <summary>
/// A journal in memory, for tests and simulations: keeps the objects as they are. With <c>isManual</c> an append
/// becomes durable
/// only when <see cref="CompleteNext"/> says so. Not thread-safe when manual; else guarded by a lock.
/// </summary>
/// <param name="isManual">Whether somebody else decides when appends end.</param>
/// <param name="copySnapshot">Copies a snapshot on its way in and out; needed when snapshots are live states that
/// change.</param>
public sealed class MemoryShardJournal(bool isManual = false, Func<object, object>? copySnapshot = null) : IShardJournal
{
    private readonly List<JournaledEvent> _events = [];
    private readonly Dictionary<ActorId, ActorSnapshot> _snapshots = [];
    private readonly Queue<(ShardAppend Append, Action<AppendOutcome> Done)> _pending = new();
    private readonly Lock _lock = new();
    private readonly Queue<(ActorId Actor, IReplayReceiver Receiver)> _heldReplays = new();
    private AppendOutcome? _refusal;

    /// <summary>Everything durable, in order.</summary>
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

    /// <summary>Whether replays of single actors wait for <see cref="ReleaseActorReplays"/>.</summary>
    public bool HoldsActorReplays { get; set; }

    /// <summary>Replays of single actors that wait.</summary>
    public int HeldActorReplays => _heldReplays.Count;

    /// <summary>Replays of single actors that were asked for.</summary>
    public int ActorReplays { get; private set; }

    /// <summary>Appends that wait for <see cref="CompleteNext"/>.</summary>
    public int PendingCount => _pending.Count;

    public void Append(ShardAppend group, Action<AppendOutcome> done)
    {
        // The caller keeps its lists.
        var copy = group with { Events = [.. group.Events], Snapshots = [.. group.Snapshots.Select(Copy)] };
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
        Give(receiver, snapshots, events);
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
        Give(receiver, snapshots, events);
    }

    private ActorSnapshot Copy(ActorSnapshot snapshot) =>
        copySnapshot is null ? snapshot : snapshot with { State = copySnapshot(snapshot.State) };

    private static void Give(IReplayReceiver receiver, List<ActorSnapshot> snapshots, List<JournaledEvent> events)
    {
        foreach (var snapshot in snapshots)
        {
            receiver.OnSnapshot(snapshot);
        }
        var covered = snapshots.ToDictionary(snapshot => snapshot.Actor, snapshot => snapshot.Sequence);
        foreach (var journaled in events.Where(
            journaled => journaled.Sequence > covered.GetValueOrDefault(journaled.Actor)))
        {
            receiver.OnEvent(journaled);
        }
        receiver.OnCompleted(ReplayOutcome.Done(events.Count == 0 ? 0 : events[^1].Position));
    }

    private (List<ActorSnapshot> Snapshots, List<JournaledEvent> Events) Copy(Func<ActorId, bool> isWanted)
    {
        lock (_lock)
        {
            return ([.. _snapshots.Values.Where(snapshot => isWanted(snapshot.Actor)).Select(Copy)],
                [.. _events.Where(journaled => isWanted(journaled.Actor))]);
        }
    }

    private AppendOutcome Apply(ShardAppend append)
    {
        lock (_lock)
        {
            var next = (_events.Count == 0 ? 0 : _events[^1].Position) + 1;
            if (append.FirstPosition != next)
            {
                return new AppendOutcome(
                    AppendStatus.Conflict, $"position {append.FirstPosition} given, {next} expected");
            }
            _events.AddRange(append.Events);
            foreach (var snapshot in append.Snapshots)
            {
                _snapshots[snapshot.Actor] = snapshot;
            }
            return AppendOutcome.Committed;
        }
    }
}

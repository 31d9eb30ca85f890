using Vim.Actors.Journaling;

namespace Vim.Actors.Shards;

/// <summary>
/// Finds actors, makes new ones, loads passivated ones and replays those that failed. Never waits: an actor on its way
/// is <see cref="CellStatus.Loading"/>, and <c>loaded</c> is called (on any thread) when its replay has arrived.
/// </summary>
internal sealed class ActorLoader(
    ShardId shard, IReadOnlyDictionary<string, ActorKind> kinds, ActorTable table, IShardJournal journal,
    CommitPipeline pipeline, GroupShrinker shrinker, ShardEnvironment environment, Action<ActorReplay> loaded)
{

    /// <summary>The actor of this id, made or on its way if it was not in memory; null if no such kind is
    /// registered.</summary>
    public ActorCell? Find(ActorId id)
    {
        if (table.Use(id) is { } resident)
        {
            return resident;
        }
        if (!kinds.TryGetValue(id.Kind, out var kind))
        {
            return null;
        }
        // Before it is added: the new one must not be the one that leaves.
        table.Sweep(MayLeave);
        var cell = new ActorCell(id, kind);
        table.Add(cell);
        if (table.WasPassivated(id))
        {
            StartLoading(cell, isRestart: false);
        }
        else
        {
            Initialise(cell);
        }
        return cell;
    }

    /// <summary>The actor of this id if it is in memory.</summary>
    public ActorCell? FindResident(ActorId id) => table.Find(id);

    /// <summary>Stops an actor whose turn threw and replays it: what is durable from the journal, the rest from the
    /// groups.</summary>
    public void Restart(ActorCell cell) => StartLoading(cell, isRestart: true);

    /// <summary>Takes an actor's replay. Afterwards the cell is active or failed.</summary>
    /// <returns>Whether the actor must be told that it recovered.</returns>
    public bool Complete(ActorReplay replay)
    {
        var cell = replay.Cell;
        if (!replay.Outcome.Succeeded)
        {
            Fail(cell, $"the journal could not replay it: {replay.Outcome.Detail}", exception: null);
            return false;
        }
        try
        {
            cell.State = cell.Kind.InitialState(cell.Id);
            cell.Sequence = 0;
            shrinker.Queue.Settle(cell, rows: 0);
            if (replay.Snapshot is { } snapshot)
            {
                ApplySnapshot(cell, snapshot);
            }
            foreach (var journaled in replay.Events)
            {
                Apply(cell, journaled);
            }
            foreach (var journaled in replay.Undurable.Where(journaled => journaled.Sequence > cell.Sequence))
            {
                Apply(cell, journaled);
            }
            if (cell.Kind.GathererOf(shard) == cell.Id)
            {
                Gather(cell);
            }
            cell.Status = CellStatus.Active;
            return replay.IsRestart && cell.Kind.StateIsUnfinished(cell.State);
        }
        catch (Exception exception)
        {
            // Whatever an actor's Evolve throws must stop that actor only.
            Fail(cell, "its events could not be applied", exception);
            return false;
        }
    }

    /// <summary>Applies a snapshot of the shard's replay.</summary>
    public void Restore(in ActorSnapshot snapshot)
    {
        var cell = CellForReplay(snapshot.Actor);
        try
        {
            ApplySnapshot(cell, snapshot);
        }
        catch (Exception exception)
        {
            Fail(cell, "its snapshot could not be read", exception);
        }
    }

    /// <summary>Applies an event of the shard's replay.</summary>
    public void Restore(in JournaledEvent journaled)
    {
        var cell = CellForReplay(journaled.Actor);
        if (cell.Status == CellStatus.Failed)
        {
            return;
        }
        try
        {
            Apply(cell, journaled);
        }
        catch (Exception exception)
        {
            Fail(cell, $"its event {journaled.Sequence} could not be applied", exception);
        }
    }

    /// <summary>
    /// Ends the shard's replay: gathers what follows from others, lets actors at rest go and gives those with
    /// unfinished business.
    /// </summary>
    public List<ActorId> FinishOpening(long lastPosition)
    {
        foreach (var gatherer in kinds.Values.Select(kind => kind.GathererOf(shard)).OfType<ActorId>())
        {
            GatherAtOpening(CellForReplay(gatherer));
        }
        TellFeed(lastPosition);
        var unfinished = table.All
            .Where(cell => cell.Status == CellStatus.Active && cell.Kind.StateIsUnfinished(cell.State!))
            .Select(cell => cell.Id)
            .ToList();
        table.SweepAll(MayLeave);
        return unfinished;
    }

    /// <summary>Marks an actor failed: it refuses everything until the shard is opened again.</summary>
    public void Fail(ActorCell cell, string reason, Exception? exception)
    {
        cell.Status = CellStatus.Failed;
        shrinker.Queue.Settle(cell, rows: 0);
        cell.State = null;
        environment.Observer.ActorFailed(shard, cell.Id, reason, exception);
    }

    private void TellFeed(long lastPosition)
    {
        if (environment.Feed is not { } feed)
        {
            return;
        }
        foreach (var cell in table.All)
        {
            if (cell.Status == CellStatus.Active)
            {
                feed.Restored(shard, cell.Id, cell.State!, cell.LastPosition);
            }
        }
        feed.Opened(shard, lastPosition);
    }

    private void GatherAtOpening(ActorCell cell)
    {
        if (cell.Status == CellStatus.Failed)
        {
            return;
        }
        try
        {
            Gather(cell);
        }
        catch (Exception exception)
        {
            Fail(cell, "it could not gather what follows from the others", exception);
        }
    }

    // One that is missing would be a claim that nobody knows: rather no gatherer than a wrong one.
    private void Gather(ActorCell cell)
    {
        Invariant.Check(!table.HasPassivated, "not all actors that it gathers from are in memory");
        var missing = table.All.FirstOrDefault(other => other.Status != CellStatus.Active && other != cell);
        Invariant.Check(missing is null, $"{missing?.Id} failed, so that what follows from it is not known");
        var others = table.All
            .Where(other => other != cell)
            .Select(other => KeyValuePair.Create(other.Id, other.State!));
        cell.State = cell.Kind.GatherState(cell.State!, others);
    }

    private ActorCell CellForReplay(ActorId id)
    {
        if (table.Find(id) is { } known)
        {
            return known;
        }
        if (!kinds.TryGetValue(id.Kind, out var kind))
        {
            throw new InvalidOperationException(
                $"the journal of shard {shard} holds {id}, but no actor of kind {id.Kind} is registered: "
                + "is this program older than the journal?");
        }
        var cell = new ActorCell(id, kind);
        Initialise(cell);
        table.Add(cell);
        return cell;
    }

    private static void Initialise(ActorCell cell)
    {
        cell.State = cell.Kind.InitialState(cell.Id);
        cell.Status = CellStatus.Active;
    }

    private void StartLoading(ActorCell cell, bool isRestart)
    {
        cell.Status = CellStatus.Loading;
        cell.State = null;
        var isAnew = false;
        var undurable = isRestart ? pipeline.UndurableOf(cell.Id, out isAnew) : [];
        var replay = new ActorReplay(cell, isRestart, undurable, isAnew, loaded);
        try
        {
            journal.ReplayActor(cell.Id, replay);
        }
        catch (Exception exception)
        {
            // A journal that throws has broken its contract; that must stop this actor only.
            replay.OnCompleted(ReplayOutcome.Failed($"the journal threw {exception.GetType().Name}"));
        }
    }

    private void ApplySnapshot(ActorCell cell, in ActorSnapshot snapshot)
    {
        foreach (var @event in snapshot.Events)
        {
            cell.State = cell.Kind.EvolveState(cell.State!, @event);
        }
        cell.Sequence = snapshot.Sequence;
        cell.LastPosition = snapshot.Position;
        shrinker.Grew(cell);
    }

    private void Apply(ActorCell cell, in JournaledEvent journaled)
    {
        Invariant.Check(
            journaled.Sequence == cell.Sequence + 1, $"{cell.Id}: event {journaled.Sequence} follows {cell.Sequence}");
        cell.State = cell.Kind.EvolveState(cell.State!, journaled.Event);
        cell.Sequence = journaled.Sequence;
        cell.LastPosition = journaled.Position;
        shrinker.Grew(cell);
    }

    // One that is read from the journal again, alone, should not cost more than a row: it gets a snapshot first.
    private bool MayLeave(ActorCell cell)
    {
        if (cell.Status != CellStatus.Active
            || cell.Timers > 0
            || cell.Parked > 0
            || cell.LastPosition > pipeline.DurablePosition
            || !cell.Kind.StateIsAtRest(cell.State!)
            || cell.Kind.StateIsUnfinished(cell.State!))
        {
            return false;
        }
        shrinker.Queue.Hurry(cell);
        return !cell.IsSnapshotUrgent;
    }
}

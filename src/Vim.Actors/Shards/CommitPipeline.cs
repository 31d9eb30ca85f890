using Vim.Actors.Journaling;

namespace Vim.Actors.Shards;

/// <summary>
/// Output commit. Events of chains gather in the open group while earlier groups are on their way to the journal;
/// whatever leaves the shard is attached to the last group that holds an event it could depend on, and is released, in
/// order, when that group and all before it are durable. A chain is never split over two groups. Used on the shard's
/// turn only; the journal's answer comes back through <c>answered</c>, on any thread.
/// </summary>
internal sealed class CommitPipeline(
    ShardId shard, IShardJournal journal, ShardEnvironment environment, ShardOptions options, Releaser releaser,
    GroupShrinker shrinker, Action<CommitGroup, AppendOutcome> answered)
{
    private readonly List<CommitGroup> _inFlight = [];
    private readonly Stack<CommitGroup> _spare = new();
    private CommitGroup _open = new();
    private int _inFlightWeight;

    public long LastPosition { get; private set; }

    /// <summary>The last position when the shard was opened.</summary>
    public long FirstPosition { get; private set; }

    public long DurablePosition { get; private set; }

    public long Groups { get; private set; }

    public bool IsFull => _inFlightWeight + _open.Weight >= options.MaxUndurable;

    public bool IsIdle => _inFlight.Count == 0 && _open.Events.Count == 0 && !shrinker.HasWork;

    public bool IsOpenGroupFull => _open.Events.Count >= options.MaxGroupEvents;

    public void StartAt(long position)
    {
        FirstPosition = position;
        LastPosition = position;
        DurablePosition = position;
    }

    /// <summary>Adds an event of the running chain, already applied to the state of <paramref name="cell"/>.</summary>
    public void Add(ActorCell cell, object @event, DateTimeOffset time)
    {
        LastPosition++;
        cell.Sequence++;
        cell.LastPosition = LastPosition;
        _open.Events.Add(new JournaledEvent(cell.Id, cell.Sequence, LastPosition, @event, time));
        shrinker.Grew(cell);
    }

    /// <summary>Attaches what a finished chain wants to let out, or lets it out at once if all before it is durable.
    /// Clears the list.</summary>
    public void Attach(List<Output> outputs)
    {
        if (outputs.Count == 0)
        {
            return;
        }
        if (_open.Events.Count > 0)
        {
            _open.Outputs.AddRange(outputs);
        }
        else if (_inFlight.Count > 0)
        {
            _inFlight[^1].Outputs.AddRange(outputs);
            _inFlightWeight += outputs.Count;
        }
        else
        {
            Release(outputs);
        }
        outputs.Clear();
    }

    /// <summary>
    /// Sends the open group to the journal, with snapshots if some are due, if there is anything and one more may be in
    /// flight. Between chains only.
    /// </summary>
    public void Flush()
    {
        if ((_open.Events.Count == 0 && !shrinker.HasWork) || _inFlight.Count >= options.MaxAppendsInFlight)
        {
            return;
        }
        var group = _open;
        group.Started = environment.Time.GetTimestamp();
        shrinker.Shrink(group);
        if (!group.HasRows)
        {
            return;
        }
        _open = _spare.TryPop(out var spare) ? spare : new CommitGroup();
        _inFlight.Add(group);
        _inFlightWeight += group.Weight;
        var append = new ShardAppend(
            shard, LastPosition - group.Events.Count + 1, group.Events, group.Snapshots, group.Ended);
        try
        {
            journal.Append(append, outcome => answered(group, outcome));
        }
        catch (Exception exception)
        {
            // An event that cannot be encoded is a programmer's error; it must stop this shard and not the process.
            answered(group, new AppendOutcome(AppendStatus.Failed, $"the journal threw {exception.GetType().Name}"));
            environment.Observer.ReleaseFailed(shard, append, exception);
        }
        shrinker.Sent(group);
    }

    /// <summary>Releases what is durable now.</summary>
    /// <returns>The outcome of the first group that failed, or null.</returns>
    public AppendOutcome? Settle()
    {
        while (_inFlight.Count > 0 && _inFlight[0].Outcome is { } outcome)
        {
            if (outcome.Status != AppendStatus.Committed)
            {
                return outcome;
            }
            var group = _inFlight[0];
            _inFlight.RemoveAt(0);
            _inFlightWeight -= group.Weight;
            Groups++;
            environment.Observer.GroupCommitted(
                shard, group.Events.Count, environment.Time.GetElapsedTime(group.Started));
            if (group.Events.Count > 0)
            {
                DurablePosition = group.Events[^1].Position;
                environment.Feed?.Committed(shard, group.Events);
            }
            Release(group.Outputs);
            group.Clear();
            _spare.Push(group);
        }
        return null;
    }

    /// <summary>The events of one actor that are not durable yet, in order.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="isAnew">Whether they begin it anew: what the journal still has is of before its end.</param>
    public List<JournaledEvent> UndurableOf(ActorId actor, out bool isAnew)
    {
        var events = new List<JournaledEvent>();
        isAnew = false;
        foreach (var group in _inFlight)
        {
            events.AddRange(group.Events.Where(journaled => journaled.Actor == actor));
            if (group.Ended.Contains(actor))
            {
                events.Clear();
                isAnew = true;
            }
        }
        events.AddRange(_open.Events.Where(journaled => journaled.Actor == actor));
        return events;
    }

    /// <summary>Gives up: effects are dropped, askers get an error. What was sent and has no answer gets
    /// <paramref name="sent"/>.</summary>
    public void Abandon(ActorError sent, ActorError unsent)
    {
        foreach (var group in _inFlight)
        {
            Refuse(group, sent);
        }
        Refuse(_open, unsent);
        _inFlight.Clear();
        _inFlightWeight = 0;
        _open.Clear();
    }

    private void Release(List<Output> outputs)
    {
        foreach (var output in outputs)
        {
            releaser.Release(output);
        }
    }

    private void Refuse(CommitGroup group, ActorError error)
    {
        foreach (var output in group.Outputs)
        {
            if (output.Asker is not null)
            {
                releaser.Refuse(output.Asker, error);
            }
        }
    }
}

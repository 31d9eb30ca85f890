using Vim.Actors.Journaling;
using Vim.Actors.Messaging;
using Vim.Actors.Observing;

namespace Vim.Actors.Shards;

/// <summary>
/// Runs a shard: opens it, lets its messages cause their chains, settles what the journal says, and closes or stops it.
/// Everything here happens in the shard's runs, one after the other, but for what says that any thread may call it.
/// </summary>
internal sealed class ShardRunner : IThreadPoolWorkItem
{
    private readonly ShardId _shard;
    private readonly ShardEnvironment _environment;
    private readonly IShardJournal _journal;
    private readonly RunSchedule _schedule;
    private readonly Releaser _releaser;
    private readonly ActorTable _table;
    private readonly GroupShrinker _shrinker;
    private readonly CommitPipeline _pipeline;
    private readonly ActorLoader _loader;
    private readonly ShardTimers _timers;
    private readonly ParkedAskers _parked;
    private readonly DeadLetterList _deadLetters;
    private readonly ChainOutput _output;
    private readonly ChainRunner _chain;

    public ShardRunner(
        ShardId shard, IEnumerable<ActorKind> kinds, IShardJournal journal, ShardEnvironment environment,
        ShardOptions options)
    {
        _shard = shard;
        _environment = environment;
        _journal = journal;
        ActorKind[] all = [.. kinds, new OutboxActor(options.MaxOutbox, options.OutboxResendAfter), new InboxActor()];
        var byName = all.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);
        _schedule = new RunSchedule(environment.Dispatcher, this, HasMessages);
        Life = new ShardLife(shard, options.RetryAfter);
        _releaser = new Releaser(shard, environment);
        _table = new ActorTable(options.MaxResidentActors);
        _parked = new ParkedAskers(options.MaxParked);
        _deadLetters = new DeadLetterList(options.MaxDeadLetters);
        _shrinker = new GroupShrinker(shard, _table, environment, options);
        _pipeline = new CommitPipeline(
            shard, journal, environment, options, _releaser, _shrinker,
            (group, outcome) => _schedule.Post(() => Settle(group, outcome)));
        _loader = new ActorLoader(
            shard, byName, _table, journal, _pipeline, _shrinker, environment,
            replay => _schedule.Post(() => Loaded(replay)));
        Action takeTimers = () => Intake!.AreTimersDue = true;
        _timers = new ShardTimers(environment.Time, () => _schedule.Post(takeTimers));
        Intake = new Intake(_timers, _releaser, options.MailboxCapacity);
        _output = new ChainOutput(shard, options, _parked, _releaser);
        _chain = new ChainRunner(shard, environment, options, _pipeline, _loader, _timers, _deadLetters, _output);
    }

    /// <summary>Where the shard is in its life. Any thread may read it.</summary>
    public ShardLife Life { get; }

    /// <summary>What waits for its turn. Any thread may put into it, and wakes the shard then.</summary>
    public Intake Intake { get; }

    /// <summary>The last messages that were set aside. Any thread.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters.ToList();

    /// <summary>A look from any thread; the numbers need not be of one moment.</summary>
    public ShardStatistics Statistics => new(
        _chain.Turns, _pipeline.LastPosition - _pipeline.FirstPosition, _pipeline.Groups, _pipeline.LastPosition,
        _pipeline.DurablePosition, Intake.Count, _table.Count, _shrinker.Snapshots, _shrinker.SnapshotTime,
        _shrinker.Ended, _shrinker.Queue.Debt);

    private bool CanTakeMessages => !_chain.IsRunning && !_pipeline.IsFull;

    /// <summary>Starts the replay. Any thread, once only.</summary>
    public void Open()
    {
        var replay = new OpeningReplay(_loader, outcome => _schedule.Post(() => FinishOpening(outcome)));
        try
        {
            _journal.ReplayShard(replay);
        }
        catch (Exception exception)
        {
            // A journal that throws has broken its contract; whoever opened the shard must hear of it all the same.
            replay.OnCompleted(ReplayOutcome.Failed($"the journal threw {exception.GetType().Name}"));
        }
    }

    /// <summary>Something was put into the intake. Any thread.</summary>
    public void Wake() => _schedule.Wake();

    /// <summary>Begins to close. Any thread.</summary>
    public void Close() => _schedule.Post(BeginClosing);

    /// <summary>Runs the shard for a while. For the dispatcher only.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        for (var steps = 0; steps < _environment.Dispatcher.Throughput && Step(); steps++)
        {
            if (_pipeline.IsOpenGroupFull && !_chain.IsRunning)
            {
                _pipeline.Flush();
            }
        }
        if (!_chain.IsRunning && Life.Status is ShardStatus.Running or ShardStatus.Closing)
        {
            _pipeline.Flush();
        }
        if (Life.Status == ShardStatus.Closing && !_chain.IsRunning && _pipeline.IsIdle && Intake.IsMailboxEmpty)
        {
            Stop(error: null, Life.Closed(), Life.Closed());
        }
        _schedule.Continue();
    }

    private bool HasMessages() => Life.Status switch
    {
        ShardStatus.Running => CanTakeMessages && Intake.HasMessages,
        ShardStatus.Closing or ShardStatus.Stopped => !Intake.IsMailboxEmpty,
        _ => false,
    };

    private bool Step() => _schedule.TryRunPosted() || Life.Status switch
    {
        ShardStatus.Running => CanTakeMessages && TakeMessage(),
        ShardStatus.Closing or ShardStatus.Stopped => Intake.RefuseOne(Life.Refusal),
        _ => false,
    };

    private bool TakeMessage()
    {
        if (!Intake.TryTake(out var inbound))
        {
            return false;
        }
        StartChain(inbound);
        return true;
    }

    private void StartChain(in Inbound inbound)
    {
        if (!IsReady(inbound.To, inbound)
            || (inbound.Message is ShardMessage message && !IsReady(message.Target, inbound)))
        {
            return;
        }
        Intake.Free(inbound);
        _chain.Start(inbound);
    }

    /// <summary>Whether the actor need not be loaded first; if it must, the message waits with it and others go
    /// on.</summary>
    private bool IsReady(ActorId id, in Inbound inbound)
    {
        if (_loader.Find(id) is not { Status: CellStatus.Loading } cell)
        {
            return true;
        }
        (cell.Stash ??= new Queue<Inbound>()).Enqueue(inbound);
        return false;
    }

    private void FinishOpening(ReplayOutcome outcome)
    {
        if (!outcome.Succeeded)
        {
            var error = new ActorError(
                ActorErrorCodes.ReplayFailed, $"shard {_shard} could not be opened: {outcome.Detail}");
            Stop(error, error, error);
            return;
        }
        _pipeline.StartAt(outcome.LastPosition);
        foreach (var actor in _loader.FinishOpening(outcome.LastPosition))
        {
            Intake.PutFirst(new Inbound(actor, Recovered.Instance, Asker: null, IsCounted: false));
        }
        Life.Run();
        if (Life.IsCloseRequested)
        {
            BeginClosing();
        }
    }

    private void Loaded(ActorReplay replay)
    {
        if (Life.Status is not (ShardStatus.Running or ShardStatus.Closing))
        {
            return;
        }
        if (_loader.Complete(replay))
        {
            Intake.PutFirst(new Inbound(replay.Cell.Id, Recovered.Instance, Asker: null, IsCounted: false));
        }
        if (replay.Cell.Status == CellStatus.Failed)
        {
            _output.AbandonParked(replay.Cell);
        }
        while (replay.Cell.Stash is { } stash && stash.TryDequeue(out var inbound))
        {
            Intake.PutFirst(inbound);
        }
        replay.Cell.Stash = null;
        if (_chain.IsRunning && !_chain.IsWaiting)
        {
            _chain.Continue();
        }
        if (Life.Status == ShardStatus.Closing)
        {
            Intake.RefuseRunnable(Life.Refusal);
        }
    }

    private void Settle(CommitGroup group, AppendOutcome outcome)
    {
        group.Outcome = outcome;
        if (Life.Status is ShardStatus.Stopped || _pipeline.Settle() is not { } failure)
        {
            return;
        }
        var code = failure.Status switch
        {
            AppendStatus.Fenced => ActorErrorCodes.Fenced,
            AppendStatus.Unknown => ActorErrorCodes.OutcomeUnknown,
            _ => ActorErrorCodes.JournalFailed,
        };
        var sent = new ActorError(
            code, $"shard {_shard} stopped, its journal did not take the events: {failure.Detail}");
        var unsent = failure.Status == AppendStatus.Unknown ? sent with { Code = ActorErrorCodes.JournalFailed } : sent;
        Stop(sent, sent, unsent);
    }

    private void BeginClosing()
    {
        if (Life.Status is ShardStatus.Created)
        {
            Stop(error: null, Life.Closed(), Life.Closed());
        }
        else if (Life.Status is ShardStatus.Opening)
        {
            Life.IsCloseRequested = true;
        }
        else if (Life.Status is ShardStatus.Running)
        {
            Life.BeginClosing();
            _shrinker.Queue.IsClosing = true;
            Intake.RefuseRunnable(Life.Refusal);
        }
    }

    private void Stop(ActorError? error, ActorError sent, ActorError unsent)
    {
        Life.Stop(unsent);
        _chain.Abandon(unsent);
        _pipeline.Abandon(sent, unsent);
        var unknown = new ActorError(
            ActorErrorCodes.OutcomeUnknown,
            $"shard {_shard} stopped while this request was under way: ask for its outcome later");
        foreach (var asker in _parked.TakeAll())
        {
            _releaser.Refuse(asker, unknown);
        }
        Intake.RefuseRunnable(Life.Refusal);
        foreach (var cell in _table.All)
        {
            Intake.RefuseStash(cell, Life.Refusal);
        }
        _timers.Stop();
        Life.End(error);
        if (error is not null)
        {
            _environment.Observer.ShardStopped(_shard, error);
        }
    }
}

using System.Collections.Concurrent;
using Vim.Actors.Journaling;
using Vim.Actors.Messaging;
using Vim.Actors.Observing;

namespace Vim.Actors.Shards;

/// <summary>
/// A shard: actors that share one total order, one owner and one journal. Its promises:
/// <list type="bullet">
/// <item>All its turns run one after the other, wherever the dispatcher runs them; no thread ever waits for the
/// journal.</item>
/// <item>A message from outside and every turn that it causes inside (a chain) run without another message in between,
/// and their events
/// become durable together or not at all.</item>
/// <item>Whatever leaves (replies, effects, messages to other shards) leaves in order, after every event emitted before
/// it is durable.</item>
/// <item>Every ask gets exactly one answer.</item>
/// <item>A turn that throws does nothing; its actor is replayed, the others go on.</item>
/// <item>When the journal fails or another owner has fenced it, the shard stops and nothing unreleased leaves.</item>
/// </list>
/// All public members may be called from any thread.
/// </summary>
public sealed class Shard : IThreadPoolWorkItem
{
    // Fewer could push each other out for ever: a message needs up to three actors in memory.
    private const int MinResidentActors = 16;

    private readonly ShardEnvironment _environment;
    private readonly ShardOptions _options;
    private readonly IShardJournal _journal;
    private readonly ConcurrentQueue<Action> _control = new();
    private readonly ShardLife _life;
    private readonly Intake _intake;
    private readonly Releaser _releaser;
    private readonly ActorTable _table;
    private readonly GroupShrinker _shrinker;
    private readonly CommitPipeline _pipeline;
    private readonly ActorLoader _loader;
    private readonly ShardTimers _timers;
    private readonly ParkedAskers _parked;
    private readonly DeadLetterList _deadLetters;
    private readonly ChainRunner _chain;
    private int _isScheduled;

    /// <param name="id">Name of the shard.</param>
    /// <param name="kinds">Every kind of actor that lives in it.</param>
    /// <param name="journal">Its journal, open with an epoch of this owner.</param>
    /// <param name="environment">What comes in from outside.</param>
    /// <param name="options">Its limits.</param>
    public Shard(
        ShardId id, IEnumerable<ActorKind> kinds, IShardJournal journal, ShardEnvironment environment,
        ShardOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxResidentActors, MinResidentActors);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SnapshotEvery, 2);
        Id = id;
        _journal = journal;
        _environment = environment;
        _options = options;
        ActorKind[] all = [.. kinds, new OutboxActor(options.MaxOutbox, options.OutboxResendAfter), new InboxActor()];
        var byName = all.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);
        _life = new ShardLife(id, options.RetryAfter);
        _releaser = new Releaser(id, environment);
        _table = new ActorTable(options.MaxResidentActors);
        _parked = new ParkedAskers(options.MaxParked);
        _deadLetters = new DeadLetterList(options.MaxDeadLetters);
        _shrinker = new GroupShrinker(id, _table, environment, options);
        _pipeline = new CommitPipeline(
            id, journal, environment, options, _releaser, _shrinker,
            (group, outcome) => Post(() => Settle(group, outcome)));
        _loader = new ActorLoader(
            id, byName, _table, journal, _pipeline, _shrinker, environment, replay => Post(() => Loaded(replay)));
        Action takeTimers = () => _intake!.AreTimersDue = true;
        _timers = new ShardTimers(environment.Time, () => Post(takeTimers));
        _intake = new Intake(_timers, _releaser, options.MailboxCapacity);
        _chain = new ChainRunner(
            id, environment, options, _pipeline, _loader, _timers, _parked, _deadLetters, _releaser);
    }

    public ShardId Id { get; }

    public ShardStatus Status => _life.Status;

    /// <summary>Ends when the shard is open, with null, or could not be opened, with the error.</summary>
    public Task<ActorError?> Opened => _life.Opened;

    /// <summary>Ends when the shard is closed, with null, or has stopped by itself, with the error.</summary>
    public Task<ActorError?> Stopped => _life.Stopped;

    /// <summary>The last messages that were set aside.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters => _deadLetters.ToList();

    /// <summary>A look from outside; the numbers need not be of one moment.</summary>
    public ShardStatistics Statistics => new(
        _chain.Turns, _pipeline.LastPosition - _pipeline.FirstPosition, _pipeline.Groups, _pipeline.LastPosition,
        _pipeline.DurablePosition, _intake.Count, _table.Count, _shrinker.Snapshots, _shrinker.SnapshotTime,
        _shrinker.Ended, _shrinker.Queue.Debt);

    /// <summary>Starts the replay. Messages may be sent at once: they wait in the mailbox. Once only.</summary>
    public void Open()
    {
        Invariant.Check(_life.TryBegin(), $"shard {Id} was opened before: make a new one");
        var replay = new OpeningReplay(_loader, outcome => Post(() => FinishOpening(outcome)));
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

    /// <summary>Asks an actor. The asker gets exactly one answer; a refusal (full, stopped) is given before this
    /// returns.</summary>
    public void Ask(ActorId to, object message, IAsker asker)
    {
        if (Put(new Inbound(to, message, asker, IsCounted: true)) is { } refusal)
        {
            asker.Answered(Answer.Failed(refusal));
        }
    }

    /// <summary>Asks an actor. The task ends with the answer and never fails.</summary>
    public Task<Answer> AskAsync(ActorId to, object message)
    {
        var asker = new TaskAsker();
        Ask(to, message, asker);
        return asker.Task;
    }

    /// <summary>Tells an actor.</summary>
    /// <returns>Null if the message was taken, or why not.</returns>
    public ActorError? Tell(ActorId to, object message) => Put(new Inbound(to, message, Asker: null, IsCounted: true));

    /// <summary>Takes what another shard sent. A refusal may be ignored: the sender repeats.</summary>
    public ActorError? Deliver(ShardEnvelope envelope)
    {
        Invariant.Check(envelope.To == Id, $"shard {Id} got what is for {envelope.To}");
        var to = envelope is ShardMessage ? InboxActor.For(envelope.From) : OutboxActor.For(envelope.From);
        return Tell(to, envelope);
    }

    /// <summary>
    /// Closes in order: refuses what waits, ends the running chain, waits for its groups. Ends like
    /// <see cref="Stopped"/>.
    /// </summary>
    public Task<ActorError?> CloseAsync()
    {
        Post(BeginClosing);
        return Stopped;
    }

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
        if (!_chain.IsRunning && Status is ShardStatus.Running or ShardStatus.Closing)
        {
            _pipeline.Flush();
        }
        if (Status == ShardStatus.Closing && !_chain.IsRunning && _pipeline.IsIdle && _intake.IsMailboxEmpty)
        {
            Stop(error: null, _life.Closed(), _life.Closed());
        }
        if (HasWork())
        {
            _environment.Dispatcher.Schedule(this);
            return;
        }
        Volatile.Write(ref _isScheduled, 0);
        Interlocked.MemoryBarrier();
        if (HasWork())
        {
            Wake();
        }
    }

    private ActorError? Put(in Inbound inbound)
    {
        switch (Status)
        {
            case ShardStatus.Opening or ShardStatus.Running:
                break;
            case ShardStatus.Created:
                return new ActorError(ActorErrorCodes.Stopped, $"shard {Id} is not open yet", _options.RetryAfter);
            default:
                return _life.Refusal;
        }
        if (!_intake.TryPut(inbound))
        {
            var text = $"{_options.MailboxCapacity} messages wait in shard {Id}; try again later";
            return new ActorError(ActorErrorCodes.Overloaded, text, _options.RetryAfter);
        }
        Wake();
        return null;
    }

    private void Post(Action action)
    {
        _control.Enqueue(action);
        Wake();
    }

    private void Wake()
    {
        // A full fence: the message must be seen in its queue before the flag is read, or the last run could miss it.
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            _environment.Dispatcher.Schedule(this);
        }
    }

    private bool HasWork() => !_control.IsEmpty || Status switch
    {
        ShardStatus.Running => CanTakeMessages && _intake.HasMessages,
        ShardStatus.Closing or ShardStatus.Stopped => !_intake.IsMailboxEmpty,
        _ => false,
    };

    private bool CanTakeMessages => !_chain.IsRunning && !_pipeline.IsFull;

    private bool Step()
    {
        if (_control.TryDequeue(out var action))
        {
            action();
            return true;
        }
        return Status switch
        {
            ShardStatus.Running => CanTakeMessages && TakeMessage(),
            ShardStatus.Closing or ShardStatus.Stopped => _intake.RefuseOne(_life.Refusal),
            _ => false,
        };
    }

    private bool TakeMessage()
    {
        if (!_intake.TryTake(out var inbound))
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
        _intake.Free(inbound);
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
                ActorErrorCodes.ReplayFailed, $"shard {Id} could not be opened: {outcome.Detail}");
            Stop(error, error, error);
            return;
        }
        _pipeline.StartAt(outcome.LastPosition);
        foreach (var actor in _loader.FinishOpening(outcome.LastPosition))
        {
            _intake.PutFirst(new Inbound(actor, Recovered.Instance, Asker: null, IsCounted: false));
        }
        _life.Run();
        if (_life.IsCloseRequested)
        {
            BeginClosing();
        }
    }

    private void Loaded(ActorReplay replay)
    {
        if (Status is not (ShardStatus.Running or ShardStatus.Closing))
        {
            return;
        }
        if (_loader.Complete(replay))
        {
            _intake.PutFirst(new Inbound(replay.Cell.Id, Recovered.Instance, Asker: null, IsCounted: false));
        }
        if (replay.Cell.Status == CellStatus.Failed)
        {
            _chain.AbandonParked(replay.Cell);
        }
        while (replay.Cell.Stash is { } stash && stash.TryDequeue(out var inbound))
        {
            _intake.PutFirst(inbound);
        }
        replay.Cell.Stash = null;
        if (_chain.IsRunning && !_chain.IsWaiting)
        {
            _chain.Continue();
        }
        if (Status == ShardStatus.Closing)
        {
            _intake.RefuseRunnable(_life.Refusal);
        }
    }

    private void Settle(CommitGroup group, AppendOutcome outcome)
    {
        group.Outcome = outcome;
        if (Status is ShardStatus.Stopped || _pipeline.Settle() is not { } failure)
        {
            return;
        }
        var code = failure.Status switch
        {
            AppendStatus.Fenced => ActorErrorCodes.Fenced,
            AppendStatus.Unknown => ActorErrorCodes.OutcomeUnknown,
            _ => ActorErrorCodes.JournalFailed,
        };
        var sent = new ActorError(code, $"shard {Id} stopped, its journal did not take the events: {failure.Detail}");
        var unsent = failure.Status == AppendStatus.Unknown ? sent with { Code = ActorErrorCodes.JournalFailed } : sent;
        Stop(sent, sent, unsent);
    }

    private void BeginClosing()
    {
        if (Status is ShardStatus.Created)
        {
            Stop(error: null, _life.Closed(), _life.Closed());
        }
        else if (Status is ShardStatus.Opening)
        {
            _life.IsCloseRequested = true;
        }
        else if (Status is ShardStatus.Running)
        {
            _life.BeginClosing();
            _shrinker.Queue.IsClosing = true;
            _intake.RefuseRunnable(_life.Refusal);
        }
    }

    private void Stop(ActorError? error, ActorError sent, ActorError unsent)
    {
        _life.Stop(unsent);
        _chain.Abandon(unsent);
        _pipeline.Abandon(sent, unsent);
        var unknown = new ActorError(
            ActorErrorCodes.OutcomeUnknown,
            $"shard {Id} stopped while this request was under way: ask for its outcome later");
        foreach (var asker in _parked.TakeAll())
        {
            _releaser.Refuse(asker, unknown);
        }
        _intake.RefuseRunnable(_life.Refusal);
        foreach (var cell in _table.All)
        {
            _intake.RefuseStash(cell, _life.Refusal);
        }
        _timers.Stop();
        _life.End(error);
        if (error is not null)
        {
            _environment.Observer.ShardStopped(Id, error);
        }
    }

    private sealed class TaskAsker() : TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously),
        IAsker
    {
        public void Answered(in Answer answer) => SetResult(answer);
    }
}

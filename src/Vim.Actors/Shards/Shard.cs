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
/// and their events become durable together or not at all.</item>
/// <item>Whatever leaves (replies, effects, messages to other shards) leaves in order, after every event emitted before
/// it is durable.</item>
/// <item>Every ask gets exactly one answer.</item>
/// <item>A turn that throws does nothing; its actor is replayed, the others go on.</item>
/// <item>When the journal fails or another owner has fenced it, the shard stops and nothing unreleased leaves.</item>
/// </list>
/// All members may be called from any thread: they put what comes into the intake, and <see cref="ShardRunner"/> takes
/// it from there.
/// </summary>
public sealed class Shard
{
    // Fewer could push each other out for ever: a message needs up to three actors in memory.
    private const int MinResidentActors = 16;

    private readonly ShardOptions _options;
    private readonly ShardRunner _runner;

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
        _options = options;
        _runner = new ShardRunner(id, kinds, journal, environment, options);
    }

    public ShardId Id { get; }

    public ShardStatus Status => _runner.Life.Status;

    /// <summary>Ends when the shard is open, with null, or could not be opened, with the error.</summary>
    public Task<ActorError?> Opened => _runner.Life.Opened;

    /// <summary>Ends when the shard is closed, with null, or has stopped by itself, with the error.</summary>
    public Task<ActorError?> Stopped => _runner.Life.Stopped;

    /// <summary>The last messages that were set aside.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters => _runner.DeadLetters;

    /// <summary>A look from outside; the numbers need not be of one moment.</summary>
    public ShardStatistics Statistics => _runner.Statistics;

    /// <summary>Starts the replay. Messages may be sent at once: they wait in the mailbox. Once only.</summary>
    public void Open()
    {
        Invariant.Check(_runner.Life.TryBegin(), $"shard {Id} was opened before: make a new one");
        _runner.Open();
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
        _runner.Close();
        return Stopped;
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
                return _runner.Life.Refusal;
        }
        if (!_runner.Intake.TryPut(inbound))
        {
            var text = $"{_options.MailboxCapacity} messages wait in shard {Id}; try again later";
            return new ActorError(ActorErrorCodes.Overloaded, text, _options.RetryAfter);
        }
        _runner.Wake();
        return null;
    }

    private sealed class TaskAsker() : TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously),
        IAsker
    {
        public void Answered(in Answer answer) => SetResult(answer);
    }
}

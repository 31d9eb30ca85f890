using Vim.Persistence;
using Vim.Persistence.Memory;
using Vim.Simulation.Planting;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Journals;

/// <summary>
/// The journal during one life of the member: appends take time, fail, or lose their answer; a crash makes some of what
/// is under way durable, in order, and loses the rest. The medium outlives it.
/// </summary>
internal sealed class SimulatedJournal : IJournalStore
{
    private readonly SimulatedWorld _world;
    private readonly MemoryJournalStore _store;
    private readonly Dictionary<string, Queue<Held>> _held = [];
    private readonly List<string> _shards = [];
    private Held? _taken;
    private bool _isCrashed;

    public SimulatedJournal(SimulatedWorld world, MemoryJournalMedium medium)
    {
        _world = world;
        _store = new(medium, pending => _taken!.Pending = pending);
    }

    /// <summary>Appends under way.</summary>
    public int Waiting => _held.Values.Sum(queue => queue.Count);

    /// <summary>Whether it has failed in this life.</summary>
    public bool HasFailed { get; private set; }

    public Task<ShardOpening> OpenShardAsync(string shard, string owner, CancellationToken cancellation) =>
        _store.OpenShardAsync(shard, owner, cancellation);

    public void Append(JournalBatch batch, Action<JournalOutcome> done)
    {
        if (_isCrashed)
        {
            done(Failed("the member has crashed"));
            return;
        }

        var held = new Held(done);
        _taken = held;
        _store.Append(batch, outcome => Ended(held, outcome));
        if (!_held.TryGetValue(batch.Shard, out var queue))
        {
            _held[batch.Shard] = queue = [];
            _shards.Add(batch.Shard);
        }

        queue.Enqueue(held);
        if (_world.Bug == Bug.JournalAnswersEarly)
        {
            held.Answer(JournalOutcome.Committed);
        }

        // They end in order: each time one is due, the oldest ends.
        var time = _world.IsFaulty ? _world.Swarm.AppendTime : TimeSpan.FromMilliseconds(1);
        _world.Agenda.After(_world.Chance.UpTo(time), () => EndOldest(batch.Shard));
    }

    public void ReplayShard(string shard, IJournalReader reader) => _store.ReplayShard(
        shard,
        _world.Bug is Bug.ReplayPlacesTwice or Bug.ReplayNeverFrees ? new TwistingReader(reader, _world.Bug) : reader);

    public void ReplayEntity(string shard, PersistenceId id, IJournalReader reader) =>
        _store.ReplayEntity(shard, id, reader);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    /// <summary>
    /// The member is gone: of each shard's appends under way the first few become durable, the rest are lost.
    /// </summary>
    public void Crash()
    {
        _isCrashed = true;
        foreach (var shard in _shards)
        {
            var queue = _held[shard];
            var durable = HasFailed ? 0 : _world.Chance.Next(queue.Count + 1);
            _world.Trace.Add($"journal {shard}: crash, {durable} of {queue.Count} appends under way are durable");
            while (queue.TryDequeue(out var held))
            {
                held.Pending!.Crash(durable > 0);
                Remember(held, durable > 0);
                durable--;
                held.Answer(Failed("the member has crashed"));
            }
        }
    }

    private void EndOldest(string shard)
    {
        if (_isCrashed || !_held[shard].TryDequeue(out var held))
        {
            return;
        }

        var pending = held.Pending!;
        _world.Trace.Mix(pending.Batch.Events.Count);
        if (_world.IsFaulty && _world.Chance.PerMille(_world.Swarm.FailedAppends))
        {
            Break(shard, "fails");
            pending.Fail(new(JournalErrorCodes.InputOutput, "a fault of the simulation"));
        }
        else if (_world.IsFaulty && _world.Chance.PerMille(_world.Swarm.LostAppendAnswers))
        {
            var isDurable = !HasFailed && _world.Chance.Next(2) == 0;
            Break(shard, isDurable ? "is done, its answer lost" : "is lost, and its answer");
            Remember(held, isDurable);
            pending.LoseAnswer(isDurable);
        }
        else
        {
            pending.Complete();
        }
    }

    private void Break(string shard, string how)
    {
        HasFailed = true;
        _world.Tally.FailedJournals++;
        _world.Trace.Add($"journal {shard}: an append {how}");
    }

    private void Ended(Held held, JournalOutcome outcome)
    {
        Remember(held, outcome.Status == JournalStatus.Committed);
        held.Answer(outcome);
    }

    private void Remember(Held held, bool isDurable)
    {
        if (isDurable)
        {
            _world.Member.Durable.Add(held.Pending!.Batch);
        }
    }

    private static JournalOutcome Failed(string why) =>
        JournalOutcome.Failed(new(JournalErrorCodes.InputOutput, why));

    private sealed class Held(Action<JournalOutcome> done)
    {
        private bool _isAnswered;

        public PendingAppend? Pending { get; set; }

        public void Answer(JournalOutcome outcome)
        {
            if (!_isAnswered)
            {
                _isAnswered = true;
                done(outcome);
            }
        }
    }
}

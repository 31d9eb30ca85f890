using Vim.Actors;
using Vim.Actors.Dispatching;
using Vim.Actors.Observing;
using Vim.Actors.Sources;
using Vim.Engine;
using Vim.Persistence.Memory;
using Vim.Simulation.Hosts;
using Vim.Simulation.Journals;
using Vim.Simulation.Planting;

namespace Vim.Simulation.Worlds;

/// <summary>The member: a real engine, life after life on the same medium.</summary>
#pragma warning disable CA1001 // A life ends in Crash, which stops its engine; its journal holds nothing to give back.
internal sealed class Member(SimulatedWorld world)
#pragma warning restore CA1001
{
    private const int MaxStepsAfterDeath = 1_000_000;

    private readonly MemoryJournalMedium _medium = new();
    private ManualDispatcher _dispatcher = new();
    private SimulatedJournal? _journal;
    private VimEngine? _engine;

    public DurableLog Durable { get; } = new();

    /// <summary>Rises with every start and every crash: what an earlier life says is heard by nobody.</summary>
    public int Life { get; private set; }

    /// <summary>The engine as its edges see it; null: it is down or starts.</summary>
    public IVimEngine? Engine { get; private set; }

    public int Ready => _dispatcher.ReadyCount;

    /// <summary>Whether nothing is under way in it.</summary>
    public bool IsQuiet => Engine is not null
        && Ready == 0
        && world.Context.Count == 0
        && _journal is { Waiting: 0, HasFailed: false };

    public void Step(int index) => _dispatcher.Step(index);

    public void Start()
    {
        Life++;
        _dispatcher = new();
        _journal = new(world, _medium);
        _ = StartAsync(Life);
    }

    /// <summary>
    /// All that was not durable is gone. The dead engine's resources are given back out of the world's sight.
    /// </summary>
    public void Crash()
    {
        Life++;
        Engine = null;
        world.Tally.Crashes++;
        world.Tally.Snapshots += _engine?.Statistics().Values.Sum(shard => shard.Snapshots) ?? 0;
        _journal!.Crash();
        _ = _engine?.StopAsync();
        _engine = null;
        for (var steps = 0; world.Context.Count > 0 || Ready > 0; steps++)
        {
            Assert.True(steps < MaxStepsAfterDeath, "a dead engine does not come to rest");
            if (world.Context.Count > 0)
            {
                world.Context.Step();
            }
            else
            {
                _dispatcher.Step();
            }
        }

        world.Clock.ForgetTimers();
    }

    /// <summary>Stops the engine in order; its life ends with a crash after it, in which nothing is lost.</summary>
    public Task StopAsync() => _engine!.StopAsync();

    private void Report(string what)
    {
        if (Engine is not null || !_journal!.HasFailed)
        {
            world.Fail(what);
        }
    }

    private async Task StartAsync(int life)
    {
        try
        {
            var engine = await VimEngine.StartAsync(
                new()
                {
                    Time = world.Clock,
                    Random = new SeededRandomSource((ulong)world.Chance.Next(int.MaxValue)),
                    Dispatcher = _dispatcher,
                    Journal = _journal!,
                    Agents = new MemberGateway(world, life),
                    Member = "m1",
                    Observer = new LifeObserver(this, life),
                },
                new()
                {
                    ChangesKept = 256,
                    Policy = world.Swarm.Policy,
                    Shards = new()
                    {
                        SnapshotDebt = world.Swarm.SnapshotDebt,
                        SnapshotEvery = world.Swarm.SnapshotDebt > 1_000 ? int.MaxValue : 2 + world.Chance.Next(8),
                        MaxReplacedRowsPerGroup = 1 + world.Chance.Next(64),
                    },
                });
            if (life != Life)
            {
                await engine.StopAsync();
                return;
            }

            _engine = engine;
            Engine = world.Bug is Bug.ReplyTooEarly or Bug.ReplyChangesOnRetry or Bug.RequestLosesGroups
                ? new MistakenFront(engine, world.Bug)
                : engine;
            world.Trace.Add($"member: life {life} is up");
        }
        catch (EngineStartException exception)
        {
            StartFailed(life, exception);
        }
    }

    private void StartFailed(int life, EngineStartException exception)
    {
        if (life != Life)
        {
            return;
        }

        if (_journal!.HasFailed)
        {
            world.CrashSoon();
        }
        else
        {
            world.Fail($"the engine does not start: {exception.Message}");
        }
    }

    private void ShardStopped(ShardId shard, ActorError error)
    {
        if (_journal!.HasFailed)
        {
            world.CrashSoon();
        }
        else
        {
            Report($"{shard} stopped by itself: {error}");
        }
    }

    /// <summary>Hears the member in one life only.</summary>
    private sealed class LifeObserver(Member member, int life) : IShardObserver
    {
        public void MessageSetAside(ShardId shard, DeadLetter letter) =>
            Report($"{shard}: a message was set aside: {letter}");

        public void ActorFailed(ShardId shard, ActorId actor, string reason, Exception? exception) =>
            Report($"{shard}: {actor} failed: {reason} {exception}");

        public void ReleaseFailed(ShardId shard, object released, Exception exception) =>
            Report($"{shard}: {released} could not be released: {exception}");

        public void GroupCommitted(ShardId shard, int events, TimeSpan elapsed)
        {
        }

        public void ShardStopped(ShardId shard, ActorError error)
        {
            if (life == member.Life)
            {
                member.ShardStopped(shard, error);
            }
        }

        private void Report(string what)
        {
            if (life == member.Life)
            {
                member.Report(what);
            }
        }
    }
}
